import CNNCompiler
import CNNSource
import Testing

/// The explanations of diagnostics: that none is missing, and that they are true.
struct ExplanationTests {

  @Test func everyCodeHasAnExplanation() throws {
    let codes = try SourceCodes.all()
    #expect(codes.count > 150, "the codes are no longer found in the sources")
    let missing = codes.subtracting(Explanation.all.map(\.code))
    #expect(missing.isEmpty, "no explanation of \(missing.sorted())")
  }

  @Test func everyExplanationHasACode() throws {
    let stale = Set(Explanation.all.map(\.code)).subtracting(try SourceCodes.all())
    #expect(stale.isEmpty, "no source makes \(stale.sorted())")
  }

  /// A new helper that names constraints needs a line in `SourceCodes`.
  @Test func computedLabelsAreKnown() throws {
    #expect(
      try SourceCodes.computedLabels() == [
        "Window.swift:c0", "Window.swift:c1", "Pooling.swift:c2", "Pooling.swift:c3",
        "GroupNorm.swift:c1", "Groups.swift:c2", "Groups.swift:c3", "Arithmetic.swift:c1",
      ])
  }

  @Test func codesAreExplainedOnce() {
    #expect(Set(Explanation.all.map(\.code)).count == Explanation.all.count)
  }

  @Test(arguments: Explanation.all.map(\.code))
  func isAShortParagraph(code: String) throws {
    let explanation = try Explanation.find(code)
    for line in explanation.text.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
    #expect(explanation.text.hasSuffix("."))
    let sentences = explanation.sentence.matches(of: /[.?](?= |$)/).count
    #expect((1...4).contains(sentences), "\(sentences) sentences")
    #expect(explanation.description.hasPrefix("\(code)\n\n  "))
    #expect(explanation.description.hasSuffix("\n"))
  }

  @Test(arguments: Explanation.all.filter { $0.example != nil }.map(\.code))
  func exampleBreaksTheRuleAndItsRepairDoesNot(code: String) throws {
    let example = try #require(try Explanation.find(code).example)
    let wrong = Self.load(example.wrong)
    #expect(wrong.elements.map(\.code).contains(code), "\(wrong.elements.map(\.message))")
    let right = Self.load(example.right)
    #expect(right.elements.isEmpty, "\(right.elements.map(\.message))")
  }

  /// What is wrong with a text, or with statements in a network that has an input.
  private static func load(_ text: String) -> DiagnosticSet {
    let network = "network Example(classes = 10) {\ninput(3, 32, 32)\n\(text)\n}\n"
    let file = SourceFile(
      name: "test.arch", text: text.contains("network ") ? text : network)
    return NetworkLoader.load(file, CompilerOptions()).diagnostics
  }

  @Test func anOpIsExplainedByItsConstraints() throws {
    let text = try Explanation.description(of: "conv")
    let codes = Explanation.all.map(\.code).filter { $0.hasPrefix("conv.c") }
    #expect(codes.count > 2)
    #expect(text.matches(of: /(?m)^\S+$/).map { String($0.0) } == codes)
    #expect(try Explanation.description(of: "conv.c2") == Explanation.find("conv.c2").description)
    #expect(throws: Diagnostic.self) { try Explanation.description(of: "con") }
  }

  @Test func unknownCodeGetsAHint() {
    #expect(Explanation.of("unknown-nam") == nil)
    let error = #expect(throws: Diagnostic.self) { try Explanation.find("unknown-nam") }
    #expect(error?.code == "unknown-code")
    #expect(error?.message.hasSuffix("did you mean 'unknown-name'?") == true)
    let lost = #expect(throws: Diagnostic.self) { try Explanation.find("xyz") }
    #expect(lost?.message == "no diagnostic has the code 'xyz'")
  }

}
