import CNNIR
import CNNOps

// Compares what ops say that they compute with what their reference kernels execute, over generated
// attributes: prints each difference, then the ops that were compared.

/// A case: an op and its operands with a batch of 1.
struct Case {
  var op: any Op
  var operands: [TensorType]

  /// The operands with another batch.
  func operands(batch: Int) -> [TensorType] {
    operands.map { TensorType(Shape([batch] + $0.shape.dropFirst()), $0.element) }
  }
}

extension Arithmetic {

  /// The counts of two, kind by kind, as `combine` makes them one.
  func combined(_ other: Arithmetic, _ combine: (Int, Int) -> Int) -> Arithmetic {
    Arithmetic(
      multiplications: combine(multiplications, other.multiplications),
      additions: combine(additions, other.additions),
      comparisons: combine(comparisons, other.comparisons),
      divisions: combine(divisions, other.divisions),
      exponentials: combine(exponentials, other.exponentials))
  }

}

extension Case {

  /// What the op says that it computes for a batch.
  func counted(batch: Int) -> (multiplyAdds: Int, arithmetic: Arithmetic)? {
    let operands = operands(batch: batch)
    guard let result = try? op.checkedResultType(for: operands),
      let multiplyAdds = op.multiplyAdds(from: operands, to: result),
      let arithmetic = op.arithmetic(from: operands, to: result)
    else { return nil }
    return (multiplyAdds, arithmetic)
  }

  /// What the reference kernel executes for a batch whose elements are all `value`.
  func executed(batch: Int, _ value: Float) -> Arithmetic {
    let types = operands(batch: batch)
    // The offsets of a deformable convolution are 0, so that every sample lies on an element.
    let views = types.enumerated().map { (index, type) in
      TensorView(type.shape, elements(type.shape, op is DeformConv && index > 0 ? 0 : value))
    }
    let parameters = op.parameters(for: types).map {
      TensorView($0.shape, elements($0.shape, 0.5))
    }
    let result = try! op.checkedResultType(for: types).shape
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: result.elementCount)
    let executed = Arithmetic.executed {
      op.evaluate(views, parameters, into: MutableTensorView(result, memory))
    }
    memory.deallocate()
    for view in views + parameters { view.elements.deallocate() }
    return executed
  }

  private func elements(_ shape: Shape, _ value: Float) -> UnsafeBufferPointer<Float> {
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.elementCount)
    memory.initialize(repeating: value)
    return UnsafeBufferPointer(memory)
  }

  /// What the kernel executes for one more input of a batch, which leaves out what it does once: the
  /// most over elements that take each of its branches.
  func executedPerInput() -> Arithmetic {
    let values: [Float] = [-0.25, 0.25, 40]
    // Constants are made at their first use.
    _ = executed(batch: 1, 0)
    return values.map { executed(batch: 2, $0).combined(executed(batch: 1, $0), -) }
      .reduce(Arithmetic()) { $0.combined($1, max) }
  }

  /// What the op says for one input, as the kernel would execute it. `nil` when its constraints forbid
  /// the case.
  func countedPerInput() -> Arithmetic? {
    guard let one = counted(batch: 1), let two = counted(batch: 2) else { return nil }
    precondition(two.multiplyAdds == 2 * one.multiplyAdds, "\(op): a batch multiplies the MACs")
    var expected = two.arithmetic.combined(one.arithmetic, -)
    expected.multiplications += one.multiplyAdds
    // A kernel starts its sum at the bias, so that there are as many additions as products.
    if one.multiplyAdds > 0 { expected.additions = one.multiplyAdds }
    return expected
  }

  /// The same case without zeros around the input, which count but which kernels skip: the input is
  /// larger instead.
  mutating func movePaddingIntoInput() {
    let x = operands[0]
    func padded(_ windows: [Window]) -> TensorType {
      let extents = zip(x.spatialExtents, windows).map { $0 + $1.before + $1.after }
      return TensorType(Shape(x.shape.prefix(2) + extents), x.element)
    }
    switch op {
    case var conv as Conv where conv.mode == .zeros:
      operands[0] = padded(conv.windowAttributes.unchecked(over: x))
      conv.padding = 0
      op = conv
    case var conv as DeformConv:
      operands[0] = padded(conv.windowAttributes.unchecked(over: x))
      conv.padding = 0
      op = conv
    case var conv as ConvTranspose:
      // Its padding cuts off products that count.
      conv.padding = 0
      op = conv
    case var pool as MaxPool:
      operands[0] = padded(pool.windowAttributes.unchecked(over: x))
      (pool.padding, pool.rounding) = (0, .floor)
      op = pool
    case var pool as AveragePool:
      operands[0] = padded(pool.windowAttributes.unchecked(over: x))
      (pool.padding, pool.rounding) = (0, .floor)
      op = pool
    case var pool as LpPool:
      pool.rounding = .floor
      op = pool
    default: break
    }
  }

  /// The further operands that an op of several takes.
  mutating func addOperands(_ random: inout SeededRandom) {
    if let conv = op as? DeformConv {
      var plain = Conv()
      (plain.filters, plain.kernel, plain.stride) = (conv.filters, conv.kernel, conv.stride)
      (plain.dilation, plain.groups) = (conv.dilation, conv.groups)
      guard let result = try? plain.checkedResultType(for: operands) else { return }
      let taps = conv.kernel[0] * conv.kernel[1]
      for channels in [2 * taps, taps].prefix(random.integer(in: 1...2)) {
        operands.append(TensorType(Shape([1, channels] + result.spatialExtents)))
      }
    } else if type(of: op).allows(operandCount: 2) {
      for _ in 0..<random.integer(in: 0...2) { operands.append(operands[0]) }
    }
  }
}

var compared: [String: Int] = [:]
for (number, type) in OpTable.standard.types.enumerated() {
  var random = SeededRandom(seed: UInt64(number))
  for _ in 0..<60 {
    let rank = type is DeformConv.Type ? 2 : random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 3...6) }
    let x = TensorType(Shape([1, random.integer(in: 1...4)] + spatial))
    var example = Case(op: random.makeOp(type, for: x), operands: [x])
    example.movePaddingIntoInput()
    example.addOperands(&random)
    guard let counted = example.countedPerInput() else { continue }
    var executed = example.executedPerInput()
    if type is DeformConv.Type {
      // Its positions are computed with too, and they do not count.
      (executed.additions, executed.comparisons) = (counted.additions, counted.comparisons)
    }
    if counted != executed {
      print(
        "\(example.op) of \(example.operands) counts \(counted.phrase), executes \(executed.phrase)"
      )
    }
    compared[type.mnemonic, default: 0] += 1
  }
}
print("compared: " + compared.filter { $0.value >= 10 }.keys.sorted().joined(separator: " "))
