import CNNCompiler
import CNNFiles
import CNNIR
import CNNSource

extension Arguments {

  /// The network that the words name, with the options that all commands take.
  ///
  /// - Throws: `UsageError`, or a `DiagnosticReport` about the network's text.
  func loadGraph(_ reporter: Reporter) throws -> Graph { try loadNetwork(reporter).graph }

  /// The network at `path`, or with an input of other spatial extents, if any are given.
  func loadGraph(
    _ path: String, _ reporter: Reporter, inputShape shape: [Int]? = nil
  ) throws -> Graph {
    try loadNetwork(path, reporter, inputShape: shape).graph
  }

  /// The network that the words name, with what its file says besides.
  ///
  /// - Throws: `UsageError`, or a `DiagnosticReport` about the network's text.
  func loadNetwork(_ reporter: Reporter) throws -> Network {
    try loadNetwork(network, reporter)
  }

  private func loadNetwork(
    _ path: String, _ reporter: Reporter, inputShape shape: [Int]? = nil
  ) throws -> Network {
    var options = CompilerOptions()
    options.network = value("--network")
    options.settings = all("--set")
    options.batch = try integer("--batch")
    options.inputShape = try shape ?? inputShape()
    let network = try Network(contentsOf: path, options: options)
    try reporter.report(network.warnings.set)
    return network
  }

  private func inputShape() throws(UsageError) -> [Int]? {
    guard let text = value("--input-shape") else { return nil }
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    let extents = parts.compactMap { Int($0) }
    guard extents.count == parts.count,
      extents.allSatisfy({ (1...Shape.largestExtent).contains($0) })
    else {
      let range = "each from 1 to \(Shape.largestExtent)"
      throw usageError("--input-shape is extents such as 3x320x320, \(range), not '\(text)'")
    }
    return extents
  }

  /// Writes a result to the file that `-o` names, or to standard output.
  func writeResult(_ text: String) throws(Diagnostic) {
    try Console.write(text.utf8, to: value(Command.Option.outputFile.name) ?? Console.path)
  }

}
