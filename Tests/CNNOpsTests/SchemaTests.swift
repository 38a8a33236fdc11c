import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// The declarations of the ops, all of them.
struct SchemaTests {

  static let mnemonics = OpTable.standard.mnemonics

  private func type(_ mnemonic: String) throws -> any Op.Type {
    try #require(OpTable.standard[mnemonic])
  }

  @Test(arguments: mnemonics)
  func `an op says what it computes`(_ mnemonic: String) throws {
    let summary = try type(mnemonic).summary
    #expect(summary.first?.isUppercase == true)
    #expect(summary.hasSuffix("."))
    #expect(mnemonic.first?.isLowercase == true)
    #expect(mnemonic.allSatisfy { $0.isLetter || $0.isNumber })
  }

  @Test(arguments: mnemonics)
  func `an attribute says what it means and what it may be`(_ mnemonic: String) throws {
    for attribute in try type(mnemonic).attributeSummaries {
      #expect(attribute.name.first?.isLowercase == true)
      #expect(!attribute.documentation.isEmpty && !attribute.documentation.hasSuffix("."))
      #expect(!attribute.values.isEmpty)
    }
    let names = try type(mnemonic).attributeNames
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: mnemonics)
  func `a plain op has no attributes but the required ones`(_ mnemonic: String) throws {
    let type = try type(mnemonic)
    #expect(type.init().attributes.map(\.name) == type.requiredAttributes)
  }

  @Test(arguments: mnemonics)
  func `an op takes an operand, and none is too few`(_ mnemonic: String) throws {
    let type = try type(mnemonic)
    let allowed = (0...3).map { type.allows(operandCount: $0) }
    #expect(allowed[0] == false && allowed.contains(true))
    let fault = #expect(throws: OpFault.self) { try type.init().checkedResultType(for: []) }
    #expect(fault?.constraint == "operand-count")
  }

  @Test func `what others call an op is no op's name, and one op's alone`() {
    let synonyms = OpTable.standard.types.flatMap { $0.synonyms.map { $0.lowercased() } }
    #expect(Set(synonyms).count == synonyms.count)
    #expect(Set(synonyms).isDisjoint(with: Self.mnemonics.map { $0.lowercased() }))
  }

  @Test(
    arguments: [
      ("Conv2d", "conv"), ("pixel_shuffle", "depthToSpace"), ("PIXELUNSHUFFLE", "spaceToDepth"),
      ("swish", "silu"), ("conv", nil), ("", nil),
    ] as [(String, String?)])
  func `the table knows what others call an op`(_ name: String, _ mnemonic: String?) {
    #expect(OpTable.standard.mnemonic(forSynonym: name) == mnemonic)
  }

  @Test func `the table finds ops by name and nothing else`() {
    #expect(OpTable.standard.types.count == Set(Self.mnemonics).count)
    #expect(OpTable.standard["conv"] == Conv.self)
    #expect(OpTable.standard["Conv"] == nil)
    #expect(OpTable.standard[""] == nil)
  }

}

/// What the schema says of an attribute.
struct AttributeSummary {
  let name: String
  let documentation: String
  let values: String
}

extension Op {

  fileprivate static var summary: String { schema.summary }

  /// What the schema says of each attribute.
  static var attributeSummaries: [AttributeSummary] {
    schema.attributes.map {
      AttributeSummary(
        name: $0.name, documentation: $0.documentation, values: $0.valueDescription)
    }
  }

}
