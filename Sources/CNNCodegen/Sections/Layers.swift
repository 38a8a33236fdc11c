import CNNIR
import CNNPlanning

extension SwiftProgram {

  /// Writes `run`, which calls the layers in order, and the layers.
  func writeLayers(to writer: inout SwiftWriter) {
    writer.blank()
    writer.write("// MARK: - Layers")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      writeRun(to: &writer)
      for function in functions {
        writer.blank()
        write(function, to: &writer)
      }
      writer.blank()
      writer.write(Self.alignment)
      writer.blank()
    }
  }

  private static let constant = "UnsafePointer<Float>"
  private static let mutable = "UnsafeMutablePointer<Float>"

  private func writeRun(to writer: inout SwiftWriter) {
    writer.documentation("Calls the layers in order.")
    let pointers =
      inputs.map { "\($0.name): \(Self.constant)" }
      + outputs.map { "\($0.name): \(Self.mutable)" } + ["arena: \(Self.mutable)"]
      + (parameters.count > 0 ? ["parameters: \(Self.constant)"] : [])
    writer.function("private static func run", pointers) { (writer) in
      for function in functions {
        writer.list("Self.\(function.name)(", arguments(of: function), ")")
      }
      for (output, source) in zip(outputs, plan.outputs) {
        let count = literal(output.shape.elementCount)
        writer.write("\(output.name).update(from: \(pointer(to: source)), count: \(count))")
      }
    }
  }

  private func pointer(to source: Source) -> String {
    switch source {
    case .arena(let place):
      place.origin == 0 ? "arena" : "arena + \(literal(place.origin))"
    case .input(let index, _): inputs[index].name
    }
  }

  /// The memory that a function takes.
  private func arguments(of function: Function) -> [String] {
    inputs.map(\.name).filter(function.body.inputs.contains) + ["arena"]
      + (function.body.readsParameters ? ["parameters"] : [])
  }

  private func write(_ function: Function, to writer: inout SwiftWriter) {
    for summary in function.summaries { writer.documentation(summary) }
    let memory = arguments(of: function).map {
      "_ \($0): \($0 == "arena" ? Self.mutable : Self.constant)"
    }
    writer.function("private static func \(function.name)", memory) { (writer) in
      writer.append(function.body.text)
    }
  }

  private static let alignment = """
    /// The first address from `memory` on that begins a cache line.
    private static func aligned(
      _ memory: UnsafeMutablePointer<Float>
    ) -> UnsafeMutablePointer<Float> {
      UnsafeMutableRawPointer(memory).alignedUp(toMultipleOf: 64)
        .assumingMemoryBound(to: Float.self)
    }
    """

  /// Writes the kernels that the layers call, and those that these call.
  func writeKernels(to writer: inout SwiftWriter) {
    var set = KernelSet()
    for kernel in functions.flatMap(\.body.kernels) { set.insert(kernel) }
    if set.kernels.isEmpty { return }
    writer.blank()
    writer.write("// MARK: - Kernels")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      writer.documentation("What the layers share.")
      writer.block("private enum Kernels") { (writer) in
        for kernel in set.kernels {
          writer.blank()
          writer.write(kernel.text(for: typeName))
        }
        writer.blank()
      }
      writer.blank()
    }
    for global in set.kernels.compactMap({ $0.global(for: typeName) }) {
      writer.blank()
      writer.write(global)
    }
  }

}
