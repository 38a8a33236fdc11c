import CNNSource

/// A number with at most four decimal places, without zeros at their end.
func decimal(_ number: Double) -> String {
  if let integer = Int(exactly: number) { return String(integer) }
  var text = number.fixed(places: 4)
  while text.hasSuffix("0") { text.removeLast() }
  return text
}

/// A number of bytes in the largest unit of which it has one, with three digits: `9.63 MB`.
func byteCount(_ bytes: Int) -> String { bytes < 1000 ? "\(bytes) B" : shortened(bytes) + "B" }

/// A count with three digits and the letter of a power of 1000: `4.09 G`.
func shortened(_ count: Int) -> String {
  var value = Double(count)
  var letters = ["", "k", "M", "G", "T", "P", "E"][...]
  // What rounds up to 1000 belongs to the next letter.
  while abs(value) >= 999.5, letters.count > 1 {
    value /= 1000
    letters.removeFirst()
  }
  if letters.first == "" { return String(count) + " " }
  let places = abs(value) < 9.995 ? 2 : abs(value) < 99.95 ? 1 : 0
  return value.fixed(places: places) + " " + (letters.first ?? "")
}

/// How cells are written.
struct CellStyle {

  /// Between the extents of a shape and the factors of a formula.
  var times = "x"
  /// Between groups of three digits; none for programs.
  var separator: Character? = ","
  /// Whether counts have three digits and a letter.
  var isShort = false

  func text(_ cell: AnalysisCell) -> String {
    switch cell {
    case .none: ""
    case .text(let text): text
    case .formula(let text): text.replacing(" x ", with: " \(times) ")
    case .count(let count): number(count)
    case .share(let part, let whole):
      (whole == 0 ? 0 : 100 * Double(part) / Double(whole)).fixed(places: 1)
    case .number(let number): number.fixed(places: 1)
    case .extents(let extents, let suffix):
      extents.map(decimal).joined(separator: times) + suffix
    }
  }

  private func number(_ count: Int) -> String {
    if isShort, abs(count) >= 10_000 { return shortened(count) }
    return separator.map { grouped(count, by: $0) } ?? String(count)
  }

}
