import CNNIR

extension SwiftProgram {

  /// Writes the initialiser that takes named tensors and stores what the layers read, and what it
  /// throws.
  func writeNamedInitializer(to writer: inout SwiftWriter) {
    writer.blank()
    writer.documentation(
      "Takes the weights: row-major tensors by the names in `weightShapes`. Others are ignored.",
      "- Throws: the names of all tensors that are missing or of the wrong size.")
    writer.function(
      "public init", ["weights: [String: [Float]]"], throwing: " throws(WeightError)"
    ) { (writer) in
      writer.write("try Self.check(weights)")
      if parameters.count == 0 { return }
      let count = literal(parameters.count)
      writer.write("let elements = UnsafeMutablePointer<Float>.allocate(capacity: \(count))")
      writer.write("defer { elements.deallocate() }")
      writer.write("var parameters = ParameterStore(end: elements)")
      if parameters.areFolded { writer.write("let tensors = Tensors(weights: weights)") }
      for group in parameters.groups { writeStore(group, to: &writer) }
      writer.write("self.parameters = Parameters(Elements(start: elements))")
    }
    writeWeightError(to: &writer)
  }

  private func writeStore(_ group: StoredParameters.Group, to writer: inout SwiftWriter) {
    if let name = foldingNames[group.layer] {
      return writer.list("Self.\(name)(", ["tensors", "to: &parameters"], ")")
    }
    for entry in group.entries {
      for name in entry.expression.tensorNames {
        writer.write("parameters += weights[\(literal(name))]!")
      }
    }
  }

  /// Writes the error of the initialiser and the check that throws it.
  private func writeWeightError(to writer: inout SwiftWriter) {
    writer.blank()
    writer.write(
      """
      /// What is wrong with the tensors given to `init(weights:)`.
      public struct WeightError: Error, CustomStringConvertible {

        /// The tensors that are not there.
        public internal(set) var missing: [String] = []

        /// The tensors that have another number of elements.
        public internal(set) var wronglySized: [(name: String, expected: Int, found: Int)] = []

        /// All faults in one line.
        public var description: String {
          let missing = missing.map { "\\($0) is missing" }
          let wronglySized = wronglySized.map {
            "\\($0.name) has \\($0.found) elements instead of \\($0.expected)"
          }
          return (missing + wronglySized).joined(separator: "; ")
        }

      }

      private static func check(_ weights: [String: [Float]]) throws(WeightError) {
        var error = WeightError()
        for (name, shape) in weightShapes {
          let expected = shape.reduce(1, *)
          if let tensor = weights[name] {
            if tensor.count != expected {
              error.wronglySized.append((name, expected, tensor.count))
            }
          } else {
            error.missing.append(name)
          }
        }
        if !error.missing.isEmpty || !error.wronglySized.isEmpty { throw error }
      }
      """)
  }

}
