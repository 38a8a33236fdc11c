import CNNIR
import CNNPasses
import CNNSource
import CNNTestSupport
import Testing

/// Whatever graph a damaged text still describes, the passes find a mistake of the user or none.
struct MutationTests {

  private static let texts = PassCaseTests.files.map(\.input)

  @Test(arguments: UInt64(0)..<1_000)
  func `the passes survive damaged texts`(_ seed: UInt64) throws {
    var mutation = TextMutation(seed: seed)
    let text = mutation.mutated(Self.texts)
    guard let graph = try? Graph(irText: text) else { return }
    var manager = PassManager(graph)
    do {
      try manager.run(.optimization)
    } catch is Diagnostic {
      return
    }
    try manager.graph.checkRoundTrip()
  }

}
