extension ParameterExpression {

  /// The value of the expression, given the named tensors that it reads.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  package func evaluate(_ tensors: (String) -> Tensor) -> Tensor {
    if case .tensor(let name) = self { return tensors(name) }
    let value = evaluateExactly(tensors)
    return Tensor(value.shape, value.elements.map(Float.init))
  }

  private struct ExactTensor {
    var shape: Shape
    var elements: [Double]

    /// What `reduce` makes of the elements of each index of the first axis.
    func reduced(_ reduce: (ArraySlice<Double>) -> Double) -> ExactTensor {
      let size = elements.count / shape[0]
      let values = (0..<shape[0]).map { reduce(elements[$0 * size..<($0 + 1) * size]) }
      let ones = Array(repeating: 1, count: shape.count - 1)
      return ExactTensor(shape: Shape(shape.prefix(1) + ones), elements: values)
    }
  }

  private func evaluateExactly(_ tensors: (String) -> Tensor) -> ExactTensor {
    switch self {
    case .tensor(let name):
      let tensor = tensors(name)
      return ExactTensor(shape: tensor.shape, elements: tensor.elements.map(Double.init))
    case .constant(let value):
      return ExactTensor(shape: Shape(), elements: [value])
    case .squareRoot(let operand):
      var value = operand.evaluateExactly(tensors)
      for index in value.elements.indices { value.elements[index].formSquareRoot() }
      return value
    case .norm(let operand):
      return operand.evaluateExactly(tensors).reduced { (elements) in
        elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    case .sum(let operand):
      return operand.evaluateExactly(tensors).reduced { $0.reduce(0, +) }
    case .arithmetic(let function, let a, let b):
      return Self.combine(
        a.evaluateExactly(tensors), b.evaluateExactly(tensors), function.callAsFunction)
    case .reshape(let operand, let shape):
      return ExactTensor(shape: shape, elements: operand.evaluateExactly(tensors).elements)
    case .broadcast(let operand, let shape):
      let zeros = Array(repeating: 0.0, count: shape.elementCount)
      let target = ExactTensor(shape: shape, elements: zeros)
      return Self.combine(operand.evaluateExactly(tensors), target) { (x, _) in x }
    case .concatenation(let operands):
      let values = operands.map { $0.evaluateExactly(tensors) }
      let extents = [values.reduce(0) { $0 + $1.shape[0] }] + values[0].shape.dropFirst()
      return ExactTensor(shape: Shape(extents), elements: values.flatMap(\.elements))
    }
  }

  private static func combine(
    _ a: ExactTensor, _ b: ExactTensor, _ function: (Double, Double) -> Double
  ) -> ExactTensor {
    guard let shape = a.shape.broadcast(with: b.shape) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    let aStrides = a.shape.broadcastStrides(in: shape)
    let bStrides = b.shape.broadcastStrides(in: shape)
    var elements: [Double] = []
    elements.reserveCapacity(shape.elementCount)
    var position = Array(repeating: 0, count: shape.count)
    var aOffset = 0
    var bOffset = 0
    for _ in 0..<shape.elementCount {
      elements.append(function(a.elements[aOffset], b.elements[bOffset]))
      // The position and both offsets move on together, like the digits of a counter.
      for axis in shape.indices.reversed() {
        position[axis] += 1
        aOffset += aStrides[axis]
        bOffset += bStrides[axis]
        if position[axis] < shape[axis] { break }
        position[axis] = 0
        aOffset -= aStrides[axis] * shape[axis]
        bOffset -= bStrides[axis] * shape[axis]
      }
    }
    return ExactTensor(shape: shape, elements: elements)
  }

}

extension Shape {

  /// The distances between elements along the axes of `result`, 0 where this shape is repeated.
  fileprivate func broadcastStrides(in result: Shape) -> [Int] {
    var strides = Array(repeating: 0, count: result.count)
    var distance = 1
    for axis in indices.reversed() {
      let resultAxis = axis + result.count - count
      strides[resultAxis] = self[axis] == 1 ? 0 : distance
      distance *= self[axis]
    }
    return strides
  }

}
