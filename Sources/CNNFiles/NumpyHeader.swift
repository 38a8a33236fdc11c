import CNNIR

/// What stands before the data of an `.npy` array (NumPy enhancement proposal 1): magic bytes, a
/// version, and a Python dictionary of `descr`, `fortran_order` and `shape`.
struct NumpyHeader {

  /// The type of the elements as the file writes it, such as `<f4`.
  private(set) var descr = ""
  private(set) var isColumnMajor = false
  private(set) var shape: [Int] = []
  /// Where the data starts.
  private(set) var dataStart = 0

  /// What is wrong with a header.
  struct Fault: Error {
    var message: String
  }

  static let magic = Array("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) })

  /// The longest header that is read, in bytes, without what stands before it. NumPy itself reads
  /// no more than 10,000.
  private static let sizeLimit = 65535

  /// The most bytes before the data.
  static let startLimit = 12 + sizeLimit

  /// - Parameter start: the first bytes of an array: all of them, or `startLimit`.
  init(_ start: [UInt8]) throws(Fault) {
    guard start.starts(with: Self.magic), start.count >= 10 else {
      throw Fault(message: "not a .npy file: it does not start with \\x93NUMPY and a version")
    }
    guard (1...3).contains(start[6]), start[7] == 0 else {
      let version = "\(start[6]).\(start[7])"
      throw Fault(message: "version \(version) of .npy is unknown; 1.0, 2.0 and 3.0 are read")
    }
    // Version 1 has a length of two bytes, the later ones of four.
    let textStart = start[6] == 1 ? 10 : 12
    let length = start[8..<min(textStart, start.count)].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.sizeLimit else {
      throw Fault(message: "the header is longer than \(Self.sizeLimit) bytes")
    }
    dataStart = textStart + length
    guard start.count >= dataStart else {
      throw Fault(message: "the file ends within its header")
    }
    try readFields(start[textStart..<dataStart])
  }

  private mutating func readFields(_ text: ArraySlice<UInt8>) throws(Fault) {
    let fault = Fault(
      message: "the header is not a dictionary of 'descr', 'fortran_order' and 'shape'")
    var literal = PythonLiteral(text)
    var missing: Set = ["descr", "fortran_order", "shape"]
    guard literal.skip("{") else { throw fault }
    while !literal.skip("}") {
      guard let key = literal.string(), missing.remove(key) != nil, literal.skip(":") else {
        throw fault
      }
      switch key {
      case "descr":
        if literal.skip("[") {
          throw Fault(message: "the elements are records; needed are numbers")
        }
        guard let text = literal.string() else { throw fault }
        descr = text
      case "fortran_order":
        guard let truth = literal.boolean() else { throw fault }
        isColumnMajor = truth
      default:
        guard let extents = literal.tuple() else { throw fault }
        shape = extents
      }
      if !literal.skip(",") {
        guard literal.skip("}") else { throw fault }
        break
      }
    }
    guard missing.isEmpty, literal.isAtEnd else { throw fault }
  }

  /// The type of the elements, unless they are no numbers that are converted.
  var type: ElementType? { Self.types[String(descr.drop { Self.byteOrders.contains($0) })] }

  /// Little, big, native and no byte order.
  private static let byteOrders = "<>=|"

  private static let types: [String: ElementType] = [
    "b1": .bool, "u1": .uint8, "i1": .int8, "u2": .uint16, "i2": .int16, "f2": .float16,
    "u4": .uint32, "i4": .int32, "f4": .float32, "u8": .uint64, "i8": .int64, "f8": .float64,
  ]

  /// Checks that `size` bytes of data fill the shape, as far as the type is known.
  func checkSize(_ size: Int) throws(Fault) {
    guard let type else { return }
    guard checkedProduct(shape + [type.size]) == size else {
      throw Fault(message: "\(size) bytes of data do not fill the shape \(shape)")
    }
  }

  /// The elements in `data`, in row-major order.
  ///
  /// - Requires: the type is known and the data fills the shape.
  func floats(_ data: UnsafeRawBufferPointer) -> [Float] {
    guard let type else { preconditionFailure("the elements are no numbers") }
    let elements = type.floats(data, isBigEndian: descr.hasPrefix(">"))
    return isColumnMajor && shape.count > 1 ? rowMajor(elements) : elements
  }

  /// Column-major elements in row-major order.
  private func rowMajor(_ elements: [Float]) -> [Float] {
    var strides = [1]
    for extent in shape.dropLast() { strides.append(strides[strides.count - 1] * extent) }
    var position = Array(repeating: 0, count: shape.count)
    var source = 0
    return elements.indices.map { (_) in
      defer {
        // Count on, the last axis first.
        for axis in shape.indices.reversed() {
          position[axis] += 1
          source += strides[axis]
          if position[axis] < shape[axis] { break }
          source -= strides[axis] * shape[axis]
          position[axis] = 0
        }
      }
      return elements[source]
    }
  }

}

/// Reads the few Python literals of a header. What they are made of is ASCII.
private struct PythonLiteral {

  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return rest.isEmpty
    }
  }

  /// Skips `text` if it comes next, behind blanks.
  mutating func skip(_ text: String) -> Bool {
    skipBlanks()
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  private mutating func skipBlanks() {
    rest = rest.drop { " \t\r\n".utf8.contains($0) }
  }

  /// A string in single or double quotes, without escapes.
  mutating func string() -> String? {
    guard let quote = ["'", "\""].first(where: { skip($0) })?.utf8.first else { return nil }
    let text = rest.prefix { $0 != quote && $0 != UInt8(ascii: "\\") }
    rest = rest.dropFirst(text.count)
    guard rest.popFirst() == quote else { return nil }
    return String(validating: text, as: UTF8.self)
  }

  mutating func boolean() -> Bool? {
    if skip("True") { return true }
    return skip("False") ? false : nil
  }

  /// A tuple of whole numbers from 0 on. One alone is followed by a comma.
  mutating func tuple() -> [Int]? {
    guard skip("(") else { return nil }
    var numbers: [Int] = []
    while !skip(")") {
      skipBlanks()
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      rest = rest.dropFirst(digits.count)
      // Python 2 marked long numbers.
      _ = rest.first == UInt8(ascii: "L") && skip("L")
      numbers.append(number)
      if !skip(",") { return numbers.count > 1 && skip(")") ? numbers : nil }
    }
    return numbers
  }

}
