import CNNIR
import CNNOps

extension Linear: CPUOp {

  /// One dot product for each output, in eight partial sums.
  func compute(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    guard let x = operands[0].elements.baseAddress, let w = parameters[0].elements.baseAddress
    else { return }
    let inputs = parameters[0].shape[1]
    for row in 0..<operands[0].elements.count / inputs {
      for feature in 0..<features {
        let sum = dotProduct(x + row * inputs, w + feature * inputs, count: inputs)
        let bias = bias ? parameters[1].elements[feature] : 0
        result.elements[row * features + feature] = sum + bias
      }
    }
  }

}

private func dotProduct(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
) -> Float {
  var sums = SIMD8<Float>()
  let whole = count / 8 * 8
  for start in stride(from: 0, to: whole, by: 8) {
    let left = UnsafeRawPointer(a + start).loadUnaligned(as: SIMD8<Float>.self)
    let right = UnsafeRawPointer(b + start).loadUnaligned(as: SIMD8<Float>.self)
    sums += left * right
  }
  var sum = sums.sum()
  for index in whole..<count { sum += a[index] * b[index] }
  return sum
}
