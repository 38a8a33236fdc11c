import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Every case of `ops.json` against the reference kernels.
struct OpFixtureTests {

  @Test func `every attribute of every op has a case`() {
    for type in OpTable.standard.types {
      let given = Set(OpCase.all.filter { $0.op == type.mnemonic }.flatMap(\.attributes.keys))
      #expect(Set(type.attributeNames).subtracting(given) == [], "\(type.mnemonic)")
    }
  }

  @Test func `every op has a dozen cases`() {
    let counts = Dictionary(OpCase.all.map { ($0.op, 1) }, uniquingKeysWith: +)
    for mnemonic in OpTable.standard.mnemonics {
      #expect(counts[mnemonic, default: 0] >= 12, "\(mnemonic)")
    }
  }

  @Test(arguments: OpCase.all)
  func `shapes and values are PyTorch's`(_ opCase: OpCase) throws {
    let op = try opCase.makeOp(.standard)
    let result = try op.reference(opCase.inputTensors, opCase.parameterTensors())
    #expect(result.shape == opCase.expected.shape)
    try result.check(equals: opCase.expected, within: 1e-6, opCase.name)
  }

  /// Ops whose zeros have the signs that PyTorch's instructions happen to give: which of two zeros is
  /// the larger, and whether a norm without a bias adds 0.
  private static let opsWithAnyZeros: Set = [
    "max", "min", "layerNorm", "groupNorm", "instanceNorm",
  ]

  @Test(arguments: OpCase.all.filter { !opsWithAnyZeros.contains($0.op) })
  func `zeros have PyTorch's signs`(_ opCase: OpCase) throws {
    let op = try opCase.makeOp(.standard)
    let result = try op.reference(opCase.inputTensors, opCase.parameterTensors())
    try result.check(zerosEqual: opCase.expected, opCase.name)
  }

  @Test(arguments: OpCase.all)
  func `parameters have PyTorch's names, shapes and order`(_ opCase: OpCase) throws {
    let op = try opCase.makeOp(.standard)
    let stored = op.storedTensors(for: opCase.inputs.map { TensorType(Shape($0.shape)) })
    #expect(stored.map(\.name) == opCase.parameters.map(\.name))
    #expect(stored.map(\.shape.extents) == opCase.parameters.map(\.shape))
    #expect(stored.map(\.role.rawValue) == opCase.parameters.map(\.role))
  }

}
