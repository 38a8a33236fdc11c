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
      return tensors.hasParts && a.storedName != nil && isCheap(b, tensors)
        && a.valueShape(tensors).elementCount == valueShape(tensors).elementCount
    case .constant, .squareRoot, .norm, .sum, .broadcast: return false
    }
  }

  /// Whether an operand reads few elements, beside those of the value.
  func isCheap(_ operand: Self, _ tensors: some TensorLookup) -> Bool {
    let count = operand.tensorNames.reduce(0) { $0 + tensors.shape(of: $1).elementCount }
    return count <= valueShape(tensors).elementCount / 8
  }

  /// The tensor whose elements the value has, in another shape perhaps.
  package var storedName: String? {
    switch self {
    case .tensor(let name): name
    case .reshape(let operand, _): operand.storedName
    case .constant, .squareRoot, .norm, .sum, .arithmetic, .broadcast, .concatenation: nil
    }
  }

  func valueShape(_ tensors: some TensorLookup) -> Shape {
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
        combination.write(range, to: target)
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

  func evaluateExactly<Tensors: TensorLookup>(
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

extension Shape {

  /// The shape of an elementwise function of tensors of this shape and another.
  fileprivate func joined(with other: Shape) -> Shape {
    guard let shape = broadcast(with: other) else {
      preconditionFailure("the verifier admits only expressions whose shapes go together")
    }
    return shape
  }

}
