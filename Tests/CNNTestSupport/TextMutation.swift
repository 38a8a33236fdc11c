import CNNSource

/// Damages texts at random, the same way for the same seed.
package struct TextMutation {

  private var random: SeededRandom

  /// Words that stress a reader of IR text.
  private static let splices = [
    "0", "-1", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999", "1e-05",
    "-1e-05", "nan", "inf", "1x", "x", "[", "]", "{", "}", "(", ")", "%", "@", "\"", "\\", ",", ":",
    "=", "\n", "then", "with", "return", "graph", "parameter", "reshape(", "sqrt(", "norm(",
    "add(", "f32[", "f32[]", "conv", "convTranspose", "permute", "embedding", "resize", "flatten",
    "then relu", "\u{E9}", "\u{1F600}", "\r", "\0", "//",
    "2147483647x2147483647x2", "65536x65536x65536x65536",
  ]

  package init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  /// One of `texts` after one to six changes; it need not be UTF-8, which decoding repairs.
  package mutating func mutated(_ texts: [String]) -> String {
    String(decoding: mutatedBytes(texts), as: UTF8.self)
  }

  /// One of `texts` after one to six changes, as bytes that need not be UTF-8.
  package mutating func mutatedBytes(_ texts: [String]) -> [UInt8] {
    var bytes = Array(random.element(of: texts).utf8)
    for _ in 0..<random.integer(in: 1...6) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let range = randomRange(in: bytes)
    switch random.integer(in: 0...6) {
    case 0: bytes.removeSubrange(range)
    case 1: bytes.replaceSubrange(range, with: random.element(of: Self.splices).utf8)
    case 2: bytes.insert(contentsOf: random.element(of: Self.splices).utf8, at: range.lowerBound)
    case 3: bytes.insert(contentsOf: bytes[range], at: randomRange(in: bytes).lowerBound)
    case 4: bytes.insert(UInt8(random.integer(in: 0...255)), at: range.lowerBound)
    case 5: bytes.replaceSubrange(range, with: bytes[range].reversed())
    default: bytes.removeSubrange(random.chance(10) ? range.lowerBound..<bytes.count : range)
    }
  }

  /// Mostly a few bytes, sometimes many, at times a whole number.
  private mutating func randomRange(in bytes: [UInt8]) -> Range<Int> {
    let start = random.integer(in: 0...bytes.count)
    let length = random.chance(80) ? random.integer(in: 0...4) : random.integer(in: 0...60)
    guard random.chance(30) else { return start..<min(start + length, bytes.count) }
    let digits = bytes.indices.filter { Character(UnicodeScalar(bytes[$0])).isNumber }
    guard !digits.isEmpty else { return start..<start }
    let digit = random.element(of: digits)
    return digit..<digit + 1
  }

}
