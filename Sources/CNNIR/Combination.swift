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
      forEachPiece(in: 0..<count) { (target + $1).update(from: $0, count: $2) }
    }
    return ExactTensor(shape: shape, elements: elements)
  }

  /// Calls `body` with the elements of the result in `range`, some at a time: where they are, the index
  /// of the first, and how many there are.
  func forEachPiece(
    in range: Range<Int>, _ body: (UnsafePointer<Double>, Int, Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.pieceSize) { (buffer) in
      guard let values = buffer.baseAddress else { return }
      var walk = BroadcastWalk(a.shape, b.shape, in: shape)
      walk.move(to: range.lowerBound / walk.run)
      var done = range.lowerBound / walk.run * walk.run
      while done < range.upperBound {
        var start = max(range.lowerBound - done, 0)
        let end = min(walk.run, range.upperBound - done)
        while start < end {
          let size = min(Self.pieceSize, end - start)
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
