import CNNFiles

extension SwiftProgram {

  /// The imports of a source that maps a file.
  static let imports = """
    #if canImport(Glibc)
      import Glibc
    #elseif canImport(Musl)
      import Musl
    #elseif canImport(Android)
      import Android
    #else
      import Darwin
    #endif

    """

  /// Writes the initialisers that read a file of weights, and what they throw.
  func writeFileInitializers(to writer: inout SwiftWriter) {
    writer.blank()
    writer.documentation(
      "Reads the file of weights that belongs to this source.",
      "- Throws: when it cannot be read, or is another file.")
    writer.write(
      """
      public init(weightsAt path: String) throws(WeightError) {
        parameters = try Parameters(mapping: path)
      }

      /// Takes the weights from the bytes of the file that belongs to this source.
      ///
      /// - Throws: when they are those of another file.
      public init(weights bytes: RawSpan) throws(WeightError) {
        parameters = try bytes.withUnsafeBytes { (bytes) throws(WeightError) in
          try Parameters(copying: bytes)
        }
      }

      /// Why weights cannot be used.
      public enum WeightError: Error, Hashable, CustomStringConvertible {

        /// The file cannot be mapped; the number is that of `errno`.
        case unreadable(Int32)

        /// There is another number of bytes than expected.
        case wrongSize(expected: Int, found: Int)

        /// The file has the right size, but its head says that it holds other tensors.
        case otherTensors

        /// The fault in a line.
        public var description: String {
          switch self {
          case .unreadable(let code):
            "the file of weights cannot be read: \\(String(cString: strerror(code)))"
          case .wrongSize(let expected, let found):
            "the weights have \\(found) bytes instead of \\(expected)"
          case .otherTensors: "the weights are those of another network"
          }
        }

      }
      """)
  }

  /// Writes the type that reads the file.
  func writeReading(of values: ParameterValues, to writer: inout SwiftWriter) {
    let head = values.head
    let size = head.count + parameters.count * values.storage.size
    let hash = String(Self.hash(of: head), radix: 16, uppercase: true)
    writer.documentation("The elements of the parameters in a file of weights.")
    writer.block("fileprivate struct Elements") { (writer) in
      writer.blank()
      writer.write("private static let fileSize = \(literal(size))")
      writer.blank()
      writer.write(
        """
        private let start: UnsafeRawPointer

        init(_ bytes: UnsafeRawBufferPointer) throws(WeightError) {
          guard bytes.count == Self.fileSize, let start = bytes.baseAddress else {
            throw .wrongSize(expected: Self.fileSize, found: bytes.count)
          }
          // The head says which tensors follow; this is its FNV-1a hash.
          var hash: UInt64 = 0xCBF2_9CE4_8422_2325
          for byte in bytes.prefix(\(head.count)) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
          if hash != 0x\(hash) { throw .otherTensors }
          self.start = start + \(head.count)
        }
        """)
      writer.blank()
      writer.write(Self.element(values.storage))
      writer.blank()
      writer.write(Self.map)
      if values.storage == .float16 {
        writer.blank()
        writer.write(Self.halfFunction)
      }
      writer.blank()
    }
  }

  /// FNV-1a of Fowler, Noll and Vo, 64 bits.
  private static func hash(of bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  private static func element(_ storage: StoredFloat) -> String {
    switch storage {
    case .float32:
      """
      subscript(index: Int) -> Float {
        start.loadUnaligned(fromByteOffset: 4 * index, as: Float.self)
      }
      """
    case .float16:
      """
      subscript(index: Int) -> Float {
        Self.single(start.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
      }
      """
    }
  }

  /// The initialisers of the parameters' class that read a file.
  static let mapping = """
      convenience init(copying bytes: UnsafeRawBufferPointer) throws(WeightError) {
        self.init(try Elements(bytes))
      }

      convenience init(mapping path: String) throws(WeightError) {
        let bytes = try Elements.map(path)
        defer { munmap(bytes.baseAddress!, bytes.count) }
        try self.init(copying: UnsafeRawBufferPointer(bytes))
      }

    """

  private static let map = """
    /// Maps a file.
    static func map(_ path: String) throws(WeightError) -> UnsafeMutableRawBufferPointer {
      let number = open(path, O_RDONLY)
      if number < 0 { throw .unreadable(errno) }
      defer { close(number) }
      let size = Int(lseek(number, 0, SEEK_END))
      if size < 0 { throw .unreadable(errno) }
      if size == 0 { throw .wrongSize(expected: fileSize, found: 0) }
      let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, number, 0)
      guard let memory, memory != UnsafeMutableRawPointer(bitPattern: -1) else {
        throw .unreadable(errno)
      }
      return UnsafeMutableRawBufferPointer(start: memory, count: size)
    }
    """

}
