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
    #expect(mnemonic.allSatisfy { $0.isLetter })
  }

  @Test(arguments: mnemonics)
  func `an attribute says what it means and what it may be`(_ mnemonic: String) throws {
    for attribute in try type(mnemonic).documentedAttributes {
      #expect(attribute.name.first?.isLowercase == true)
      #expect(!attribute.documentation.isEmpty && !attribute.documentation.hasSuffix("."))
      #expect(!attribute.values.isEmpty)
    }
    let names = try type(mnemonic).attributeNames
    #expect(Set(names).count == names.count)
  }

  /// Values of every kind; each attribute takes some of them.
  private static let candidates: [AttributeValue] = [
    .integer(2), .integer(4), .number(0.25), .number(1e-12), .boolean(true), .boolean(false),
    .string("same"), .string("valid"), .string("channels"), .string("last"),
    .list([.integer(1), .integer(2)]),
    .list([.list([.integer(0), .integer(1)]), .list([.integer(1), .integer(0)])]),
  ]

  /// What an attribute might take: the words of its description, too.
  private func candidates(_ description: String) -> [AttributeValue] {
    let words = description.matches(of: /"([^"]+)"/).map { AttributeValue.string(String($0.1)) }
    return Self.candidates + words
  }

  /// An op with some value for each required attribute.
  private func makeOp(_ type: any Op.Type) throws -> any Op {
    var op = type.init()
    for name in type.requiredAttributes {
      let isSet = Self.candidates.contains { (try? op.setAttribute(name, to: $0)) != nil }
      try #require(isSet, "no candidate for \(name)")
    }
    return op
  }

  @Test(arguments: mnemonics)
  func `attributes come back from text as they were`(_ mnemonic: String) throws {
    let type = try type(mnemonic)
    for attribute in type.documentedAttributes {
      var accepted = 0
      for value in candidates(attribute.values) {
        var op = try makeOp(type)
        let before = op.attributes.map(\.value)
        guard (try? op.setAttribute(attribute.name, to: value)) != nil else { continue }
        if op.attributes.map(\.value) != before { accepted += 1 }
        try checkRoundTrip(op)
      }
      #expect(accepted > 0, "no candidate changes \(attribute.name)")
    }
  }

  /// Checks that `op`, applied to something that it takes, is read as it was printed.
  private func checkRoundTrip(_ op: any Op) throws {
    var graph = Graph(name: "g")
    let x = graph.addInput("x", TensorType(Shape(2, 4, 9, 9)))
    guard let value = try? graph.append(op, [x], name: "op") else { return }
    graph.addOutput(value)
    let again = try Graph(irText: graph.description)
    let node = try #require(again.nodes.first { _ in true })
    #expect(node.op.isEqual(to: op), "\(graph)")
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

  @Test func `the table finds ops by name and nothing else`() {
    #expect(OpTable.standard.types.count == Set(Self.mnemonics).count)
    #expect(OpTable.standard["conv"] == Conv.self)
    #expect(OpTable.standard["Conv"] == nil)
    #expect(OpTable.standard[""] == nil)
  }

}

extension Op {

  fileprivate static var summary: String { schema.summary }

  /// What the schema says of each attribute.
  fileprivate static var documentedAttributes:
    [(name: String, documentation: String, values: String)]
  {
    schema.attributes.map { ($0.name, $0.documentation, $0.valueDescription) }
  }

}
