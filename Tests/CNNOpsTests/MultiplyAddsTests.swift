import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Counted multiply-adds against loops that count one by one.
struct MultiplyAddsTests {

  /// The windows along an axis: each starts a stride after the one before, while it fits.
  private func windowCount(_ extent: Int, _ window: Window) -> Int {
    var count = 0
    var start = 0
    while start + window.dilation * (window.kernel - 1) < extent + window.before + window.after {
      count += 1
      start += window.stride
    }
    return count
  }

  /// The products that a convolution takes: one for each output element, tap and channel of its
  /// group, taps in the padding included.
  private func products(_ conv: Conv, _ input: Shape) -> Int {
    let windows = conv.windowAttributes.unchecked(over: TensorType(input))
    let outputs = zip(input.dropFirst(2), windows).map(windowCount).reduce(1, *)
    let taps = windows.map(\.kernel).reduce(1, *)
    var count = 0
    for _ in 0..<input[0] {
      for filter in 0..<conv.filters {
        let group = filter / (conv.filters / conv.groups)
        let channels = (0..<input[1]).filter { $0 / (input[1] / conv.groups) == group }
        for _ in 0..<outputs { count += channels.count * taps }
      }
    }
    return count
  }

  @Test(arguments: UInt64(0)..<300)
  func `of convolutions`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let input = input(&random)
    let conv = random.makeConv(TensorType(input))
    let result = try conv.checkedResultType(for: [TensorType(input)])
    let count = conv.multiplyAdds(from: [TensorType(input)], to: result)
    #expect(count == products(conv, input), "\(conv) of \(input)")
  }

  /// An input for ops of `rank` spatial axes, or of one to three.
  private func input(_ random: inout SeededRandom, rank: Int? = nil) -> Shape {
    let rank = rank ?? random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 5...9) }
    return Shape([random.integer(in: 1...3), random.integer(in: 1...6)] + spatial)
  }

  /// The products that a transposed convolution takes: each input element meets each tap of each
  /// filter of its group, also where the padding cuts the product off.
  private func products(_ conv: ConvTranspose, _ input: Shape) -> Int {
    let taps = conv.kernel.expanded(rank: input.count - 2).reduce(1, *)
    var count = 0
    for _ in 0..<input[0] {
      for channel in 0..<input[1] {
        let group = channel / (input[1] / conv.groups)
        let filters = (0..<conv.filters).filter { $0 / (conv.filters / conv.groups) == group }
        for _ in 0..<input.dropFirst(2).reduce(1, *) { count += filters.count * taps }
      }
    }
    return count
  }

  @Test(arguments: UInt64(0)..<300)
  func `of transposed convolutions`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let input = input(&random)
    let conv = random.makeConvTranspose(TensorType(input))
    let result = try conv.checkedResultType(for: [TensorType(input)])
    let count = conv.multiplyAdds(from: [TensorType(input)], to: result)
    #expect(count == products(conv, input), "\(conv) of \(input)")
  }

  @Test(arguments: UInt64(0)..<100)
  func `of deformable convolutions`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let input = input(&random, rank: 2)
    let conv = random.makeConv(TensorType(input))
    let plain = try conv.checkedResultType(for: [TensorType(input)])
    let taps = conv.kernel[0] * conv.kernel[1]
    let groups = random.element(of: (1...input[1]).filter { input[1] % $0 == 0 })
    let channels = [2 * groups * taps, groups * taps]
    let operands =
      [TensorType(input)]
      + channels.prefix(random.integer(in: 1...2)).map { (count) in
        TensorType(Shape([input[0], count] + plain.spatialExtents))
      }
    let result = try conv.deformable.checkedResultType(for: operands)
    #expect(result == plain)
    #expect(conv.deformable.multiplyAdds(from: operands, to: result) == products(conv, input))
  }

  @Test(arguments: UInt64(0)..<50)
  func `of dense layers`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let shape = Shape((0..<random.integer(in: 2...4)).map { (_) in random.integer(in: 1...6) })
    var linear = Linear()
    linear.features = random.integer(in: 1...9)
    linear.bias = random.chance(50)
    var count = 0
    for _ in 0..<shape.elementCount / shape[shape.count - 1] {
      for _ in 0..<linear.features { for _ in 0..<shape[shape.count - 1] { count += 1 } }
    }
    let result = try linear.checkedResultType(for: [TensorType(shape)])
    #expect(linear.multiplyAdds(from: [TensorType(shape)], to: result) == count)
  }

  @Test func `of other ops there are none`() throws {
    let multiplying: Set = ["conv", "convTranspose", "deformConv", "linear"]
    var checked: Set<String> = []
    for seed in UInt64(0)..<20 {
      var random = SeededRandom(seed: seed)
      let x = TensorType(Shape(2, 4, 4, 4))
      for type in OpTable.standard.types where !multiplying.contains(type.mnemonic) {
        let op = random.makeOp(type, for: x)
        guard let result = try? op.checkedResultType(for: [x]) else { continue }
        #expect(op.multiplyAdds(from: [x], to: result) == 0, "\(op.mnemonic)")
        checked.insert(op.mnemonic)
      }
    }
    #expect(checked.union(multiplying) == Set(OpTable.standard.mnemonics))
  }

}
