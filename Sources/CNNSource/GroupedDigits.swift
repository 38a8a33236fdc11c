/// `number` with `separator` between groups of three digits.
package func grouped(_ number: Int, by separator: Character = ",") -> String {
  var text = number < 0 ? "-" : ""
  let digits = String(number.magnitude)
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(separator) }
    text.append(digit)
  }
  return text
}
