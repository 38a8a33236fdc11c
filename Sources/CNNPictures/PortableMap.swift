/// Portable grey and pixel maps of Netpbm: PGM (P2 as text, P5) and PPM (P3 as text, P6).
struct PortableMap {

  private let bytes: [UInt8]
  private var position = 2

  /// The picture in a file.
  ///
  /// - Throws: what is wrong with the file.
  static func picture(_ bytes: [UInt8]) throws(PictureFault) -> Picture {
    var map = PortableMap(bytes)
    return try map.readPicture()
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readPicture() throws(PictureFault) -> Picture {
    let (channels, isText) = try form()
    let width = try readNumber("the width")
    let height = try readNumber("the height")
    try Picture.checkSize(height: height, width: width)
    let largest = try readNumber("the largest sample")
    guard (1...65535).contains(largest) else {
      throw PictureFault("the largest sample is from 1 to 65535, not \(largest)")
    }
    let count = height * width * channels
    let values = try isText ? readText(count, largest) : readBinary(count, largest)
    // As Pillow scales: a quotient in double precision, and ties to even.
    let scale = (0...largest).map { (value) in
      UInt8((Double(value) / Double(largest) * 255).rounded(.toNearestOrEven))
    }
    return Picture(
      height: height, width: width, channels: channels, samples: values.map { scale[Int($0)] })
  }

  /// The channels, and whether the samples are decimal numbers, by the first two bytes.
  private func form() throws(PictureFault) -> (channels: Int, isText: Bool) {
    switch String(decoding: bytes.prefix(2), as: UTF8.self) {
    case "P2": return (1, true)
    case "P3": return (3, true)
    case "P5": return (1, false)
    case "P6": return (3, false)
    case let form:
      let kind =
        ["P1", "P4", "P7"].contains(form)
        ? "portable maps of the form \(form) are not read"
        : "not a portable map: the file does not start with P and a digit"
      throw PictureFault("\(kind); there are P2 and P5 for grey, P3 and P6 for colours")
    }
  }

}

// MARK: - Numbers

extension PortableMap {

  /// A decimal number between blanks or comments.
  private mutating func readNumber(
    _ what: String, atMost limit: Int = Int(Int32.max)
  ) throws(PictureFault) -> Int {
    let start = position
    skipBlanks()
    let value = try readDigits(what, atMost: limit)
    let isSeparate = position == bytes.count || bytes[position].startsBlanks
    guard isSeparate, bytes[start].startsBlanks else {
      throw PictureFault("\(what) at byte \(start) does not stand between blanks")
    }
    return value
  }

  private mutating func readDigits(
    _ what: String, atMost limit: Int
  ) throws(PictureFault) -> Int {
    let start = position
    var value = 0
    while position < bytes.count, bytes[position].isDigit {
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
      guard value <= limit else {
        throw PictureFault("\(what) at byte \(start) exceeds \(limit)")
      }
    }
    guard position > start else {
      let found = start == bytes.count ? "the file ends" : "there is none"
      throw PictureFault("\(what) is needed at byte \(start), where \(found)")
    }
    return value
  }

  /// Skips white space, and comments up to the ends of their lines.
  private mutating func skipBlanks() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      } else if bytes[position].isBlank {
        position += 1
      } else {
        return
      }
    }
  }

  /// Samples in decimal, with blanks between them.
  private mutating func readText(
    _ count: Int, _ largest: Int
  ) throws(PictureFault) -> [UInt16] {
    // Each takes a digit and, but for the last, a blank.
    guard count <= (bytes.count - position + 1) / 2 else { throw shortage(count, "numbers") }
    var values: [UInt16] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      values.append(UInt16(try readNumber("a sample", atMost: largest)))
    }
    skipBlanks()
    guard position == bytes.count else {
      throw PictureFault("there is more behind the \(count) samples")
    }
    return values
  }

  /// Samples of one byte, or of two with the higher first, behind a single blank.
  private mutating func readBinary(
    _ count: Int, _ largest: Int
  ) throws(PictureFault) -> [UInt16] {
    if position < bytes.count, bytes[position].isBlank { position += 1 }
    let isWide = largest > 255
    let data = bytes[position...]
    let size = isWide ? 2 * count : count
    guard data.count == size else { throw shortage(size, "bytes of samples") }
    let values =
      isWide
      ? stride(from: data.startIndex, to: data.endIndex, by: 2).map {
        UInt16(data[$0]) << 8 | UInt16(data[$0 + 1])
      } : data.map(UInt16.init)
    if let index = values.firstIndex(where: { $0 > largest }) {
      throw PictureFault("a sample is \(values[index]), and the largest was to be \(largest)")
    }
    return values
  }

  private func shortage(_ count: Int, _ what: String) -> PictureFault {
    PictureFault("\(count) \(what) are needed, and there are \(bytes.count - position) bytes")
  }

}

extension UInt8 {

  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  /// Whether white space or a comment starts here.
  fileprivate var startsBlanks: Bool { isBlank || self == UInt8(ascii: "#") }

  /// Whether the byte is white space: blank, tab, line feed, vertical tab, form feed, return.
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

}
