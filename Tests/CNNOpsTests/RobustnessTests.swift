import CNNIR
import CNNOps
import CNNRuntime
import CNNTestSupport
import Testing

/// Ops with any attributes that their schemas admit, over any operands: a fault or a result, never a
/// trap.
struct RobustnessTests {

  /// What the attributes are made for, half of the time.
  private static let plain = TensorType(Shape(2, 4, 6, 5))

  private static let integers = [-1, 0, 1, 2, 3, 4, 5, 8, 65_536, Shape.largestExtent]
  private static let numbers = [
    0, 1, -1, 0.5, 1.3, 2, 1e-5, -0.25, 1e300, 1e-300, .infinity, .nan,
  ]
  private static let words = [
    "same", "same_lower", "valid", "caffe", "channels", "last", "all", "nearest", "nearest-exact",
    "bilinear", "bicubic", "torch", "onnx", "spd", "none", "tanh", "zeros", "constant", "reflect",
    "replicate", "circular", "space",
  ]

  @Test(arguments: OpTable.standard.mnemonics)
  func `any attributes over any shapes`(_ mnemonic: String) throws {
    let type = try #require(OpTable.standard[mnemonic])
    for seed in UInt64(0)..<1_000 {
      var random = SeededRandom(seed: seed)
      var op = random.chance(50) ? type.init() : random.makeOp(type, for: Self.plain)
      for name in type.attributeNames where random.chance(40) {
        try? op.setAttribute(name, to: value(&random))
      }
      check(op, operands(&random), seed)
    }
  }

  /// Small extents, so that attributes fit at times; now and then a large one.
  private func shape(_ random: inout SeededRandom) -> TensorType {
    let rank = random.integer(in: 0...5)
    return TensorType(
      Shape(
        (0..<rank).map { (_) in random.chance(3) ? Shape.largestExtent : random.integer(in: 1...6) }
      ))
  }

  private func operands(_ random: inout SeededRandom) -> [TensorType] {
    let first = shape(&random)
    let count = random.integer(in: 0...3)
    return (0..<count).map { (index) in
      index == 0 || random.chance(70) ? first : shape(&random)
    }.filter(\.shape.isValid)
  }

  private func value(_ random: inout SeededRandom) -> AttributeValue {
    switch random.integer(in: 0...5) {
    case 0: .number(random.element(of: Self.numbers))
    case 1: .boolean(random.chance(50))
    case 2: .string(random.element(of: Self.words))
    case 3: .list((0..<random.integer(in: 0...4)).map { (_) in integer(&random) })
    case 4:
      .list(
        (0..<random.integer(in: 1...3)).map { (_) in .list([integer(&random), integer(&random)]) })
    default: integer(&random)
    }
  }

  private func integer(_ random: inout SeededRandom) -> AttributeValue {
    .integer(random.chance(80) ? random.integer(in: 0...4) : random.element(of: Self.integers))
  }

  /// Asks the op everything and, where that is little work, runs its kernel.
  private func check(_ op: any Op, _ operands: [TensorType], _ seed: UInt64) {
    guard let result = try? op.checkedResultType(for: operands) else { return }
    #expect(!op.weightFormula(for: operands).isEmpty)
    let isIdentity = op.isIdentity(on: operands)
    #expect(!isIdentity || result == operands[0], "\(op) of \(operands)")
    let stored = op.storedTensors(for: operands)
    let sizes = ([result.shape] + operands.map(\.shape) + stored.map(\.shape)).map(\.elementCount)
    guard sizes.allSatisfy({ $0 < 2_000 }),
      (op.multiplyAdds(from: operands, to: result) ?? 0) < 20_000
    else { return }
    let tensors = SeededTensors(seed: seed)
    let inputs = operands.map { tensors.input("x", $0.shape) }
    guard let output = try? op.reference(inputs, stored.map(tensors.tensor)) else {
      Issue.record("\(op) of \(operands) is accepted but not evaluated")
      return
    }
    #expect(output.shape == result.shape)
    // A kernel that stores less than all leaves zeros; an identity stores what it reads.
    if isIdentity { #expect(output == inputs[0], "\(op) of \(operands)") }
  }

}
