import CNNFiles

extension SwiftProgram {

  /// Writes the parameters that stand in the source, and what reads them, as members of the type
  /// that holds them.
  func writeEmbedded(_ values: ParameterValues, to writer: inout SwiftWriter) {
    writer.blank()
    writer.documentation("What `text` spells.")
    writer.write("static let embedded = Parameters { Parameters.decode(into: $0) }")
    writer.blank()
    writeText(values, to: &writer)
  }

  /// Writes a type that holds the parameters as text, and nothing else.
  func writeTextType(_ values: ParameterValues, to writer: inout SwiftWriter) {
    writer.documentation("The parameters of the layers, with norms folded in, in order of use.")
    writer.block("private enum Parameters") { (writer) in
      writer.blank()
      writeText(values, to: &writer)
      writer.blank()
    }
    writer.blank()
  }

  /// Writes the members that hold the text and decode it.
  private func writeText(_ values: ParameterValues, to writer: inout SwiftWriter) {
    writer.documentation("Writes the numbers that `text` spells.")
    writer.block("static func decode(into elements: UnsafeMutablePointer<Float>)") { (writer) in
      writer.write("var digits = text.utf8Start")
      writer.write(Self.decoding(values.storage, count: literal(parameters.count)))
    }
    writer.blank()
    writer.write(Self.digits)
    if values.storage == .float16 {
      writer.blank()
      writer.write(Self.halfFunction)
    }
    writer.blank()
    writer.documentation(
      "Words of 32 bits, \(Self.contents(of: values.storage)), as five digits to the base of 85, the "
        + "highest first: `#` is 0.")
    writer.write("private static let text: StaticString = \"\"\"")
    writer.indent()
    writer.append(BaseText.lines(of: embeddedBytes, indentation: writer.indentation))
    writer.write("\"\"\"")
    writer.dedent()
  }

  private static func contents(of storage: StoredFloat) -> String {
    switch storage {
    case .float32: "a number each"
    case .float16: "two numbers of half precision each, the lower half first"
    }
  }

  /// The statements that decode `count` numbers.
  private static func decoding(_ storage: StoredFloat, count: String) -> String {
    switch storage {
    case .float32:
      """
      for index in 0..<\(count) { elements[index] = Float(bitPattern: word(&digits)) }
      """
    case .float16:
      """
      for index in stride(from: 0, to: \(count), by: 2) {
        let halves = word(&digits)
        elements[index] = single(UInt16(truncatingIfNeeded: halves))
        if index + 1 < \(count) {
          elements[index + 1] = single(UInt16(truncatingIfNeeded: halves >> 16))
        }
      }
      """
    }
  }

  private static let digits = """
    /// Reads the five digits of a word and moves on.
    private static func word(_ digits: inout UnsafePointer<UInt8>) -> UInt32 {
      var word: UInt32 = 0
      for _ in 0..<5 {
        // For the backslash, which means something in a literal, there is an x.
        let digit: UInt8 = digits.pointee == 0x78 ? 0x5C : digits.pointee
        word = word &* 85 &+ UInt32(digit &- 0x23)
        digits += 1
      }
      return word
    }
    """

}

/// Bytes as text for a literal: words of 32 bits, the lowest byte first, as five digits to the base
/// of 85.
enum BaseText {

  private static let digits = 5
  private static let backslash = UInt8(ascii: "\\")

  /// The lines of a literal that is broken wherever a line is full, each behind `indentation`.
  static func lines(of bytes: [UInt8], indentation: String) -> String {
    let words = (bytes.count + 3) / 4
    let wordsOfLine = (SwiftWriter.lineLength - indentation.utf8.count - 1) / digits
    let lines = (words + wordsOfLine - 1) / wordsOfLine
    var text: [UInt8] = []
    text.reserveCapacity(words * digits + lines * (indentation.utf8.count + 2))
    for line in 0..<lines {
      text += indentation.utf8
      let end = min((line + 1) * wordsOfLine, words)
      for word in line * wordsOfLine..<end { append(bytes, word * 4, to: &text) }
      if end < words { text.append(backslash) }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ bytes: [UInt8], _ start: Int, to text: inout [UInt8]) {
    var word: UInt32 = 0
    for index in (start..<min(start + 4, bytes.count)).reversed() {
      word |= UInt32(bytes[index]) << UInt32(8 * (index - start))
    }
    var divisor: UInt32 = 52_200_625  // 85 to the power of 4
    for _ in 0..<digits {
      let digit = UInt8(ascii: "#") + UInt8(word / divisor)
      text.append(digit == backslash ? UInt8(ascii: "x") : digit)
      word %= divisor
      divisor /= 85
    }
  }

}
