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
    let rank = random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 5...9) }
    let input = Shape([random.integer(in: 1...3), random.integer(in: 1...6)] + spatial)
    let conv = random.makeConv(TensorType(input))
    let result = try conv.checkedResultType(for: [TensorType(input)])
    let count = conv.multiplyAdds(from: [TensorType(input)], to: result)
    #expect(count == products(conv, input), "\(conv) of \(input)")
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

  @Test func `of ops without weights there are none`() throws {
    let input = TensorType(Shape(2, 3, 4, 4))
    var checked: Set<String> = []
    for op in OpTable.standard.types.map({ $0.init() as any Op }) {
      // An op that takes two operands at least has its own tests.
      guard let result = try? op.checkedResultType(for: [input]),
        !op.parameters(for: [input]).contains(where: { $0.name == "weight" && $0.shape.count > 1 })
      else { continue }
      #expect(op.multiplyAdds(from: [input], to: result) == 0, "\(op.mnemonic)")
      checked.insert(op.mnemonic)
    }
    #expect(checked.isSuperset(of: ["maxPool", "avgPool", "batchNorm", "relu", "add", "softmax"]))
    #expect(checked.isDisjoint(with: ["conv", "linear"]))
  }

}
