import CNNFiles

extension SwiftProgram {

  /// Writes the property that holds the parameters, if there are any.
  func writeProperty(to writer: inout SwiftWriter) {
    if parameters.count == 0 { return }
    writer.blank()
    writer.documentation("What the layers read.")
    writer.write("private let parameters: Parameters")
  }

  /// Writes the initialisers and what they throw.
  func writeInitializers(to writer: inout SwiftWriter) {
    switch weights {
    case .none:
      writer.blank()
      writer.documentation("The network has no weights.")
      writer.write("public init() {}")
    case .tensors: writeNamedInitializer(to: &writer)
    case .embedded:
      writer.blank()
      writer.documentation(
        "Takes the weights that stand in this file. They are decoded once, for all instances.")
      writer.write("public init() { parameters = Parameters.embedded }")
    case .file: writeFileInitializers(to: &writer)
    }
  }

  /// Writes the type of the parameters, if there are any.
  func writeParameters(to writer: inout SwiftWriter) {
    if parameters.count == 0 { return }
    writer.blank()
    writer.write("// MARK: - Parameters")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      if !isEmbedded { writeMemory(to: &writer) }
      switch weights {
      case .none: break
      case .tensors:
        writer.write(Self.parameterStore)
        writer.blank()
        writer.write(Self.storedElements)
      case .embedded(let values): writeText(values, to: &writer)
      case .file(let values): writeReading(of: values, to: &writer)
      }
      writer.blank()
    }
    writer.blank()
    writePacking(to: &writer)
  }

  /// Writes the class that holds the parameters.
  private func writeMemory(to writer: inout SwiftWriter) {
    let count = literal(plan.parametersSize)
    writer.write(
      """
      /// The parameters of the layers, in the order in which these read them. Nobody changes them.
      private final class Parameters: @unchecked Sendable {

        private let start: UnsafeMutablePointer<Float>

        init(_ elements: Elements) {
          start = UnsafeMutableRawPointer.allocate(
            byteCount: \(count) * MemoryLayout<Float>.size, alignment: 64
          ).bindMemory(to: Float.self, capacity: \(count))
          start.initialize(repeating: 0, count: \(count))
          elements.pack(to: start)
        }

        deinit { UnsafeMutableRawPointer(start).deallocate() }

        /// Calls `body` with a pointer to the first.
        func withPointer(_ body: (UnsafePointer<Float>) -> Void) {
          withExtendedLifetime(self) { body(start) }
        }

      """)
    if case .embedded = weights {
      writer.write("  /// What the text in this file spells.")
      writer.write("  static let embedded = Parameters(Elements())")
      writer.blank()
    }
    if case .file = weights { writer.write(Self.mapping) }
    writer.write("}")
    writer.blank()
  }

  static let halfFunction = """
    /// The number with these bits in half precision.
    static func single(_ half: UInt16) -> Float {
      let magnitude = UInt32(half & 0x7FFF) << 13
      // Infinities and NaNs keep all bits of the exponent; what is subnormal becomes normal.
      let bits: UInt32 =
        magnitude >= 0x0F80_0000
        ? magnitude | 0x7F80_0000 : (Float(bitPattern: magnitude) * 0x1p112).bitPattern
      return Float(bitPattern: UInt32(half & 0x8000) << 16 | bits)
    }
    """

  private static let parameterStore = """
    /// Writes tensors one after the other.
    private struct ParameterStore {

      var end: UnsafeMutablePointer<Float>

      static func += (store: inout ParameterStore, elements: [Float]) {
        store.end.initialize(from: elements, count: elements.count)
        store.end += elements.count
      }

    }
    """

  private static let storedElements = """
    /// The elements of the parameters, row-major, one parameter after the other.
    fileprivate struct Elements {

      let start: UnsafePointer<Float>

      subscript(index: Int) -> Float { start[index] }

    }
    """

}
