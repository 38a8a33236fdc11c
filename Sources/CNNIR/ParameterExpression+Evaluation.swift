extension ParameterExpression {

  /// The value of the expression, given the named tensors that it reads.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  package func evaluate(_ tensors: (String) -> Tensor) -> Tensor {
    switch self {
    case .tensor(let name):
      return tensors(name)
    case .arithmetic(let function, let a, let b):
      // The usual case and the largest tensors: rounded at once.
      let (shape, elements) = Self.combine(function, a, b, tensors, rounding: Float.init)
      return Tensor(shape, elements)
    default:
      let value = evaluateExactly(tensors)
      return Tensor(value.shape, value.elements.map(Float.init))
    }
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
      let (shape, elements) = Self.combine(function, a, b, tensors) { $0 }
      return ExactTensor(shape: shape, elements: elements)
    case .reshape(let operand, let shape):
      return ExactTensor(shape: shape, elements: operand.evaluateExactly(tensors).elements)
    case .broadcast(let operand, let shape):
      let value = operand.evaluateExactly(tensors)
      let elements = Self.combine(value.elements, value.shape, [0], Shape(), in: shape) { (x, _) in
        x
      }
      return ExactTensor(shape: shape, elements: elements)
    case .concatenation(let operands):
      let values = operands.map { $0.evaluateExactly(tensors) }
      let extents = [values.reduce(0) { $0 + $1.shape[0] }] + values[0].shape.dropFirst()
      return ExactTensor(shape: Shape(extents), elements: values.flatMap(\.elements))
    }
  }

  /// A function of two operands, with `round` applied to each value.
  @inline(__always)
  private static func combine<Result>(
    _ function: Arithmetic, _ a: Self, _ b: Self, _ tensors: (String) -> Tensor,
    rounding round: (Double) -> Result
  ) -> (Shape, [Result]) {
    let b = b.evaluateExactly(tensors)
    // Weights are mostly the first operand: they are read as they are.
    if case .tensor(let name) = a {
      let a = tensors(name)
      return combine(function, a.elements, a.shape, b, rounding: round)
    }
    let a = a.evaluateExactly(tensors)
    return combine(function, a.elements, a.shape, b, rounding: round)
  }

  @inline(__always)
  private static func combine<Element: BinaryFloatingPoint, Result>(
    _ function: Arithmetic, _ a: [Element], _ aShape: Shape, _ b: ExactTensor,
    rounding round: (Double) -> Result
  ) -> (Shape, [Result]) {
    guard let shape = aShape.broadcast(with: b.shape) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    let elements =
      switch function {
      case .add: combine(a, aShape, b.elements, b.shape, in: shape) { round($0 + $1) }
      case .subtract: combine(a, aShape, b.elements, b.shape, in: shape) { round($0 - $1) }
      case .multiply: combine(a, aShape, b.elements, b.shape, in: shape) { round($0 * $1) }
      case .divide: combine(a, aShape, b.elements, b.shape, in: shape) { round($0 / $1) }
      }
    return (shape, elements)
  }

  /// Inlined, so that each function has loops of its own: weights have millions of elements.
  @inline(__always)
  private static func combine<Element: BinaryFloatingPoint, Result>(
    _ a: [Element], _ aShape: Shape, _ b: [Double], _ bShape: Shape, in shape: Shape,
    _ function: (Double, Double) -> Result
  ) -> [Result] {
    var walk = BroadcastWalk(aShape, bShape, in: shape)
    let elementCount = shape.elementCount
    return [Result](unsafeUninitializedCapacity: elementCount) { (result, count) in
      a.withUnsafeBufferPointer { (a) in
        b.withUnsafeBufferPointer { (b) in
          while count < elementCount {
            for index in 0..<walk.run {
              let x = Double(a[walk.a &+ index &* walk.aStep])
              let y = b[walk.b &+ index &* walk.bStep]
              result.initializeElement(at: count &+ index, to: function(x, y))
            }
            count += walk.run
            walk.advance()
          }
        }
      }
    }
  }

}

/// The places of two operands in a walk over their common shape. Over the last axes each operand
/// moves on by one element or stands still; these axes are a single run.
private struct BroadcastWalk {

  /// The elements of a run, and how far each operand moves between them.
  private(set) var run = 1
  private(set) var aStep = 0
  private(set) var bStep = 0
  /// Where the run begins.
  private(set) var a = 0
  private(set) var b = 0

  /// The axes before the run: extents, the distances of both operands, and the position.
  private var extents: [Int]
  private var aStrides: [Int]
  private var bStrides: [Int]
  private var position: [Int]

  init(_ aShape: Shape, _ bShape: Shape, in shape: Shape) {
    extents = shape.extents
    aStrides = aShape.broadcastStrides(in: shape)
    bStrides = bShape.broadcastStrides(in: shape)
    while let extent = extents.last, let aStride = aStrides.last, let bStride = bStrides.last {
      if extent > 1 {
        let isFirst = run == 1
        let aGoesOn = aStride == (isFirst ? min(aStride, 1) : aStep * run)
        let bGoesOn = bStride == (isFirst ? min(bStride, 1) : bStep * run)
        guard aGoesOn, bGoesOn else { break }
        if isFirst { (aStep, bStep) = (aStride, bStride) }
        run *= extent
      }
      extents.removeLast()
      aStrides.removeLast()
      bStrides.removeLast()
    }
    position = extents.map { (_) in 0 }
  }

  /// Moves to the next run: the position and both places, like the digits of a counter.
  mutating func advance() {
    for axis in extents.indices.reversed() {
      position[axis] += 1
      a += aStrides[axis]
      b += bStrides[axis]
      if position[axis] < extents[axis] { return }
      position[axis] = 0
      a -= aStrides[axis] * extents[axis]
      b -= bStrides[axis] * extents[axis]
    }
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
