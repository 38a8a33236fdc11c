import CNNIR
import CNNSource

extension SwiftProgram {

  /// Writes `callAsFunction`, which returns arrays.
  func writeCall(to writer: inout SwiftWriter) {
    writer.blank()
    let requirement = inputs.map {
      "\(grouped($0.shape.elementCount)) elements of `\($0.name)`"
    }
    writer.documentation(
      "Runs the network.", "- Requires: \(requirement.joined(separator: ", ")).")
    let parameters = inputs.map { "\(label($0, of: inputs, "_ ")): [Float]" }
    let results = outputs.map { outputs.count == 1 ? "[Float]" : "\($0.name): [Float]" }
    writer.function("public func callAsFunction", parameters, returning: results) { (writer) in
      for port in outputs {
        let count = literal(port.shape.elementCount)
        writer.write("var \(port.name) = [Float](repeating: 0, count: \(count))")
      }
      writer.write("var arena = [Float](repeating: 0, count: Self.arenaSize)")
      for port in outputs {
        writer.write("var \(port.spanName) = \(port.name).mutableSpan")
      }
      writer.write("var arenaSpan = arena.mutableSpan")
      let arguments =
        inputs.map { (inputs.count == 1 ? "" : "\($0.name): ") + "\($0.name).span" }
        + outputs.map { (outputs.count == 1 ? "into" : $0.name) + ": &\($0.spanName)" }
      writer.list("forward(", arguments + ["arena: &arenaSpan"], ")")
      let isTuple = outputs.count > 1
      writer.list(isTuple ? "return (" : "return ", outputs.map(\.name), isTuple ? ")" : "")
    }
  }

  /// Writes `forward`, which works in the caller's memory.
  func writeForward(to writer: inout SwiftWriter) {
    writer.blank()
    let decoded = takesParameters ? ", and the parameters that `decodeParameters` writes" : ""
    writer.documentation(
      "Runs the network in memory of the caller and allocates none.",
      "- Requires: spans of exactly the inputs' and outputs' element counts, and an arena of at "
        + "least `arenaSize` elements, whose contents do not matter\(decoded).")
    let parameters =
      inputs.map { "\(label($0, of: inputs, "_ ")): Span<Float>" }
      + outputs.map { "\(label($0, of: outputs, "into ")): inout MutableSpan<Float>" }
      + ["arena: inout MutableSpan<Float>"]
      + (takesParameters ? ["parameters: Span<Float>"] : [])
    let head = isEmbedded ? "public static func forward" : "public func forward"
    writer.function(head, parameters) { (writer) in
      for port in inputs + outputs {
        let count = port.shape.elementCount
        writer.list(
          "precondition(",
          [
            "\(port.name).count == \(literal(count))",
            "\"\(port.name) must have \(grouped(count)) elements\"",
          ], ")")
      }
      writer.write("precondition(arena.count >= Self.arenaSize, \"the arena is too small\")")
      if takesParameters {
        writer.write(
          "precondition(parameters.count >= Self.parametersSize, \"parameters are missing\")")
      }
      writePointers(memories: pointers, arguments: [], to: &writer)
    }
  }

  /// Whether the caller has the memory of the parameters.
  private var takesParameters: Bool { isEmbedded && parameters.count > 0 }

  /// The memory that `run` takes, with the functions that give pointers to it.
  private var pointers: [(name: String, access: String)] {
    inputs.map { ($0.name, "withUnsafeBufferPointer") }
      + outputs.map { ($0.name, "withUnsafeMutableBufferPointer") }
      + [("arena", "withUnsafeMutableBufferPointer")]
      + (takesParameters ? [("parameters", "withUnsafeBufferPointer")] : [])
      + (parameters.count > 0 && !isEmbedded ? [("parameters", "withPointer")] : [])
  }

  /// Writes the nested accesses to `memories` and, inside, the call of `run`.
  private func writePointers(
    memories: [(name: String, access: String)], arguments: [String], to writer: inout SwiftWriter
  ) {
    guard let (name, access) = memories.first else {
      return writer.list("Self.run(", arguments, ")")
    }
    writer.write("\(name).\(access) { (\(name)) in")
    writer.indent()
    let pointer = access == "withPointer" ? name : "\(name).baseAddress!"
    let place = name == "arena" ? "Self.aligned(\(pointer))" : pointer
    writePointers(
      memories: Array(memories.dropFirst()), arguments: arguments + ["\(name): \(place)"],
      to: &writer)
    writer.dedent()
    writer.write("}")
  }

  private func label(_ port: Port, of ports: [Port], _ label: String) -> String {
    ports.count == 1 ? label + port.name : port.name
  }

}
