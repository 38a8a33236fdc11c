import CNNIR
import CNNPasses
import CNNSource

/// Writes a network as one Swift file that needs nothing but the standard library.
///
/// The file holds a type with the network's name. Each layer is a function over pointers whose
/// bounds are literals; what layers share are kernels, of which the file has those that it needs.
package struct SwiftEmitter {

  /// The text of the file for `graph`, whose values live where `plan` says.
  ///
  /// - Parameter source: the name of the file that the network was made from, for the header.
  /// - Throws: when the graph has an op that has no emission.
  package static func emit(
    _ graph: Graph, plan: MemoryPlan, costs: CostTable, source: String?
  ) throws(Diagnostic) -> String {
    let program = try SwiftProgram(graph, plan, costs, source: source)
    var writer = SwiftWriter()
    program.writeHeader(to: &writer)
    program.writeDocumentation(to: &writer)
    writer.block("public struct \(program.typeName): Sendable") { (writer) in
      program.writeConstants(to: &writer)
      program.writeInitializer(to: &writer)
      program.writeCall(to: &writer)
      program.writeForward(to: &writer)
      program.writeWeightError(to: &writer)
    }
    program.writeLayers(to: &writer)
    program.writeKernels(to: &writer)
    program.writeFolding(to: &writer)
    return writer.text
  }

}
