import CNNIR
import CNNSource

extension SwiftEmitter {

  /// The text of a program around an emitted network, to check it against others.
  ///
  /// It reads 32-bit floats in the machine's byte order from standard input: the weights in the
  /// order of `weightShapes`, then the inputs. It writes the outputs to standard output.
  ///
  /// - Throws: when the graph has an op that has no emission.
  package static func emitDriver(
    _ graph: Graph, costs: CostTable
  ) throws(Diagnostic) -> String {
    let program = try SwiftProgram(graph, costs, EmissionOptions())
    let arguments = program.inputs.map { (port) in
      let label = program.inputs.count == 1 ? "" : "\(port.name): "
      return "\(label)readFloats(\(port.shape.elementCount))"
    }
    let outputs =
      program.outputs.count == 1 ? ["outputs"] : program.outputs.map { "outputs.\($0.name)" }
    let writes = outputs.map { "writeFloats(\($0))" }.joined(separator: "\n")
    return """
      #if canImport(Glibc)
        import Glibc
      #elseif canImport(Darwin)
        import Darwin
      #endif

      func readFloats(_ count: Int) -> [Float] {
        var floats = [Float](repeating: 0, count: count)
        floats.withUnsafeMutableBytes { (bytes) in
          var done = 0
          while done < bytes.count {
            let count = read(0, bytes.baseAddress! + done, bytes.count - done)
            precondition(count > 0, "the input ends early")
            done += count
          }
        }
        return floats
      }

      func writeFloats(_ floats: [Float]) {
        floats.withUnsafeBytes { (bytes) in
          var done = 0
          while done < bytes.count {
            let count = write(1, bytes.baseAddress! + done, bytes.count - done)
            precondition(count > 0, "the output cannot be written")
            done += count
          }
        }
      }

      var weights: [String: [Float]] = [:]
      for (name, shape) in \(program.typeName).weightShapes {
        weights[name] = readFloats(shape.reduce(1, *))
      }
      let network = try \(program.typeName)(weights: weights)
      let outputs = network(\(arguments.joined(separator: ", ")))
      \(writes)

      """
  }

}
