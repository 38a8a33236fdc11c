import CNNIR
import CNNPlanning

extension Step {

  /// Writes the step.
  ///
  /// - Throws: the mnemonic of an op that cannot be written.
  func emit(into body: inout LayerBody) throws(MissingEmission) {
    switch self {
    case .border(let step): step.emit(into: &body)
    case .conversion(let step): step.emit(into: &body)
    case .channels(let step): step.emit(into: &body)
    case .convolution(let step): step.emit(into: &body)
    case .winograd(let step): step.emit(into: &body)
    case .depthwise(let step): step.emit(into: &body)
    case .expandedDepthwise(let step): step.emit(into: &body)
    case .dense(let step): step.emit(into: &body)
    case .pool(let step): step.emit(into: &body)
    case .globalAverage(let step): step.emit(into: &body)
    case .affine(let step): step.emit(into: &body)
    case .layerNorm(let step): step.emit(into: &body)
    case .combination(let step): step.emit(into: &body)
    case .map(let step): step.emit(into: &body)
    case .elementwise(let step):
      guard let op = step.op as? any EmittableElementwiseOp else {
        throw MissingEmission(mnemonic: step.op.mnemonic)
      }
      step.emit(op, into: &body)
    case .reference(let step):
      guard let op = step.op as? any EmittableOp else {
        throw MissingEmission(mnemonic: step.op.mnemonic)
      }
      step.emit(op, into: &body)
    }
  }

}

/// An op that cannot be written.
struct MissingEmission: Error {
  let mnemonic: String
}

extension ReferenceStep {

  func emit(_ op: any EmittableOp, into body: inout LayerBody) {
    let layer = Layer(
      operands: operands.map(\.type), type: result.type, slots: parameters.map(\.slot))
    for (name, operand) in zip(layer.operandNames, operands) {
      body.write("let \(name) = UnsafePointer(\(body.pointer(to: operand.source)))")
    }
    for (name, parameter) in zip(layer.parameterNames, parameters) {
      body.write("let \(name) = \(body.parameter(parameter.offset))")
    }
    body.write("let y = \(body.arena(result.offset))")
    op.emit(layer, into: &body)
  }

}
