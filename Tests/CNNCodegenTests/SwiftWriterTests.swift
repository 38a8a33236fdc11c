import Testing

@testable import CNNCodegen

/// Names, literals and lines.
@Suite struct SwiftWriterTests {

  @Test(arguments: [
    ("0", "layer0"), ("layer1.0.conv1", "layer1_0_conv1"), ("a-b", "a_b"), ("", "layer"),
    ("_", "layer_"), ("ä", "layer_"), ("x²", "x_"), ("plain", "plain"), ("while", "while_"),
  ])
  func namesAreIdentifiers(name: String, identifier: String) {
    var names = SwiftNames()
    #expect(names.add(name, prefix: "layer") == identifier)
  }

  @Test func namesAreGivenOnce() {
    var names = SwiftNames()
    let given = ["a.b", "a-b", "a_b", "a_b_2", "run", "run_"].map { names.add($0, prefix: "layer") }
    #expect(given == ["a_b", "a_b_2", "a_b_3", "a_b_2_2", "run_", "run__2"])
  }

  @Test(arguments: [0, -0.0, 1, 1e-5, 0.1, 1e300, -2.5e-300, .pi, .leastNonzeroMagnitude])
  func numbersRoundTrip(value: Double) throws {
    let text = literal(value)
    #expect(try #require(Double(text)).bitPattern == value.bitPattern)
  }

  @Test func numbersThatAreNotFiniteHaveNames() {
    #expect(literal(Double.infinity) == "Double.infinity")
    #expect(literal(-Double.infinity) == "-Double.infinity")
    #expect(literal(Double.nan) == "Double.nan")
  }

  @Test(arguments: [(0, "0"), (9999, "9999"), (10_000, "10_000"), (1_256_080, "1_256_080")])
  func largeNumbersAreGrouped(value: Int, text: String) {
    #expect(literal(value) == text)
  }

  @Test func stringsAreEscaped() {
    #expect(literal("a\"b\\(c)\n") == "\"a\\\"b\\\\(c)\\u{a}\"")
    #expect(commentText("a\nb\u{2028}c") == "a b c")
  }

  @Test func longListsAreBroken() {
    var writer = SwiftWriter()
    writer.list("call(", ["x", "y"], ")")
    writer.list("call(", Array(repeating: String(repeating: "x", count: 40), count: 3), ")")
    let x = String(repeating: "x", count: 40)
    #expect(writer.text == "call(x, y)\ncall(\n  \(x), \(x),\n  \(x))\n")
  }

  @Test func longHeadsOfFunctionsAreBroken() {
    let long = String(repeating: "x", count: 60)
    var writer = SwiftWriter()
    writer.function("func a", ["b"], returning: ["C"]) { $0.write("d") }
    writer.function("func a", [long, long], throwing: " throws", returning: ["C"]) { _ in }
    writer.function("func a", ["b"], returning: [long, long]) { _ in }
    writer.function("func a", [long, long], returning: [long, long]) { _ in }
    let heads = [
      "func a(b) -> C {\n  d", "func a(\n  \(long),\n  \(long)\n) throws -> C {",
      "func a(b) -> (\n  \(long),\n  \(long)\n) {",
      "func a(\n  \(long),\n  \(long)\n) -> (\n  \(long),\n  \(long)\n) {",
    ]
    #expect(writer.text == heads.map { $0 + "\n}\n" }.joined())
  }

  @Test func documentationIsWrapped() {
    var writer = SwiftWriter(depth: 1)
    writer.documentation(
      "One.", "- Requires: " + Array(repeating: "word", count: 20).joined(separator: " "))
    let lines = writer.text.split(separator: "\n")
    #expect(lines.prefix(2) == ["  /// One.", "  ///"])
    #expect(lines.dropFirst(3).allSatisfy { $0.hasPrefix("  ///   word") })
    #expect(lines.allSatisfy { $0.count <= SwiftWriter.lineLength })
  }

}
