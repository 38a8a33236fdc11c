#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Double {

  /// The number with so many decimal places, rounded to the nearest: `%.*f` of C.
  package func fixed(places: Int) -> String { formatted("%.*f", places) }

  /// The number as one digit, so many decimal places and a power of ten, as in `1.2e-04`: `%.*e` of C.
  package func scientific(places: Int) -> String { formatted("%.*e", places) }

  /// What a number has besides its decimal point; `inf`, `nan` and `e` included.
  private static let letters = Set("0123456789+-aefin".utf8)

  private func formatted(_ format: String, _ places: Int) -> String {
    let arguments: [any CVarArg] = [CInt(places), self]
    // First only counted, then written, with a zero at the end.
    let count = Int(withVaList(arguments) { vsnprintf(nil, 0, format, $0) })
    var text = [CChar](repeating: 0, count: count + 1)
    _ = withVaList(arguments) { vsnprintf(&text, text.count, format, $0) }
    let bytes = text.dropLast().map(UInt8.init(bitPattern:))
    // The program that this library is part of may have a locale with another decimal point.
    let parts = bytes.split { !Self.letters.contains($0) }
    return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
  }

}
