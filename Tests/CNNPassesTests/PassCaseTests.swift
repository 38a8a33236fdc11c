import CNNIR
import CNNPasses
import CNNTestSupport
import Testing

/// The text cases of the passes, and what must hold for each whatever it shows.
struct PassCaseTests {

  static let files = GoldenFile.all(in: "Cases")

  @Test func `there are cases of every pass`() {
    let covered = Set(Self.files.flatMap { (try? PassCase($0).passes.map(\.name)) ?? [] })
    #expect(covered == Set(Pass.all.map(\.name)))
    #expect(Self.files.count >= 40)
  }

  @Test(arguments: files)
  func `becomes what the case expects`(_ file: GoldenFile) throws {
    let passCase = try PassCase(file)
    try file.check(passCase.summary(of: passCase.run(on: passCase.graph)))
  }

  @Test(arguments: files)
  func `prints, reads and prints the same`(_ file: GoldenFile) throws {
    let passCase = try PassCase(file)
    try passCase.graph.checkRoundTrip()
    try passCase.run(on: passCase.graph).graph.checkRoundTrip()
  }

  @Test(arguments: files)
  func `does nothing the second time`(_ file: GoldenFile) throws {
    let passCase = try PassCase(file)
    let once = try passCase.run(on: passCase.graph).graph
    #expect(try passCase.run(on: once).graph.description == once.description)
  }

  @Test(arguments: files)
  func `leaves the outputs as they are`(_ file: GoldenFile) throws {
    let passCase = try PassCase(file)
    let result = try passCase.run(on: passCase.graph).graph
    let expected = passCase.graph.referenceOutputs()
    try check(result.referenceOutputs(), equal: expected, within: 1e-5, "reference after")
    try check(passCase.graph.programOutputs(), equal: expected, within: 1e-5, "program before")
    try check(result.programOutputs(), equal: expected, within: 1e-5, "program after")
  }

  @Test(arguments: files)
  func `keeps names and types of inputs and outputs`(_ file: GoldenFile) throws {
    let passCase = try PassCase(file)
    let result = try passCase.run(on: passCase.graph).graph
    #expect(result.inputs.map(\.name) == passCase.graph.inputs.map(\.name))
    #expect(result.outputs.map(\.name) == passCase.graph.outputs.map(\.name))
    #expect(result.outputTypes == passCase.graph.outputTypes)
  }

}

extension Graph {
  fileprivate var outputTypes: [TensorType] { outputs.map { type(of: $0.value) } }
}
