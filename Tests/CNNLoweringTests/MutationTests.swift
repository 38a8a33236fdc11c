import CNNIR
import CNNLowering
import CNNOps
import CNNSource
import CNNTestSupport
import Testing

/// Whatever a damaged text still says, it becomes a sound graph or mistakes that can be shown.
struct MutationTests {

  private static let texts: [[UInt8]] = {
    let specs = TestFolder.named("../../specs").standardizedFileURL
    // A case that runs to the limit of steps would do so again and again.
    let cases = LanguageCaseTests.cases + ArchCase.all(in: specs)
    let mistakes = DiagnosticCaseTests.cases.filter { !$0.name.hasPrefix("too-many") }
    return (cases + mistakes).map(\.file.text)
  }()

  @Test(arguments: 0..<30)
  func `lowering survives damaged texts`(_ batch: Int) throws {
    for index in 0..<100 {
      let seed = batch * 100 + index
      var mutation = ArchMutation(seed: UInt64(seed))
      let file = SourceFile(name: "seed-\(seed)", text: mutation.mutated(Self.texts))
      let (graph, diagnostics) = lower(file, .standard, LoweringOptions(), loader: ArchLibrary.load)
      #expect((graph == nil) == diagnostics.containsError)
      _ = DiagnosticRenderer().render(diagnostics)
      // A text may ask for many layers; that large graphs read back is shown elsewhere.
      if let graph, graph.nodeCount < 1_000 { try graph.checkRoundTrip() }
    }
  }

}
