import CNNSource
import CNNTestSupport
import Testing

/// The texts with mistakes or reasons for a warning: what is said about each, to the letter.
struct DiagnosticCaseTests {

  static let cases = ArchCase.all(
    in: TestFolder.named("../../specs/errors").standardizedFileURL, named: "specs/errors/")

  /// What is wrong with each case, by its name; some take seconds to find out.
  static let outcomes = Dictionary(
    uniqueKeysWithValues: cases.map { (archCase) in
      let (graph, diagnostics) = archCase.lower()
      precondition(!diagnostics.elements.isEmpty, "\(archCase) has no mistake")
      precondition((graph == nil) == diagnostics.containsError, "\(archCase) has an odd graph")
      return (archCase.name, diagnostics)
    })

  @Test func `there are cases enough`() {
    #expect(Self.cases.count >= 100)
  }

  @Test(arguments: cases)
  func `says what is wrong`(_ archCase: ArchCase) throws {
    let diagnostics = try #require(Self.outcomes[archCase.name])
    try archCase.expectation("diagnostics").check(DiagnosticRenderer().render(diagnostics))
  }

  @Test(arguments: cases)
  func `words each message as one lower-case phrase`(_ archCase: ArchCase) throws {
    for diagnostic in try #require(Self.outcomes[archCase.name]).elements {
      for message in [diagnostic.message] + diagnostic.notes.map(\.message) {
        #expect(message.last != ".", "\(message)")
        #expect(message.first?.isUppercase != true, "\(message)")
        #expect(!message.contains("\n"), "\(message)")
      }
    }
  }

}
