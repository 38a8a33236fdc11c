import CNNIR

/// An op that the emitter can write as Swift.
///
/// An op joins by conforming in a file of its own under `Emission/`.
protocol EmittableOp: Op {

  /// Writes the statements that compute the result at `y` from the operands at `x`.
  ///
  /// The operands are `x`, or `x0`, `x1`, … where there are several; the parameters have their
  /// slots' names. All are pointers to the first element.
  func emit(_ layer: Layer, into body: inout LayerBody)

}

/// An elementwise op as the emitter writes it, on its own or where a layer stores.
protocol EmittableElementwiseOp: EmittableOp, ElementwiseOp {

  /// The emitted function of one element.
  var kernel: Kernel { get }

  /// What the function takes besides the element: `slope: 0.1`.
  var arguments: [String] { get }

}

extension EmittableElementwiseOp {

  var arguments: [String] { [] }

  func emit(_ layer: Layer, into body: inout LayerBody) {
    body.block("for i in 0..<\(layer.type.shape.elementCount)") { (body) in
      let value = body.apply(self, to: "x[i]")
      body.store(value, in: "y[i]")
    }
  }

}

/// A node as its emission sees it.
struct Layer {

  /// The node's name, as in the network.
  let name: String

  /// The name of the emitted function.
  let function: String

  let op: any EmittableOp
  let operands: [TensorType]

  /// For each operand of a concatenation, whether it lies at its place in the result already.
  let operandsInPlace: [Bool]

  let type: TensorType
  let slots: [ParameterSlot]
  let epilogue: [Step]

  /// A step of the epilogue.
  enum Step {
    case apply(any EmittableElementwiseOp)
    /// Adds the elements at a pointer of this name.
    case add(String)
  }

  /// The shape of the first operand.
  var input: Shape { operands[0].shape }

  /// The shape of the result.
  var output: Shape { type.shape }

  /// What the operands are called in the body.
  var operandNames: [String] {
    operands.count == 1 ? ["x"] : operands.indices.map { "x\($0)" }
  }

  /// What the values are called that the epilogue adds.
  var addendNames: [String] {
    epilogue.compactMap { (step) in
      if case .add(let name) = step { name } else { nil }
    }
  }

  /// What the parameters are called in the body: `running_mean` as `runningMean`.
  var parameterNames: [String] {
    slots.map { (slot) in
      let words = slot.name.split(separator: "_")
      return words[0]
        + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
  }

  /// The layer in a line: its name, ops with attributes, and shapes.
  var summary: String {
    let steps = epilogue.map { (step) in
      switch step {
      case .apply(let op): Self.call(op)
      case .add: "add"
      }
    }
    let ops = ([Self.call(op)] + steps).joined(separator: " + ")
    let inputs = operands.map(\.shape.withoutBatch.description).joined(separator: " and ")
    return "\(name): \(ops), \(inputs) to \(output.withoutBatch)"
  }

  private static func call(_ op: any Op) -> String {
    let attributes = op.attributes.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
    return attributes.isEmpty ? op.mnemonic : "\(op.mnemonic)(\(attributes))"
  }

}
