import CNNIR
import CNNPasses
import CNNTestSupport

/// A text case of one or several passes: a graph and what becomes of it.
struct PassCase {

  let passes: [Pass]
  let graph: Graph

  /// - Throws: when the header names no known pass or the text is no graph.
  init(_ file: GoldenFile) throws {
    let names = (file.directive("pass") ?? "").split(separator: ",").map { (name) in
      name.filter { $0 != " " }
    }
    passes = try names.map { (name) in
      guard let pass = Pass.all.first(where: { $0.name == name }) else {
        throw UnknownPass(name: String(name))
      }
      return pass
    }
    guard !passes.isEmpty else { throw UnknownPass(name: "") }
    graph = try Graph(irText: file.input, name: file.name)
  }

  /// What the passes make of `graph`.
  func run(on graph: Graph) throws -> PassManager {
    var manager = PassManager(graph)
    try manager.run(Pipeline(passes: passes))
    return manager
  }

  /// The text to compare: the graph or that it did not change, then what analyses found out.
  func summary(of manager: PassManager) -> String {
    let isChanged = manager.graph.description != graph.description
    let text = isChanged ? manager.graph.description : "unchanged\n"
    return text + manager.analyses.comments(on: manager.graph)
  }

}

/// A name in a header that is no pass.
struct UnknownPass: Error, CustomStringConvertible {

  let name: String

  var description: String { "there is no pass '\(name)'" }

}
