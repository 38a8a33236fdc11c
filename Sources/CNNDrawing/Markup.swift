/// Text as content or attribute of XML and HTML: what has a meaning there is said otherwise, and
/// characters that are not allowed become U+FFFD.
package func markupText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar.printable)
    }
  }
  return result
}

extension Unicode.Scalar {

  /// The scalar, or the replacement character for what XML does not allow, for ends of lines and for
  /// what changes the order of the text around it.
  var printable: Unicode.Scalar {
    switch self {
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}",
      "\u{FFFE}", "\u{FFFF}":
      "\u{FFFD}"
    default: self
    }
  }

}

/// A number of pixels to a tenth.
package func pixels(_ number: Double) -> String {
  let tenths = Int((number * 10).rounded())
  let sign = tenths < 0 ? "-" : ""
  let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
  return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
}
