import CNNIR
import CNNPlanning

/// An op that the emitter can write as Swift over row-major tensors, where a plan has no other steps
/// for it.
///
/// An op joins by conforming in a file of its own under `Emission/`.
protocol EmittableOp: Op {

  /// Writes the statements that compute the result at `y` from the operands at `x`.
  ///
  /// The operands are `x`, or `x0`, `x1`, … where there are several; the parameters have their
  /// slots' names. All are pointers to the first element.
  func emit(_ layer: Layer, into body: inout LayerBody)

}

/// An elementwise op as the emitter writes it.
protocol EmittableElementwiseOp: ElementwiseOp {

  /// The emitted function of one element.
  var kernel: Kernel { get }

  /// What the function takes besides the element: `slope: 0.1`.
  var arguments: [String] { get }

}

extension EmittableElementwiseOp {

  var arguments: [String] { [] }

}

/// The types that an op computes with.
struct Layer {

  let operands: [TensorType]
  let type: TensorType
  let slots: [ParameterSlot]

  /// The shape of the first operand.
  var input: Shape { operands[0].shape }

  /// The shape of the result.
  var output: Shape { type.shape }

  /// What the operands are called in the body.
  var operandNames: [String] {
    operands.count == 1 ? ["x"] : operands.indices.map { "x\($0)" }
  }

  /// What the parameters are called in the body: `running_mean` as `runningMean`.
  var parameterNames: [String] {
    slots.map { (slot) in
      let words = slot.name.split(separator: "_")
      return words[0]
        + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

}

extension Node {

  /// The node in a line: its name, ops with attributes, and shapes.
  func summary(in graph: Graph) -> String {
    let steps = epilogue.map { (step) in
      switch step {
      case .apply(let op): Self.call(op)
      case .add: "add"
      }
    }
    let ops = ([Self.call(op)] + steps).joined(separator: " + ")
    let inputs = operandTypes(in: graph).map(\.shape.withoutBatch.description)
      .joined(separator: " and ")
    return "\(name): \(ops), \(inputs) to \(type.shape.withoutBatch)"
  }

  private static func call(_ op: any Op) -> String {
    let attributes = op.attributes.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
    return attributes.isEmpty ? op.mnemonic : "\(op.mnemonic)(\(attributes))"
  }

}
