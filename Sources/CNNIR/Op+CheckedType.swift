extension Op {

  /// The type of the result, after the checks that hold for every op.
  ///
  /// - Throws: the constraint that the operands or attributes break.
  package func checkedResultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    guard Self.allows(operandCount: operands.count) else {
      let message = "\(Self.mnemonic) takes \(Self.schema.operands), not \(operands.count)"
      throw OpFault(.node, "operand-count", message)
    }
    let type = try resultType(for: operands)
    guard type.shape.isValid else {
      throw OpFault(.node, "shape-overflow", "the output \(type.shape) is too large to count")
    }
    for slot in parameters(for: operands) where !slot.shape.isValid {
      let message = "\(slot.name) of shape \(slot.shape) is too large to count"
      throw OpFault(.node, "shape-overflow", message)
    }
    if multiplyAdds(from: operands, to: type) == nil {
      throw OpFault(.node, "count-overflow", "the multiply-adds exceed a 64-bit count")
    }
    if arithmetic(from: operands, to: type) == nil {
      throw OpFault(.node, "count-overflow", "the operations exceed a 64-bit count")
    }
    return type
  }

}

extension Schema.Operands: CustomStringConvertible {

  package var description: String {
    switch self {
    case .exactly(1): "1 operand"
    case .exactly(let count): "\(count) operands"
    case .atLeast(1): "at least 1 operand"
    case .atLeast(let count): "at least \(count) operands"
    case .between(let least, let most): "\(least) to \(most) operands"
    }
  }

}
