/// `text * factor`, without a factor that changes nothing.
func product(_ text: String, _ factor: Int) -> String {
  factor == 1 ? text : "\(text) * \(factor)"
}

/// `text / divisor`, without a divisor that changes nothing.
func quotient(_ text: String, _ divisor: Int) -> String {
  divisor == 1 ? text : "\(text) / \(divisor)"
}
