import CNNFiles

extension SwiftProgram {

  /// Writes the type that holds the parameters as text.
  func writeText(_ values: ParameterValues, to writer: inout SwiftWriter) {
    writer.documentation(
      "The elements of the parameters, row-major, one parameter after the other, with norms folded "
        + "in.")
    writer.block("fileprivate struct Elements") { (writer) in
      writer.blank()
      writer.write(Self.reading(values.storage))
      writer.blank()
      writer.write(Self.digits)
      if values.storage == .float16 {
        writer.blank()
        writer.write(Self.halfFunction)
      }
      writer.blank()
      writer.documentation(
        "Words of 32 bits, \(Self.contents(of: values.storage)), as five digits to the base of 85, "
          + "the highest first: `#` is 0.")
      writer.write("private static let text: StaticString = \"\"\"")
      writer.indent()
      writer.append(BaseText.lines(of: embeddedBytes, indentation: writer.indentation))
      writer.write("\"\"\"")
      writer.dedent()
      writer.blank()
    }
  }

  private static func contents(of storage: StoredFloat) -> String {
    switch storage {
    case .float32: "a number each"
    case .float16: "two numbers of half precision each, the lower half first"
    }
  }

  /// The member that reads an element.
  private static func reading(_ storage: StoredFloat) -> String {
    switch storage {
    case .float32:
      "subscript(index: Int) -> Float { Float(bitPattern: Self.word(index)) }"
    case .float16:
      """
      subscript(index: Int) -> Float {
        let halves = Self.word(index / 2)
        return Self.single(UInt16(truncatingIfNeeded: index % 2 == 0 ? halves : halves >> 16))
      }
      """
    }
  }

  private static let digits = """
    /// The word with this number.
    private static func word(_ index: Int) -> UInt32 {
      let digits = text.utf8Start + 5 * index
      var word: UInt32 = 0
      for place in 0..<5 {
        // For the backslash, which means something in a literal, there is an x.
        let digit: UInt8 = digits[place] == 0x78 ? 0x5C : digits[place]
        word = word &* 85 &+ UInt32(digit &- 0x23)
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
