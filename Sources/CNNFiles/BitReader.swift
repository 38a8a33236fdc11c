/// Reads bits, the lowest of each byte first, as DEFLATE packs them (RFC 1951, 3.1.1).
struct BitReader {

  private let bytes: [UInt8]
  /// The first byte that is not in `buffer`.
  private var next: Int
  /// Bits that are read but not used, the first one lowest.
  private var buffer: UInt64 = 0
  private var bufferedBits = 0

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    next = start
  }

  /// The first byte of which no bit is used.
  var position: Int { next - bufferedBits / 8 }

  /// The next `count` bits as a number.
  ///
  /// - Requires: `count` is at most 16.
  mutating func bits(_ count: Int) throws(InflateFault) -> Int {
    refill()
    let value = Int(buffer & (1 << UInt64(count) - 1))
    try skip(count)
    return value
  }

  /// The symbol whose code comes next.
  mutating func symbol(_ code: HuffmanCode) throws(InflateFault) -> Int {
    refill()
    let entry = code.entry(of: buffer)
    // Without the bits of a whole code, what fits may be what is missing.
    guard entry.length != 0 else {
      throw bufferedBits < HuffmanCode.longestLength ? .truncated : .invalidCode
    }
    try skip(Int(entry.length))
    return Int(entry.symbol)
  }

  /// Drops what is left of a byte that is begun.
  mutating func skipToByte() {
    buffer >>= UInt64(bufferedBits % 8)
    bufferedBits -= bufferedBits % 8
  }

  /// The next `count` bytes.
  ///
  /// - Requires: no byte is begun.
  mutating func bytes(_ count: Int) throws(InflateFault) -> ArraySlice<UInt8> {
    let start = position
    guard count <= bytes.count - start else { throw .truncated }
    next = start + count
    (buffer, bufferedBits) = (0, 0)
    return bytes[start..<next]
  }

  private mutating func skip(_ count: Int) throws(InflateFault) {
    guard count <= bufferedBits else { throw .truncated }
    buffer >>= UInt64(count)
    bufferedBits -= count
  }

  /// Buffers at least 48 bits, or all that are left.
  private mutating func refill() {
    while bufferedBits <= 48, next < bytes.count {
      buffer |= UInt64(bytes[next]) << UInt64(bufferedBits)
      next += 1
      bufferedBits += 8
    }
  }

}
