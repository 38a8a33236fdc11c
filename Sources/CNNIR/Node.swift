import CNNSource

/// The identity of a value: a graph's input or a node's result. Never reused within a graph.
package struct ValueID: Sendable, Hashable {
  let rawValue: Int
}

/// An op applied to values. Every node defines exactly one value.
package struct Node: Sendable {

  /// The value that the node defines.
  package let id: ValueID

  /// The layer's path, `features.0`; unique among the nodes and inputs of the graph.
  package var name: String

  package internal(set) var op: any Op
  package internal(set) var operands: [ValueID]

  /// One expression for each of the op's parameter slots.
  package internal(set) var parameters: [ParameterExpression]

  /// Elementwise ops applied, in order, as the result is stored.
  package internal(set) var epilogue: [any ElementwiseOp]

  /// The type of the value.
  package internal(set) var type: TensorType

  /// What the node was made from.
  package var range: SourceRange?

}

extension Node {

  /// The op's parameters for operands of the types that the node has in `graph`.
  package func slots(in graph: Graph) -> [ParameterSlot] {
    op.parameters(for: operandTypes(in: graph))
  }

  package func operandTypes(in graph: Graph) -> [TensorType] {
    operands.map { graph.type(of: $0) }
  }

}
