/// How wide text of a font without serifs is at most, in the size of the font.
///
/// Nobody knows which font a reader has: the widths are those of a wide one (DejaVu Sans, Verdana).
func textWidth(_ text: String) -> Double {
  text.unicodeScalars.reduce(0) { $0 + scalarWidth($1) }
}

private func scalarWidth(_ scalar: Unicode.Scalar) -> Double {
  switch scalar {
  case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", " ", "!": 0.36
  case "f", "t", "r", "(", ")", "[", "]", "/", "-", "J": 0.43
  case "m", "w", "M", "W", "@", "%", "\u{D7}": 0.98
  case "A"..."Z": 0.72
  case "\0"..."\u{7E}": 0.64
  case "\u{7F}"..."\u{10FF}": 0.75
  default: 1.1
  }
}

extension String {

  /// The text with its middle left out where it has more than `count` characters.
  func shortened(to count: Int) -> String {
    guard self.count > count else { return self }
    return prefix(count / 2) + "\u{2026}" + suffix((count - 1) / 2)
  }

}
