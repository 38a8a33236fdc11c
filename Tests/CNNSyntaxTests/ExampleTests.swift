import Testing

/// The examples of the language's description and the repository's networks.
struct ExampleTests {

  @Test(arguments: Example.all)
  func `an example has no errors and is canonical`(text: String) {
    #expect(parsed(text).errors == "")
    #expect(formatted(text) == text)
  }

  @Test(arguments: SpecFiles.all.map(\.text))
  func `a network of the repository has no errors and formats to the same tree`(text: String) {
    let result = formatted(text)
    #expect(parsed(text).errors == "")
    #expect(parsed(result).tree == parsed(text).tree)
    #expect(formatted(result) == result)
  }

  @Test func `there are networks in the repository`() {
    #expect(!SpecFiles.all.isEmpty)
  }

}
