/// The checksums of zlib, zip and PNG.
package enum Checksum {

  /// The Adler-32 sum of RFC 1950.
  package static func adler32(_ bytes: [UInt8]) -> UInt32 {
    let modulus: UInt32 = 65521
    var (low, high): (UInt32, UInt32) = (1, 0)
    // 5552 bytes are the most for which `high` cannot overflow (RFC 1950, 9).
    for start in stride(from: 0, to: bytes.count, by: 5552) {
      for byte in bytes[start..<min(start + 5552, bytes.count)] {
        low &+= UInt32(byte)
        high &+= low
      }
      (low, high) = (low % modulus, high % modulus)
    }
    return high << 16 | low
  }

  /// The CRC-32 of zip (APPNOTE 4.4.7) and PNG (annex D): polynomial 0xEDB88320, low bits first.
  package static func crc32(_ bytes: [UInt8]) -> UInt32 {
    let table = crcTable
    var sum: UInt32 = ~0
    for byte in bytes { sum = table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    return ~sum
  }

  private static let crcTable: [UInt32] = (0..<256).map { (byte) in
    (0..<8).reduce(UInt32(byte)) { (sum, _) in sum & 1 == 0 ? sum >> 1 : 0xEDB8_8320 ^ sum >> 1 }
  }

}
