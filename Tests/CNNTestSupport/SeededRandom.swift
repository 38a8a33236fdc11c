/// SplitMix64: random numbers that are the same in every run (Steele, Lea and Flood, 2014).
package struct SeededRandom: RandomNumberGenerator {

  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

}

extension SeededRandom {

  package mutating func integer(in range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// True in `percent` of a hundred calls.
  package mutating func chance(_ percent: Int) -> Bool { integer(in: 0...99) < percent }

  /// - Requires: `values` is not empty.
  package mutating func element<Value>(of values: [Value]) -> Value {
    values[integer(in: 0...values.count - 1)]
  }

}
