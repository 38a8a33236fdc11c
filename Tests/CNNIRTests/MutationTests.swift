import CNNIR
import CNNOps
import CNNSource
import CNNTestSupport
import Testing

/// Damaged texts: the reader gives a sound graph or says what is wrong, and never traps.
struct MutationTests {

  private static let texts =
    ReaderDiagnosticTests.files.map(\.input)
    + (UInt64(0)..<20).map { GraphGenerator.graph(seed: $0).description }

  /// Reads a damaged text and renders what the reader says.
  private func check(_ bytes: [UInt8]) throws {
    let source = SourceFile(name: "mutated.ir", text: bytes)
    let (graph, diagnostics) = GraphReader.read(source, .standard)
    #expect((graph == nil) == diagnostics.containsError)
    let rendered = DiagnosticRenderer().render(diagnostics)
    #expect(rendered.isEmpty == diagnostics.elements.isEmpty)
    guard let graph else { return }
    try graph.verify()
    try graph.checkRoundTrip()
  }

  @Test(arguments: UInt64(0)..<2_000)
  func `a damaged text`(_ seed: UInt64) throws {
    var mutation = TextMutation(seed: seed)
    try check(mutation.mutatedBytes(Self.texts))
  }

  @Test func `every start of a text`() throws {
    let bytes = Array(GraphGenerator.graph(seed: 3).description.utf8)
    for count in 0..<bytes.count { try check(Array(bytes[..<count])) }
  }

  @Test(
    arguments: [
      [0xFF, 0x80, 0x80], [0x80], [0xC3, 0xA9, 0xA9], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0x00],
    ] as [[UInt8]])
  func `bytes that are no UTF-8`(_ bytes: [UInt8]) throws {
    let text = Array("graph g(%x: f32[1]) {\n  ".utf8) + bytes + Array("\n  return %x\n}\n".utf8)
    try check(text)
    try check(bytes)
  }

}
