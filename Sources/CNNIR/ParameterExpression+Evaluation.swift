// Weights have millions of elements, and a debug build evaluates them too, when a build plugin makes
// source. So what is done for each element is a plain loop over pointers: a closure, or a generic
// function that is not specialised, would cost a hundred times as much there.

extension ParameterExpression {

  /// The value of the expression, given the named tensors that it reads.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  package func evaluate(_ tensors: (String) -> Tensor) -> Tensor {
    switch self {
    case .tensor(let name):
      return tensors(name)
    case .arithmetic(let function, let a, let b):
      // The usual case and the largest tensors: rounded at once, a piece at a time.
      let combination = Combination(.arithmetic(function), a, b, tensors)
      let elements = [Float](unsafeUninitializedCapacity: combination.count) { (result, count) in
        count = combination.count
        combination.forEachPiece { (values, start, count) in
          store(values, to: &result, at: start, count)
        }
      }
      return Tensor(combination.shape, elements)
    default:
      let value = evaluateExactly(tensors)
      return Tensor(value.shape, value.elements.map(Float.init))
    }
  }

  fileprivate func evaluateExactly(_ tensors: (String) -> Tensor) -> ExactTensor {
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
      return Combination(.arithmetic(function), a, b, tensors).value
    case .reshape(let operand, let shape):
      return ExactTensor(shape: shape, elements: operand.evaluateExactly(tensors).elements)
    case .broadcast(let operand, let shape):
      return Combination(.first, .value(operand.evaluateExactly(tensors)), .zero, shape).value
    case .concatenation(let operands):
      let values = operands.map { $0.evaluateExactly(tensors) }
      let extents = [values.reduce(0) { $0 + $1.shape[0] }] + values[0].shape.dropFirst()
      return ExactTensor(shape: Shape(extents), elements: values.flatMap(\.elements))
    }
  }

}

/// A tensor in double precision, so that evaluation rounds only once.
private struct ExactTensor {

  var shape: Shape
  var elements: [Double]

  static let zero = ExactTensor(shape: Shape(), elements: [0])

  /// What `reduce` makes of the elements of each index of the first axis.
  func reduced(_ reduce: (ArraySlice<Double>) -> Double) -> ExactTensor {
    let size = elements.count / shape[0]
    let values = (0..<shape[0]).map { reduce(elements[$0 * size..<($0 + 1) * size]) }
    let ones = Array(repeating: 1, count: shape.count - 1)
    return ExactTensor(shape: Shape(shape.prefix(1) + ones), elements: values)
  }

}

/// Writes numbers in single precision from `start` on.
private func store(
  _ values: UnsafePointer<Double>, to result: inout UnsafeMutableBufferPointer<Float>,
  at start: Int, _ count: Int
) {
  guard let target = result.baseAddress.map({ $0 + start }) else { return }
  var index = 0
  while index < count {
    target[index] = Float(values[index])
    index &+= 1
  }
}

/// An elementwise function of two operands that broadcast.
private struct Combination {

  enum Function {
    case arithmetic(ParameterExpression.Arithmetic)
    /// The first operand.
    case first
  }

  /// An operand; weights are mostly the first one, and are read as they are.
  enum Operand {
    case tensor(Tensor)
    case value(ExactTensor)

    var shape: Shape {
      switch self {
      case .tensor(let tensor): tensor.shape
      case .value(let value): value.shape
      }
    }
  }

  private let function: Function
  private let a: Operand
  private let b: ExactTensor
  let shape: Shape
  /// The number of elements of the result.
  let count: Int

  /// The elements that are computed at once: few enough to stay in the first cache.
  private static let pieceSize = 1024

  init(_ function: Function, _ a: Operand, _ b: ExactTensor, _ shape: Shape) {
    self.function = function
    self.a = a
    self.b = b
    self.shape = shape
    count = shape.elementCount
  }

  init(
    _ function: Function, _ a: ParameterExpression, _ b: ParameterExpression,
    _ tensors: (String) -> Tensor
  ) {
    let second = b.evaluateExactly(tensors)
    let first: Operand =
      if case .tensor(let name) = a { .tensor(tensors(name)) } else {
        .value(a.evaluateExactly(tensors))
      }
    guard let shape = first.shape.broadcast(with: second.shape) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    self.init(function, first, second, shape)
  }

  /// The result in double precision.
  var value: ExactTensor {
    let elements = [Double](unsafeUninitializedCapacity: count) { (result, initialized) in
      initialized = count
      guard let target = result.baseAddress else { return }
      forEachPiece { (target + $1).update(from: $0, count: $2) }
    }
    return ExactTensor(shape: shape, elements: elements)
  }

  /// Calls `body` with the elements of the result, some at a time: where they are, the index of the
  /// first, and how many there are.
  func forEachPiece(_ body: (UnsafePointer<Double>, Int, Int) -> Void) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.pieceSize) { (buffer) in
      guard let values = buffer.baseAddress else { return }
      var walk = BroadcastWalk(a.shape, b.shape, in: shape)
      var done = 0
      while done < count {
        var start = 0
        while start < walk.run {
          let size = min(Self.pieceSize, walk.run - start)
          load(from: walk.a + start * walk.aStep, walk.aStep, size, into: values)
          apply(from: walk.b + start * walk.bStep, walk.bStep, size, to: values)
          body(values, done + start, size)
          start += size
        }
        done += walk.run
        walk.advance()
      }
    }
  }

  /// Copies elements of the first operand.
  private func load(
    from start: Int, _ step: Int, _ count: Int, into values: UnsafeMutablePointer<Double>
  ) {
    var index = 0
    switch a {
    case .tensor(let tensor):
      tensor.elements.withUnsafeBufferPointer { (elements) in
        guard let source = elements.baseAddress.map({ $0 + start }) else { return }
        while index < count {
          values[index] = Double(source[index &* step])
          index &+= 1
        }
      }
    case .value(let value):
      value.elements.withUnsafeBufferPointer { (elements) in
        guard let source = elements.baseAddress.map({ $0 + start }) else { return }
        while index < count {
          values[index] = source[index &* step]
          index &+= 1
        }
      }
    }
  }

  /// Applies the function to `values` and elements of the second operand.
  private func apply(
    from start: Int, _ step: Int, _ count: Int, to values: UnsafeMutablePointer<Double>
  ) {
    guard case .arithmetic(let function) = function else { return }
    b.elements.withUnsafeBufferPointer { (elements) in
      guard let source = elements.baseAddress.map({ $0 + start }) else { return }
      var index = 0
      switch function {
      case .add:
        while index < count {
          values[index] += source[index &* step]
          index &+= 1
        }
      case .subtract:
        while index < count {
          values[index] -= source[index &* step]
          index &+= 1
        }
      case .multiply:
        while index < count {
          values[index] *= source[index &* step]
          index &+= 1
        }
      case .divide:
        while index < count {
          values[index] /= source[index &* step]
          index &+= 1
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
