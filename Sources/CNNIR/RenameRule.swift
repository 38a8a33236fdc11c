/// A rule that gives the tensors of a file other names: `norm.{i}` becomes `norm{i}`.
///
/// The pattern stands for whole components of a name, which are separated by dots. In braces is a
/// placeholder: a single letter stands for digits, a word that starts with `path` for anything, any
/// other word for what has no dot in it; nothing is none of them. The longest is taken that fits.
package struct RenameRule: Sendable, Hashable {

  package let pattern: String
  package let replacement: String
  private let patternPieces: [Piece]
  private let replacementPieces: [Piece]

  /// What is wrong with a rule, as a phrase for a diagnostic.
  package struct Fault: Error, Hashable {
    package let message: String
  }

  private enum Piece: Sendable, Hashable {
    case literal(String)
    case placeholder(String)
  }

  /// - Throws: when one of them is empty or has a brace that is no placeholder, a placeholder stands
  ///   twice in the pattern, or the replacement has one that the pattern has not.
  package init(_ pattern: String, to replacement: String) throws(Fault) {
    self.pattern = pattern
    self.replacement = replacement
    patternPieces = try Self.pieces(of: pattern)
    replacementPieces = try Self.pieces(of: replacement)
    var names: Set<String> = []
    for case .placeholder(let name) in patternPieces where !names.insert(name).inserted {
      throw Fault(message: "{\(name)} stands twice in '\(pattern)'")
    }
    for case .placeholder(let name) in replacementPieces where !names.contains(name) {
      throw Fault(message: "{\(name)} does not stand in '\(pattern)'")
    }
  }

  /// The rule that a text such as `norm.{i} -> norm{i}` gives.
  ///
  /// - Throws: also when there is not one arrow.
  package init(_ text: String) throws(Fault) {
    let parts = text.split(separator: "->", omittingEmptySubsequences: false)
      .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    guard parts.count == 2 else {
      throw Fault(message: "a rule is written 'OLD -> NEW', such as 'norm.{i} -> norm{i}'")
    }
    try self.init(parts[0], to: parts[1])
  }

  private static func pieces(of text: String) throws(Fault) -> [Piece] {
    guard !text.isEmpty else { throw Fault(message: "a name is missing beside '->'") }
    var pieces: [Piece] = []
    var rest = text[...]
    while let first = rest.first {
      guard first == "{" else {
        let literal = rest.prefix { $0 != "{" && $0 != "}" }
        guard !literal.isEmpty else { throw Fault(message: "'}' without '{' in '\(text)'") }
        pieces.append(.literal(String(literal)))
        rest = rest.dropFirst(literal.count)
        continue
      }
      let name = rest.dropFirst().prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest = rest.dropFirst(name.count + 1)
      guard name.first?.isLetter == true, rest.popFirst() == "}" else {
        throw Fault(message: "'{' in '\(text)' is not followed by a word and '}'")
      }
      pieces.append(.placeholder(String(name)))
    }
    return pieces
  }

  /// The longest name, in bytes, that a rule makes.
  private static let nameLimit = 4096

  /// The name with each match of the pattern replaced, from the left on, or `nil` if there is none or the
  /// result is longer than any name may be.
  package func renaming(_ name: String) -> String? {
    let bytes = Array(name.utf8)
    var match = Match(bytes)
    var result: [UInt8] = []
    var copied = 0
    var start = 0
    while start <= bytes.count {
      if let end = match.end(of: patternPieces[...], at: start), end > start {
        result += bytes[copied..<start]
        result += replacementPieces.flatMap { (piece) -> ArraySlice<UInt8> in
          switch piece {
          case .literal(let text): Array(text.utf8)[...]
          case .placeholder(let name): bytes[match.captured[name] ?? 0..<0]
          }
        }
        (copied, start) = (end, end)
      }
      // The next component starts behind the next dot.
      while start < bytes.count, bytes[start] != UInt8(ascii: ".") { start += 1 }
      start += 1
    }
    if copied == 0 || result.count + bytes.count - copied > Self.nameLimit { return nil }
    return String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  /// The search for a pattern in a name.
  private struct Match {

    let name: [UInt8]
    /// What the placeholders stood for in the latest match.
    var captured: [String: Range<Int>] = [:]
    /// Where how many last pieces, of which the first is a placeholder, were found not to match, so that no
    /// placeholder is tried twice there.
    private var failures: Set<[Int]> = []

    init(_ name: [UInt8]) { self.name = name }

    /// The end of the text from `start` on that `pieces` stand for, if it is one of whole components.
    mutating func end(of pieces: ArraySlice<Piece>, at start: Int) -> Int? {
      guard let piece = pieces.first else {
        return start == name.count || name[start] == UInt8(ascii: ".") ? start : nil
      }
      switch piece {
      case .literal(let text):
        guard name[start...].starts(with: text.utf8) else { return nil }
        return end(of: pieces.dropFirst(), at: start + text.utf8.count)
      case .placeholder(let placeholder):
        guard !failures.contains([pieces.count, start]) else { return nil }
        let longest = name[start...].prefix { Self.isAllowed($0, placeholder) }.count
        for length in stride(from: longest, to: 0, by: -1) {
          if let end = end(of: pieces.dropFirst(), at: start + length) {
            captured[placeholder] = start..<start + length
            return end
          }
        }
        failures.insert([pieces.count, start])
        return nil
      }
    }

    private static func isAllowed(_ byte: UInt8, _ placeholder: String) -> Bool {
      if placeholder.count == 1 { return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
      return placeholder.hasPrefix("path") || byte != UInt8(ascii: ".")
    }
  }

}

extension RenameRule: CustomStringConvertible {

  package var description: String { "\(pattern) -> \(replacement)" }

}
