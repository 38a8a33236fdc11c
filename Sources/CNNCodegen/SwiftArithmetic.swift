/// `text * factor`, without a factor that changes nothing.
func product(_ text: String, _ factor: Int) -> String {
  factor == 1 ? text : "\(text) * \(factor)"
}

/// `text / divisor`, without a divisor that changes nothing.
func quotient(_ text: String, _ divisor: Int) -> String {
  divisor == 1 ? text : "\(text) / \(divisor)"
}

/// The sum of a constant and of other terms, to go behind a pointer: ` + 16`, ` + (16 + row * 32)`, or
/// nothing for 0.
func offset(_ constant: Int, _ terms: String?...) -> String {
  let all = (constant == 0 ? [] : [literal(constant)]) + terms.compactMap(\.self)
  if all.isEmpty { return "" }
  return all.count == 1 ? " + \(all[0])" : " + (\(all.joined(separator: " + ")))"
}
