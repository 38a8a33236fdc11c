// Weights have millions of elements, and a debug build evaluates them too, when a build plugin makes
// source. So what is done for each element is a plain loop over pointers: a closure, or a generic
// function that is not specialised, would cost a hundred times as much there.

extension ParameterExpression {

  /// The value of the expression, given the named tensors that it reads.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  /// - Throws: what looking at a tensor fails with.
  package func evaluate<Tensors: TensorLookup>(
    _ tensors: Tensors
  ) throws(Tensors.Failure) -> Tensor {
    let shape = valueShape(tensors)
    let elements = try withElements(in: 0..<shape.elementCount, tensors) { Array($0) }
    return Tensor(shape, elements)
  }

  /// Calls `body` with the elements of the value whose row-major indices lie in `range`: where they are
  /// those of a tensor, with the tensor's own.
  ///
  /// - Requires: an expression whose `shape(of:)` is known.
  /// - Throws: what looking at a tensor fails with.
  package func withElements<Tensors: TensorLookup, Result>(
    in range: Range<Int>, _ tensors: Tensors,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Tensors.Failure) -> Result {
    if let name = storedName { return try tensors.withElements(of: name, in: range, body) }
    let elements = UnsafeMutableBufferPointer<Float>.allocate(capacity: range.count)
    defer { elements.deallocate() }
    if let target = elements.baseAddress { try evaluate(range, tensors, to: target) }
    return body(UnsafeBufferPointer(elements))
  }

  /// Whether some elements of the value can be computed without the cost of all the others.
  package func hasParts(_ tensors: some TensorLookup) -> Bool {
    switch self {
    case .tensor: return tensors.hasParts
    case .reshape(let operand, _): return operand.hasParts(tensors)
    case .concatenation(let operands): return operands.allSatisfy { $0.hasParts(tensors) }
    case .arithmetic(_, let a, let b):
      // The second operand is computed anew for each part.
      let size = valueShape(tensors).elementCount
      let again = b.tensorNames.reduce(0) { $0 + tensors.shape(of: $1).elementCount }
      return tensors.hasParts && a.storedName != nil && again <= size / 8
        && a.valueShape(tensors).elementCount == size
    case .constant, .squareRoot, .norm, .sum, .broadcast: return false
    }
  }

  /// The tensor whose elements the value has, in another shape perhaps.
  private var storedName: String? {
    switch self {
    case .tensor(let name): name
    case .reshape(let operand, _): operand.storedName
    case .constant, .squareRoot, .norm, .sum, .arithmetic, .broadcast, .concatenation: nil
    }
  }

  private func valueShape(_ tensors: some TensorLookup) -> Shape {
    guard let shape = shape(of: { tensors.shape(of: $0) }) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    return shape
  }

  /// Writes the elements in `range`, each rounded once.
  private func evaluate<Tensors: TensorLookup>(
    _ range: Range<Int>, _ tensors: Tensors, to target: UnsafeMutablePointer<Float>
  ) throws(Tensors.Failure) {
    switch self {
    case .tensor(let name):
      try tensors.withElements(of: name, in: range) { (elements) in
        guard let source = elements.baseAddress else { return }
        target.update(from: source, count: elements.count)
      }
    case .reshape(let operand, _):
      try operand.evaluate(range, tensors, to: target)
    case .concatenation(let operands):
      var start = 0
      for operand in operands {
        let end = start + operand.valueShape(tensors).elementCount
        let part = range.clamped(to: start..<end)
        if !part.isEmpty {
          try operand.evaluate(
            part.lowerBound - start..<part.upperBound - start, tensors,
            to: target + (part.lowerBound - range.lowerBound))
        }
        start = end
      }
    case .arithmetic(let function, let a, let b):
      // The largest tensors: rounded at once, a piece at a time.
      try Self.combine(.arithmetic(function), a, b, tensors, in: range) { (combination) in
        combination.forEachPiece(in: range) { (values, start, count) in
          store(values, to: target + (start - range.lowerBound), count)
        }
      }
    case .constant, .squareRoot, .norm, .sum, .broadcast:
      let value = try evaluateExactly(tensors)
      value.elements.withUnsafeBufferPointer { (elements) in
        guard let source = elements.baseAddress else { return }
        store(source + range.lowerBound, to: target, range.count)
      }
    }
  }

  /// Calls `body` with a function of two expressions, of whose first operand it may read what elements
  /// in `range` are computed from.
  private static func combine<Tensors: TensorLookup, Result>(
    _ function: Combination.Function, _ a: Self, _ b: Self, _ tensors: Tensors,
    in range: Range<Int>, _ body: (Combination) -> Result
  ) throws(Tensors.Failure) -> Result {
    let b = try b.evaluateExactly(tensors)
    guard let name = a.storedName else {
      let a = try a.evaluateExactly(tensors)
      return body(Combination(function, .value(a), b, a.shape.joined(with: b.shape)))
    }
    let own = a.valueShape(tensors)
    let shape = own.joined(with: b.shape)
    let needed = own.elementCount == shape.elementCount ? range : 0..<own.elementCount
    return try tensors.withElements(of: name, in: needed) { (elements) in
      let a = Combination.Operand.tensor(elements, first: needed.lowerBound, own)
      return body(Combination(function, a, b, shape))
    }
  }

  private func evaluateExactly<Tensors: TensorLookup>(
    _ tensors: Tensors
  ) throws(Tensors.Failure) -> ExactTensor {
    switch self {
    case .tensor(let name):
      let shape = tensors.shape(of: name)
      return try tensors.withElements(of: name, in: 0..<shape.elementCount) { (elements) in
        ExactTensor(shape: shape, elements: elements.map(Double.init))
      }
    case .constant(let value):
      return ExactTensor(shape: Shape(), elements: [value])
    case .squareRoot(let operand):
      var value = try operand.evaluateExactly(tensors)
      for index in value.elements.indices { value.elements[index].formSquareRoot() }
      return value
    case .norm(let operand):
      return try operand.evaluateExactly(tensors).reduced { (elements) in
        elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    case .sum(let operand):
      return try operand.evaluateExactly(tensors).reduced { $0.reduce(0, +) }
    case .arithmetic(let function, let a, let b):
      let count = valueShape(tensors).elementCount
      return try Self.combine(.arithmetic(function), a, b, tensors, in: 0..<count) { $0.value }
    case .reshape(let operand, let shape):
      return ExactTensor(shape: shape, elements: try operand.evaluateExactly(tensors).elements)
    case .broadcast(let operand, let shape):
      let value = try operand.evaluateExactly(tensors)
      return Combination(.first, .value(value), .zero, shape).value
    case .concatenation(let operands):
      var elements: [Double] = []
      for operand in operands { elements += try operand.evaluateExactly(tensors).elements }
      return ExactTensor(shape: valueShape(tensors), elements: elements)
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

/// Writes numbers in single precision.
private func store(
  _ values: UnsafePointer<Double>, to target: UnsafeMutablePointer<Float>, _ count: Int
) {
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

  /// Moves from the first run to the one with this number.
  mutating func move(to number: Int) {
    var rest = number
    for axis in extents.indices.reversed() {
      position[axis] = rest % extents[axis]
      rest /= extents[axis]
      a += position[axis] * aStrides[axis]
      b += position[axis] * bStrides[axis]
    }
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

  /// The shape of an elementwise function of tensors of this shape and another.
  fileprivate func joined(with other: Shape) -> Shape {
    guard let shape = broadcast(with: other) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    return shape
  }

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
