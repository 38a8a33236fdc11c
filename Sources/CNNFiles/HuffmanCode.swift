/// A canonical prefix code (RFC 1951, 3.2.2), as a table from the next bits to the symbol.
struct HuffmanCode {

  /// What the next bits begin with.
  struct Entry {
    var symbol: UInt16 = 0
    /// The bits of the symbol's code; 0 if the bits begin no code.
    var length: UInt8 = 0
  }

  /// The most bits of a code.
  static let longestLength = 15

  private var entries: [Entry]
  private let mask: UInt64

  /// The code in which symbol `n` has `lengths[n]` bits, or no code if that is 0.
  ///
  /// - Throws: when there are more codes than bits can tell apart, or fewer; fewer may be none or a
  ///   single one of one bit if the code `mayBeIncomplete`.
  init(
    _ lengths: some RandomAccessCollection<UInt8>, mayBeIncomplete: Bool
  ) throws(InflateFault) {
    let width = Int(lengths.max() ?? 0)
    var counts = Array(repeating: 0, count: Self.longestLength + 1)
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0

    // The first code of each length, and how many codes of the greatest length are left.
    var firsts = Array(repeating: 0, count: Self.longestLength + 1)
    var unused = 1
    for length in stride(from: 1, through: width, by: 1) {
      firsts[length] = (firsts[length - 1] + counts[length - 1]) << 1
      unused = unused << 1 - counts[length]
      if unused < 0 { throw .invalidCode }
    }
    guard unused == 0 || mayBeIncomplete && width <= 1 else { throw .invalidCode }

    entries = Array(repeating: Entry(), count: 1 << width)
    mask = 1 << UInt64(width) - 1
    for (symbol, length) in lengths.enumerated() where length != 0 {
      // A code is packed from its highest bit on; the bits behind it may be any.
      let code = Self.reversed(firsts[Int(length)], Int(length))
      firsts[Int(length)] += 1
      for index in stride(from: code, to: entries.count, by: 1 << Int(length)) {
        entries[index] = Entry(symbol: UInt16(symbol), length: length)
      }
    }
  }

  /// The entry of the code that the lowest bits of `bits` begin with.
  func entry(of bits: UInt64) -> Entry { entries[Int(bits & mask)] }

  private static func reversed(_ code: Int, _ length: Int) -> Int {
    (0..<length).reduce(0) { $0 | (code >> $1 & 1) << (length - 1 - $1) }
  }

}

extension HuffmanCode {

  /// The code of literals and lengths of a block with fixed codes (RFC 1951, 3.2.6).
  static let fixedLiterals = fixed([(144, 8), (112, 9), (24, 7), (8, 8)])

  static let fixedDistances = fixed([(32, 5)])

  private static func fixed(_ runs: [(count: Int, length: UInt8)]) -> HuffmanCode {
    let lengths = runs.flatMap { Array(repeating: $0.length, count: $0.count) }
    do {
      return try HuffmanCode(lengths, mayBeIncomplete: false)
    } catch {
      preconditionFailure("the fixed codes are complete")
    }
  }

}
