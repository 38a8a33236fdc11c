import CNNCompiler
import CNNIR
import CNNSource
import Foundation

/// The networks in `specs/`.
enum Specs {

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("specs")

  static func path(_ name: String) -> String {
    folder.appendingPathComponent(name + ".arch").path
  }

  /// - Throws: the diagnostics of the text.
  static func graph(_ name: String, _ options: CompilerOptions = CompilerOptions()) throws -> Graph
  {
    let (graph, diagnostics) = NetworkLoader.load(path(name), options)
    guard let graph else { throw diagnostics }
    return graph
  }

  /// The graph of a text.
  static func graph(text: String, _ options: CompilerOptions = CompilerOptions()) throws -> Graph {
    let file = SourceFile(name: "test.arch", text: text)
    let (graph, diagnostics) = NetworkLoader.load(file, options)
    guard let graph else { throw diagnostics }
    return graph
  }

}
