import CNNFiles

/// The bytes of PNG files, right or wrong.
enum PNGBytes {

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let end = chunk("IEND", [])

  static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(Checksum.crc32(body))
  }

  static func header(
    width: UInt32 = 2, height: UInt32 = 1, depth: UInt8 = 8, color: UInt8 = 0,
    methods: [UInt8] = [0, 0, 0]
  ) -> [UInt8] {
    chunk("IHDR", bigEndian(width) + bigEndian(height) + [depth, color] + methods)
  }

  /// A zlib stream of one stored block.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt16(bytes.count)
    let sizes = [count & 0xFF, count >> 8, ~count & 0xFF, ~count >> 8].map(UInt8.init)
    return [0x78, 1, 1] + sizes + bytes + bigEndian(Checksum.adler32(bytes))
  }

  static func data(_ bytes: [UInt8]) -> [UInt8] { chunk("IDAT", stored(bytes)) }

}
