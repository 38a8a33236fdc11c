import CNNIR

/// Runs a graph node by node with the reference kernels: the meaning of a graph.
package struct ReferenceInterpreter {

  private let graph: Graph
  private let tensors: [String: Tensor]

  /// - Requires: a tensor of the declared shape for each one that the graph uses.
  package init(_ graph: Graph, tensors: [String: Tensor]) {
    self.graph = graph
    self.tensors = tensors
  }

  /// The values of the outputs.
  ///
  /// - Requires: a tensor of each input's shape, in order.
  package func run(_ inputs: [Tensor]) -> [Tensor] {
    var values: [ValueID: TensorBuffer] = [:]
    for (input, tensor) in zip(graph.inputs, inputs) { values[input.id] = TensorBuffer(tensor) }
    for node in graph.nodes {
      let parameters = zip(node.slots(in: graph), node.parameters).map { (slot, expression) in
        (slot.shape, TensorBuffer(expression.evaluate(tensors)))
      }
      let result = TensorBuffer(count: node.type.shape.elementCount)
      withExtendedLifetime((values, parameters)) {
        let operands = node.operands.map { values[$0]!.view(graph.type(of: $0).shape) }
        let view = result.mutableView(node.type.shape)
        node.op.evaluate(operands, parameters.map { $1.view($0) }, into: view)
        for step in node.epilogue {
          step.apply(to: view) { values[$0]!.view(node.type.shape) }
        }
      }
      values[node.id] = result
    }
    return graph.outputs.map { values[$0.value]!.tensor(graph.type(of: $0.value).shape) }
  }

}
