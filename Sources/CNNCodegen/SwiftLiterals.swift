import CNNSource

/// `value` as Swift reads it back, bit for bit (but for the payload of a NaN).
func literal(_ value: Double) -> String {
  if value.isNaN { return "Double.nan" }
  if value.isInfinite { return value < 0 ? "-Double.infinity" : "Double.infinity" }
  return String(value)
}

/// `value` rounded to single precision, where Swift infers `Float`.
func floatLiteral(_ value: Double) -> String {
  let value = Float(value)
  if value.isNaN { return "Float.nan" }
  if value.isInfinite { return value < 0 ? "-Float.infinity" : "Float.infinity" }
  return String(value)
}

/// `value` with the digits in groups of three, from five digits on.
func literal(_ value: Int) -> String {
  value.magnitude < 10_000 ? String(value) : grouped(value, by: "_")
}

/// `text` as a string literal.
func literal(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case _ where scalar.isControl: result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// `shape` as an array literal.
func literal(_ extents: some Sequence<Int>) -> String {
  "[\(extents.map(String.init).joined(separator: ", "))]"
}

/// `text` without what would end a comment of one line.
func commentText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    result.unicodeScalars.append(scalar.isControl ? " " : scalar)
  }
  return result
}

extension Unicode.Scalar {

  /// Whether the scalar breaks a line or does not show.
  fileprivate var isControl: Bool {
    properties.generalCategory == .control || value == 0x2028 || value == 0x2029
  }

}
