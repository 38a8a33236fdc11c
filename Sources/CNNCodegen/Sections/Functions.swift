extension SwiftProgram {

  /// Writes what a caller sees of a type for Embedded Swift: functions over the caller's memory.
  func writeFunctions(to writer: inout SwiftWriter) {
    writeConstants(to: &writer)
    if parameters.count > 0 {
      let count = literal(plan.parametersSize)
      writer.blank()
      writer.documentation("The number of elements that the parameters of the layers take.")
      writer.write("public static let parametersSize = \(count)")
      writer.blank()
      writer.documentation(
        "Writes the parameters of the layers, which stand in this file as text.",
        "- Requires: memory for `parametersSize` elements.")
      writer.write(
        """
        public static func decodeParameters(into parameters: inout MutableSpan<Float>) {
          precondition(parameters.count >= \(count), "the parameters do not fit")
          parameters.withUnsafeMutableBufferPointer { (parameters) in
            parameters.update(repeating: 0)
            Elements().pack(to: parameters.baseAddress!)
          }
        }
        """)
    }
    writeForward(to: &writer)
    writer.blank()
  }

}
