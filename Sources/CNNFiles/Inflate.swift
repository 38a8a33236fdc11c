/// Decompression of DEFLATE streams (RFC 1951), bare or in a zlib wrapper (RFC 1950).
///
/// Accepts what zlib accepts: a code may be incomplete only if it is a single code of one bit.
package struct Inflate {

  /// What a stream stands for, and where it ends.
  package struct Result: Equatable, Sendable {
    package let bytes: [UInt8]
    /// The length of the stream; what lies behind it is not part of it.
    package let consumed: Int
  }

  private var input: BitReader
  private var output: [UInt8] = []
  /// The most bytes that `output` may have.
  private let limit: Int

  private init(_ stream: [UInt8], from start: Int, limit: Int) {
    input = BitReader(stream, from: start)
    self.limit = limit
  }

  /// The bytes that the bare DEFLATE stream at the start of `stream` stands for.
  ///
  /// - Throws: when the stream is not one, ends early, or stands for more than `limit` bytes. Never
  ///   are more than `limit` bytes made.
  package static func deflated(_ stream: [UInt8], limit: Int) throws(InflateFault) -> Result {
    var inflate = Inflate(stream, from: 0, limit: limit)
    try inflate.readBlocks()
    return Result(bytes: inflate.output, consumed: inflate.input.position)
  }

  /// The first `count` bytes that the bare DEFLATE stream at the start of `stream` stands for, or all
  /// if there are fewer.
  ///
  /// - Throws: when the stream is not one or ends early, as far as it is read.
  package static func deflatedPrefix(
    _ stream: [UInt8], count: Int
  ) throws(InflateFault) -> [UInt8] {
    // No more than a stored block is made at once, so a limit beyond that is reached behind `count`.
    var inflate = Inflate(stream, from: 0, limit: count + 0xFFFF)
    do throws(InflateFault) {
      try inflate.readBlocks()
    } catch .exceedsLimit {
      // What is asked for is there.
    }
    return Array(inflate.output.prefix(count))
  }

  /// The bytes that the zlib stream at the start of `stream` stands for, checked by its sum.
  ///
  /// - Throws: as `deflated`, and when the header or the checksum is wrong or a preset dictionary is
  ///   needed.
  package static func zlib(_ stream: [UInt8], limit: Int) throws(InflateFault) -> Result {
    guard stream.count >= 2 else { throw .truncated }
    let (method, flags) = (Int(stream[0]), Int(stream[1]))
    // Method 8 is DEFLATE, the upper half says the window: at most 7, for 32 KiB.
    guard method & 15 == 8, method >> 4 <= 7, (method << 8 | flags) % 31 == 0 else {
      throw .notZlib
    }
    if flags & 0x20 != 0 { throw .needsDictionary }
    var inflate = Inflate(stream, from: 2, limit: limit)
    try inflate.readBlocks()
    let end = inflate.input.position
    guard stream.count - end >= 4 else { throw .truncated }
    let sum = stream[end..<end + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard sum == Checksum.adler32(inflate.output) else { throw .wrongChecksum }
    return Result(bytes: inflate.output, consumed: end + 4)
  }

  private mutating func readBlocks() throws(InflateFault) {
    var isLast = false
    while !isLast {
      isLast = try input.bits(1) == 1
      switch try input.bits(2) {
      case 0: try readStoredBlock()
      case 1: try readCompressedBlock(.fixedLiterals, .fixedDistances)
      case 2:
        let (literals, distances) = try readCodes()
        try readCompressedBlock(literals, distances)
      default: throw .invalidBlock
      }
    }
  }

  private mutating func readStoredBlock() throws(InflateFault) {
    input.skipToByte()
    let (length, complement) = (try input.bits(16), try input.bits(16))
    guard length == ~complement & 0xFFFF else { throw .invalidBlock }
    try checkRoom(for: length)
    output += try input.bytes(length)
  }

  private func checkRoom(for count: Int) throws(InflateFault) {
    if count > limit - output.count { throw .exceedsLimit(limit) }
  }

  /// The codes of a dynamic block, which are compressed themselves (RFC 1951, 3.2.7).
  private mutating func readCodes() throws(InflateFault) -> (HuffmanCode, HuffmanCode) {
    let (literals, distances) = (try input.bits(5) + 257, try input.bits(5) + 1)
    let count = try input.bits(4) + 4
    guard literals <= 286, distances <= 30 else { throw .invalidCode }
    var lengths: [UInt8] = Array(repeating: 0, count: 19)
    for symbol in Self.lengthOrder[..<count] { lengths[symbol] = UInt8(try input.bits(3)) }
    let lengthCode = try HuffmanCode(lengths, mayBeIncomplete: false)

    lengths = []
    while lengths.count < literals + distances {
      let symbol = try input.symbol(lengthCode)
      let (value, count): (UInt8, Int)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw .invalidCode }
        (value, count) = (last, try input.bits(2) + 3)
      case 17: (value, count) = (0, try input.bits(3) + 3)
      case 18: (value, count) = (0, try input.bits(7) + 11)
      default: (value, count) = (UInt8(symbol), 1)
      }
      lengths += repeatElement(value, count: count)
    }
    // Without a code for the end, symbol 256, a block could not end.
    guard lengths.count == literals + distances, lengths[256] != 0 else { throw .invalidCode }
    return (
      try HuffmanCode(lengths[..<literals], mayBeIncomplete: true),
      try HuffmanCode(lengths[literals...], mayBeIncomplete: true)
    )
  }

  private mutating func readCompressedBlock(
    _ literals: HuffmanCode, _ distances: HuffmanCode
  ) throws(InflateFault) {
    while true {
      let symbol = try input.symbol(literals)
      if symbol < 256 {
        try checkRoom(for: 1)
        output.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        guard symbol < 286 else { throw .invalidCode }
        let length = try value(of: symbol - 257, Self.lengthBases, Self.lengthBits)
        let code = try input.symbol(distances)
        guard code < 30 else { throw .invalidCode }
        try repeatOutput(
          length, from: try value(of: code, Self.distanceBases, Self.distanceBits))
      }
    }
  }

  /// A length or distance: the base of its symbol plus as many bits as belong to the symbol.
  private mutating func value(
    of symbol: Int, _ bases: [UInt16], _ bits: [UInt8]
  ) throws(InflateFault) -> Int {
    Int(bases[symbol]) + (try input.bits(Int(bits[symbol])))
  }

  /// Appends `length` bytes from `distance` bytes before the end, which may reach into themselves.
  private mutating func repeatOutput(
    _ length: Int, from distance: Int
  ) throws(InflateFault) {
    guard distance <= output.count else { throw .invalidDistance }
    try checkRoom(for: length)
    for index in output.count - distance..<output.count - distance + length {
      output.append(output[index])
    }
  }

  /// The order in which the lengths of the code of lengths are written.
  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  // RFC 1951, 3.2.5: the bases and additional bits of lengths and distances.
  private static let lengthBases: [UInt16] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits: [UInt8] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases: [UInt16] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let distanceBits: [UInt8] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]

}

/// Why a compressed stream could not be read; the description is a phrase for a diagnostic.
package enum InflateFault: Error, Hashable, CustomStringConvertible {
  case truncated
  case notZlib
  case needsDictionary
  case invalidBlock
  case invalidCode
  case invalidDistance
  case wrongChecksum
  case exceedsLimit(Int)

  package var description: String {
    switch self {
    case .truncated: "the compressed data ends early"
    case .notZlib: "the compressed data does not start with a zlib header"
    case .needsDictionary: "the compressed data needs a preset dictionary"
    case .invalidBlock: "the compressed data has an invalid block"
    case .invalidCode: "the compressed data has an invalid code"
    case .invalidDistance: "the compressed data refers to bytes before its start"
    case .wrongChecksum: "the checksum of the compressed data is wrong"
    case .exceedsLimit(let limit): "the compressed data stands for more than \(limit) bytes"
    }
  }
}
