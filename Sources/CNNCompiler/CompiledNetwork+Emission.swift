import CNNCodegen
import CNNRuntime
import CNNSource

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension CompiledNetwork {

  /// The network as one Swift file without dependencies, and the weights that do not stand in it.
  ///
  /// - Parameter path: the file that the network came from; its name goes into the header.
  /// - Throws: a `Diagnostic` when an op cannot be emitted, a weight not be stored as wanted, or the
  ///   network needs more memory than a process can address.
  package func swiftSource(
    madeFrom path: String, _ options: EmissionOptions = EmissionOptions()
  ) throws(Diagnostic) -> EmittedSource {
    try MemoryDemand(of: graph, memoryPlan).checkForSource()
    var options = options
    options.source = path == "-" ? nil : URL(fileURLWithPath: path).lastPathComponent
    return try SwiftEmitter.emit(graph, costs: costs, options)
  }

}
