import CNNIR
import CNNSource

extension SwiftProgram {

  /// Writes the comment at the head of the file.
  func writeHeader(to writer: inout SwiftWriter) {
    let origin = source.map { " from \(commentText($0))" } ?? ""
    writer.write("// Made by cnnc\(origin). Changes are lost when it is made again.")
    writer.write("// It needs nothing but the standard library; compile it with optimisation (-O).")
    writer.blank()
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
    writer.write("///")
    let tensors =
      inputs.count == 1
      ? inputs[0].name
      : inputs.map { "\($0.name): \($0.name)" }
        .joined(separator: ", ")
    let results = outputs.count == 1 ? outputs[0].name : "outputs"
    writer.write("/// ```swift")
    writer.write("/// let network = try \(typeName)(weights: tensors)")
    writer.write("/// let \(results) = network(\(tensors))")
    writer.write("/// ```")
  }

  /// Writes the shapes, counts and names that a caller may want to know.
  func writeConstants(to writer: inout SwiftWriter) {
    writer.blank()
    for (ports, kind) in [(inputs, "input"), (outputs, "output")] {
      for port in ports {
        let name = ports.count == 1 ? "the \(kind)" : "the \(kind) `\(port.name)`"
        writer.documentation("The extents of \(name), batch first.")
        writer.write("public static let \(port.shapeName): [Int] = \(literal(port.shape))")
        writer.blank()
      }
    }
    writer.documentation("The number of trained numbers in the weights.")
    writer.write("public static let parameterCount = \(literal(costs.total.parameters))")
    writer.blank()
    writer.documentation("The number of elements that `forward` needs for values between layers.")
    writer.write("public static let arenaSize = \(literal(arenaSize))")
    writer.blank()
    writeWeightShapes(to: &writer)
    writer.documentation("The parameters of the layers, with norms folded in, in order of use.")
    writer.write("private let parameters: [Float]")
  }

  private func writeWeightShapes(to writer: inout SwiftWriter) {
    writer.documentation("The tensors that `init(weights:)` wants: names and shapes.")
    let head = "public static let weightShapes: KeyValuePairs<String, [Int]> = ["
    if graph.usedTensors.isEmpty {
      writer.write(head + ":]")
    } else {
      writer.write(head)
      for tensor in graph.usedTensors {
        writer.write("  \(literal(tensor.name)): \(literal(tensor.shape)),")
      }
      writer.write("]")
    }
    writer.blank()
  }

}
