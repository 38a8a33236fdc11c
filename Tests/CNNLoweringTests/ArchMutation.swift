import CNNTestSupport

/// Damages `.arch` texts at random, the same way for the same seed.
struct ArchMutation {

  private var random: SeededRandom

  /// Pieces that stress a reader of `.arch` text.
  private static let splices = [
    "0", "1", "-1", "2147483647", "9223372036854775807", "99999999999999999999", "1e-5", "1e999",
    "4.1G", "(", ")", "[", "]", "{", "}", "{ }", "\"", "\\", ",", ":", ";", "=", "+=", "..<", "...",
    "\n", "\n\n", "//", "?", ".", "<<", "&&", "true", "it", "in", "let x = ", "var x = ",
    "for i in ",
    "for i in 0..<9 {", "if ", "else ", "from ", "inline ", "layer ", "input ", "output ",
    "return ", "expect ", "network ", "block ", "func ", "import ", "identity",
    "conv(8, kernel: 3)",
    "add {", "concat(it, ", ".count", ".shape", ".enumerated", "l += l", "outs", "\u{E9}",
    "\u{1F600}", "\r", "\0", "a{i}: ", "\"{i}\"",
  ]

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  /// One of `texts` after one to six changes, as bytes that need not be UTF-8.
  mutating func mutated(_ texts: [[UInt8]]) -> [UInt8] {
    var bytes = random.element(of: texts)
    for _ in 0..<random.integer(in: 1...6) { mutate(&bytes, texts) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8], _ texts: [[UInt8]]) {
    let range = randomRange(in: bytes)
    switch random.integer(in: 0...8) {
    case 0: bytes.removeSubrange(range)
    case 1: bytes.replaceSubrange(range, with: random.element(of: Self.splices).utf8)
    case 2: bytes.insert(contentsOf: random.element(of: Self.splices).utf8, at: range.lowerBound)
    case 3: bytes.insert(contentsOf: bytes[range], at: randomRange(in: bytes).lowerBound)
    case 4: bytes.insert(UInt8(random.integer(in: 0...255)), at: range.lowerBound)
    case 5: bytes.replaceSubrange(range, with: randomLine(of: texts))
    case 6: swapLines(in: &bytes)
    case 7: bytes.insert(contentsOf: randomLine(of: texts), at: range.lowerBound)
    default: bytes.removeSubrange(random.chance(10) ? range.lowerBound..<bytes.count : range)
    }
  }

  /// Mostly a few bytes, sometimes many.
  private mutating func randomRange(in bytes: [UInt8]) -> Range<Int> {
    let start = random.integer(in: 0...bytes.count)
    let length = random.chance(80) ? random.integer(in: 0...4) : random.integer(in: 0...60)
    return start..<min(start + length, bytes.count)
  }

  private mutating func randomLine(of texts: [[UInt8]]) -> [UInt8] {
    let lines = random.element(of: texts).split(separator: UInt8(ascii: "\n"))
    return Array(random.element(of: lines)) + [UInt8(ascii: "\n")]
  }

  private mutating func swapLines(in bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines.swapAt(random.integer(in: 0...lines.count - 1), random.integer(in: 0...lines.count - 1))
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

}
