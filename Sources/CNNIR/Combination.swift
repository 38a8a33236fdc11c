/// A tensor in double precision, so that evaluation rounds only once.
struct ExactTensor {

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

/// An elementwise function of two operands that broadcast.
struct Combination {

  enum Function {
    case arithmetic(ParameterExpression.Arithmetic)
    /// The first operand.
    case first
  }

  /// An operand; weights are mostly the first one, and are read as they are.
  enum Operand {
    /// The elements from `first` on of a tensor of this shape, as many as are read.
    case tensor(UnsafeBufferPointer<Float>, first: Int, Shape)
    case value(ExactTensor)

    var shape: Shape {
      switch self {
      case .tensor(_, _, let shape): shape
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

  /// The result in double precision.
  var value: ExactTensor {
    let elements = [Double](unsafeUninitializedCapacity: count) { (result, initialized) in
      initialized = count
      guard let target = result.baseAddress else { return }
      forEachRun(in: 0..<count) { (walk, part, first) in
        compute(part, of: walk) { (target + (first + $1)).update(from: $0, count: $2) }
      }
    }
    return ExactTensor(shape: shape, elements: elements)
  }

  /// Writes the elements of the result in `range`, each rounded once.
  func write(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    forEachRun(in: range) { (walk, part, first) in
      let target = target + (first - range.lowerBound)
      if let source = scaledElements(of: walk) {
        let factor = b.elements[walk.b]
        scale(source + part.lowerBound, by: factor, part.count, to: target + part.lowerBound)
      } else {
        compute(part, of: walk) { store($0, to: target + $1, $2) }
      }
    }
  }

  /// The elements of the first operand where a run begins, if the result is these times a number: so it is
  /// for the weights before a norm, and there are no larger ones.
  private func scaledElements(of walk: BroadcastWalk) -> UnsafePointer<Float>? {
    guard case .arithmetic(.multiply) = function, case .tensor(let elements, let first, _) = a,
      walk.aStep == 1, walk.bStep == 0
    else { return nil }
    return elements.baseAddress.map { $0 + (walk.a - first) }
  }

  /// Calls `body` for each run that has elements in `range`: with these, counted from the run's first, and
  /// the index of that.
  private func forEachRun(in range: Range<Int>, _ body: (BroadcastWalk, Range<Int>, Int) -> Void) {
    var walk = BroadcastWalk(a.shape, b.shape, in: shape)
    walk.move(to: range.lowerBound / walk.run)
    var first = range.lowerBound / walk.run * walk.run
    while first < range.upperBound {
      let part = max(range.lowerBound - first, 0)..<min(walk.run, range.upperBound - first)
      body(walk, part, first)
      first += walk.run
      walk.advance()
    }
  }

  /// Calls `body` with results, some at a time: where they are, the index of the first in the run, and how
  /// many there are.
  private func compute(
    _ part: Range<Int>, of walk: BroadcastWalk, _ body: (UnsafePointer<Double>, Int, Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.pieceSize) { (buffer) in
      guard let values = buffer.baseAddress else { return }
      var start = part.lowerBound
      while start < part.upperBound {
        let size = min(Self.pieceSize, part.upperBound - start)
        load(from: walk.a + start * walk.aStep, walk.aStep, size, into: values)
        apply(from: walk.b + start * walk.bStep, walk.bStep, size, to: values)
        body(values, start, size)
        start += size
      }
    }
  }

  /// Copies elements of the first operand.
  private func load(
    from start: Int, _ step: Int, _ count: Int, into values: UnsafeMutablePointer<Double>
  ) {
    var index = 0
    switch a {
    case .tensor(let elements, let first, _):
      guard let source = elements.baseAddress.map({ $0 + (start - first) }) else { return }
      while index < count {
        values[index] = Double(source[index &* step])
        index &+= 1
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

/// Writes products in single precision.
private func scale(
  _ source: UnsafePointer<Float>, by factor: Double, _ count: Int,
  to target: UnsafeMutablePointer<Float>
) {
  var index = 0
  while index < count {
    target[index] = Float(Double(source[index]) * factor)
    index &+= 1
  }
}

/// Writes numbers in single precision.
func store(
  _ values: UnsafePointer<Double>, to target: UnsafeMutablePointer<Float>, _ count: Int
) {
  var index = 0
  while index < count {
    target[index] = Float(values[index])
    index &+= 1
  }
}
