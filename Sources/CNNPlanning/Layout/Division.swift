/// The quotient, rounded up.
package func divideUp(_ dividend: Int, _ divisor: Int) -> Int {
  (dividend + divisor - 1) / divisor
}

/// The contiguous part of `items` equal pieces of work that belongs to one of several workers; those of
/// all are nearly equal.
package func share(of items: Int, worker: Int, of workers: Int) -> Range<Int> {
  items * worker / workers..<items * (worker + 1) / workers
}

/// The fewest numbers that are at most `most`, make `count` and are nearly equal.
func evenParts(of count: Int, most: Int) -> [Int] {
  let parts = divideUp(count, most)
  return (0..<parts).map { share(of: count, worker: $0, of: parts).count }
}
