import CNNIR
import CNNSource

extension SwiftProgram {

  /// Writes the comment at the head of the file.
  func writeHeader(to writer: inout SwiftWriter) {
    let origin = source.map { " from \(commentText($0))" } ?? ""
    writer.write("// Made by cnnc\(origin). Changes are lost when it is made again.")
    writer.write("// It needs \(library). Compile it with Swift 6.2")
    let mode = isEmbedded ? "; Embedded Swift will do" : ""
    writer.write("// or newer, and with optimisation (-O)\(mode).")
    if let option = target.compilerOption {
      writer.write("//")
      writer.write("// Its vectors are those of \(target.rawValue). It needs the compiler's option")
      writer.write("// \(option), without which it is very slow.")
    } else if target == .arm64 {
      writer.write("//")
      writer.write("// It is for arm64; on other processors it is very slow.")
    }
    writer.blank()
    if case .file = weights { writer.write(Self.imports) }
  }

  private var library: String {
    if case .file = weights {
      "the standard library and the system's C library"
    } else {
      "nothing but the standard library"
    }
  }

  /// Writes what a caller sees of the type.
  func writeMembers(to writer: inout SwiftWriter) {
    writeConstants(to: &writer)
    if case .tensors = weights { writeWeightShapes(to: &writer) }
    writeProperty(to: &writer)
    writeInitializers(to: &writer)
    writeCall(to: &writer)
    writeForward(to: &writer)
    writer.blank()
  }

  /// The call of the initialiser in the example.
  private var initialization: String {
    switch weights {
    case .none, .embedded: "\(typeName)()"
    case .tensors: "try \(typeName)(weights: tensors)"
    case .file: "try \(typeName)(weightsAt: path)"
    }
  }

  /// Writes the documentation of the type.
  func writeDocumentation(to writer: inout SwiftWriter) {
    let shapes = { (ports: [Port]) in ports.map(\.shape.description).joined(separator: ", ") }
    writer.documentation("The network `\(graph.name)`: \(shapes(inputs)) to \(shapes(outputs)).")
    writer.write("///")
    let total = costs.total
    writer.documentation(
      "It has \(grouped(total.parameters)) parameters and takes "
        + "\(grouped(total.multiplyAdds)) multiply-adds a run. Tensors are row-major in "
        + "the order of batch, channels and spatial axes.")
    if isEmbedded { return }
    writer.write("///")
    let tensors =
      inputs.count == 1
      ? inputs[0].name
      : inputs.map { "\($0.name): \($0.name)" }
        .joined(separator: ", ")
    let results = outputs.count == 1 ? outputs[0].name : "outputs"
    writer.write("/// ```swift")
    writer.write("/// let network = \(initialization)")
    writer.write("/// let \(results) = network(\(tensors))")
    writer.write("/// ```")
  }

  /// Writes the shapes, counts and names that a caller may want to know.
  func writeConstants(to writer: inout SwiftWriter) {
    for (ports, kind) in [(inputs, "input"), (outputs, "output")] {
      for port in ports {
        let name = ports.count == 1 ? "the \(kind)" : "the \(kind) `\(port.name)`"
        writer.blank()
        writer.documentation("The extents of \(name), batch first.")
        // An array would need memory.
        let extents = port.shape.map(String.init).joined(separator: ", ")
        let value = isEmbedded ? " = (\(extents))" : ": [Int] = [\(extents)]"
        writer.write("public static let \(port.shapeName)\(value)")
      }
    }
    writer.blank()
    writer.documentation("The number of trained numbers in the weights.")
    writer.write("public static let parameterCount = \(literal(costs.total.parameters))")
    writer.blank()
    writer.documentation("The number of elements that `forward` needs for values between layers.")
    writer.write("public static let arenaSize = \(literal(arenaSize))")
  }

  private func writeWeightShapes(to writer: inout SwiftWriter) {
    writer.blank()
    writer.documentation("The tensors that `init(weights:)` wants: names and shapes.")
    let head = "public static let weightShapes: KeyValuePairs<String, [Int]> = ["
    if graph.usedTensors.isEmpty { return writer.write(head + ":]") }
    writer.write(head)
    for tensor in graph.usedTensors {
      writer.write("  \(literal(tensor.name)): \(literal(tensor.shape)),")
    }
    writer.write("]")
  }

}
