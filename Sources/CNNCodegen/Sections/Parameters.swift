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
      if isEmbedded, case .embedded(let values) = weights {
        return writeTextType(values, to: &writer)
      }
      writer.documentation(
        "The parameters of the layers, with norms folded in, in order of use. Nobody changes them.")
      writer.block("private final class Parameters: @unchecked Sendable") { (writer) in
        writer.blank()
        writeMemory(to: &writer)
        switch weights {
        case .none, .tensors: break
        case .embedded(let values): writeEmbedded(values, to: &writer)
        case .file(let values): writeReading(of: values, to: &writer)
        }
        if case .file(let values) = weights, values.storage == .float16 {
          writer.blank()
          writer.write(Self.halfFunction)
        }
        writer.blank()
      }
      if case .tensors = weights {
        writer.blank()
        writer.write(Self.parameterStore)
      }
      writer.blank()
    }
  }

  /// Whether the parameters may lie in a mapped file as the layers read them.
  var areMapped: Bool {
    if case .file(let values) = weights { values.storage == .float32 } else { false }
  }

  /// Writes the members that hold memory.
  private func writeMemory(to writer: inout SwiftWriter) {
    let count = literal(parameters.count)
    writer.write("private let start: UnsafePointer<Float>")
    if areMapped {
      writer.write("private let file: UnsafeMutableRawBufferPointer?")
    }
    writer.blank()
    writer.write(
      """
      /// Memory of its own, which `fill` writes.
      init(fill: (UnsafeMutablePointer<Float>) -> Void) {
        let memory = UnsafeMutableRawPointer.allocate(
          byteCount: \(count) * MemoryLayout<Float>.size, alignment: 64)
        let elements = memory.bindMemory(to: Float.self, capacity: \(count))
        fill(elements)
        start = UnsafePointer(elements)\(areMapped ? "\n  file = nil" : "")
      }
      """)
    writer.blank()
    writer.write(areMapped ? Self.mappedEnd : Self.ownedEnd)
    writer.blank()
    writer.write(
      """
      /// Calls `body` with a pointer to the first.
      func withPointer(_ body: (UnsafePointer<Float>) -> Void) {
        withExtendedLifetime(self) { body(start) }
      }
      """)
  }

  private static let ownedEnd = """
    deinit { UnsafeMutableRawPointer(mutating: start).deallocate() }
    """

  private static let mappedEnd = """
    deinit {
      if let file {
        munmap(file.baseAddress!, file.count)
      } else {
        UnsafeMutableRawPointer(mutating: start).deallocate()
      }
    }
    """

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

}
