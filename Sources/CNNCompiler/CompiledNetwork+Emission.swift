import CNNCodegen
import CNNSource
import Foundation

extension CompiledNetwork {

  /// The network as one Swift file without dependencies.
  ///
  /// - Parameter path: the file that the network came from; its name goes into the header.
  /// - Throws: a `Diagnostic` when an op cannot be emitted.
  package func swiftSource(madeFrom path: String) throws(Diagnostic) -> String {
    let source = path == "-" ? nil : URL(fileURLWithPath: path).lastPathComponent
    return try SwiftEmitter.emit(graph, plan: memoryPlan, costs: costs, source: source)
  }

}
