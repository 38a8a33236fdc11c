/// The quotient, rounded up.
package func divideUp(_ dividend: Int, _ divisor: Int) -> Int {
  (dividend + divisor - 1) / divisor
}

/// The fewest numbers that are at most `most`, make `count` and are nearly equal.
func evenParts(of count: Int, most: Int) -> [Int] {
  let parts = divideUp(count, most)
  return (0..<parts).map { count * ($0 + 1) / parts - count * $0 / parts }
}
