import CNNIR
import CNNSource

/// Writes a network as one Swift file that needs nothing but the standard library.
///
/// The file holds a type with the network's name. It does the steps of the plan that the runtime has
/// too: each layer is a function over memory with literal offsets and bounds; what layers share are
/// kernels, of which the file has those that it needs.
package struct SwiftEmitter {

  /// The source for `graph`.
  ///
  /// - Requires: for Embedded Swift, the tensors that the graph uses.
  /// - Throws: when the graph has an op that has no emission, or a weight cannot be stored as wanted.
  package static func emit(
    _ graph: Graph, costs: CostTable, _ options: EmissionOptions
  ) throws(Diagnostic) -> EmittedSource {
    let program = try SwiftProgram(graph, costs, options)
    var head = SwiftWriter()
    program.writeHeader(to: &head)
    var writer = SwiftWriter(access: options.access)
    program.writeDocumentation(to: &writer)
    if program.isEmbedded {
      writer.block("public enum \(program.typeName)") { program.writeFunctions(to: &$0) }
    } else {
      writer.block("public struct \(program.typeName): Sendable") { program.writeMembers(to: &$0) }
    }
    program.writeLayers(to: &writer)
    program.writeKernels(to: &writer)
    program.writeFolding(to: &writer)
    program.writeParameters(to: &writer)
    var file: WeightsFile?
    if case .file(let values) = program.weights { file = WeightsFile(values) }
    return EmittedSource(head: head.text, body: writer.text, weights: file)
  }

}
