#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// The reference kernels are compiled once more with this file in `CNNIR`: the names `Float` and `Double`
// then stand for numbers that count what is done to them, so that the very same text of a kernel says
// what it executes.

package typealias Float = Counted<Swift.Float>
package typealias Double = Counted<Swift.Double>

extension Arithmetic {

  /// What was executed since the last reset, multiply-adds as their products and sums.
  nonisolated(unsafe) fileprivate static var tally = Arithmetic()

  /// What `body` executes.
  package static func executed(by body: () -> Void) -> Arithmetic {
    tally = Arithmetic()
    body()
    return tally
  }

}

package typealias CountableBase = BinaryFloatingPoint & LosslessStringConvertible & Sendable

/// A number that counts what is done to it.
package struct Counted<Base: CountableBase>: Sendable {
  package var base: Base

  package init(base: Base) { self.base = base }
}

extension Counted: Hashable, Comparable, SignedNumeric, ExpressibleByFloatLiteral,
  LosslessStringConvertible
{
  package init(floatLiteral value: Swift.Double) { base = Base(value) }
  package init(integerLiteral value: Int) { base = Base(value) }
  package init(_ value: Int) { base = Base(value) }
  package init(_ value: Swift.Double) { base = Base(value) }
  package init<Other>(_ other: Counted<Other>) { base = Base(other.base) }
  package init?(exactly value: some BinaryInteger) {
    guard let base = Base(exactly: value) else { return nil }
    self.base = base
  }
  package init?(_ text: String) {
    guard let base = Base(text) else { return nil }
    self.base = base
  }

  package var description: String { base.description }

  package static func * (a: Self, b: Self) -> Self {
    Arithmetic.tally.multiplications += 1
    return Self(base: a.base * b.base)
  }
  package static func + (a: Self, b: Self) -> Self {
    Arithmetic.tally.additions += 1
    return Self(base: a.base + b.base)
  }
  package static func - (a: Self, b: Self) -> Self {
    Arithmetic.tally.additions += 1
    return Self(base: a.base - b.base)
  }
  package static func / (a: Self, b: Self) -> Self {
    Arithmetic.tally.divisions += 1
    return Self(base: a.base / b.base)
  }
  package static func < (a: Self, b: Self) -> Bool {
    Arithmetic.tally.comparisons += 1
    return a.base < b.base
  }
  package static func > (a: Self, b: Self) -> Bool {
    Arithmetic.tally.comparisons += 1
    return a.base > b.base
  }
  package static func <= (a: Self, b: Self) -> Bool {
    Arithmetic.tally.comparisons += 1
    return a.base <= b.base
  }
  package static func >= (a: Self, b: Self) -> Bool {
    Arithmetic.tally.comparisons += 1
    return a.base >= b.base
  }
  package static func *= (a: inout Self, b: Self) { a = a * b }
  package static func += (a: inout Self, b: Self) { a = a + b }
  package static func -= (a: inout Self, b: Self) { a = a - b }
  package static func /= (a: inout Self, b: Self) { a = a / b }
  // A change of the sign is no operation of its own.
  package static prefix func - (a: Self) -> Self { Self(base: -a.base) }

  package var magnitude: Self { Self(base: base.magnitude) }
  package var isNaN: Bool { base.isNaN }
  package var isFinite: Bool { base.isFinite }
  package static var infinity: Self { Self(base: .infinity) }
  package static var nan: Self { Self(base: .nan) }
  package static var pi: Self { Self(base: .pi) }

  package func rounded(_ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> Self {
    Self(base: base.rounded(rule))
  }
  package mutating func formSquareRoot() { self = squareRoot() }
  package func squareRoot() -> Self {
    Arithmetic.tally.exponentials += 1
    return Self(base: base.squareRoot())
  }
}

extension Counted<Swift.Double> {
  package var bitPattern: UInt64 { base.bitPattern }
}

extension Int {
  package init<Base>(_ number: Counted<Base>) { self = Int(number.base) }
  package init?<Base>(exactly number: Counted<Base>) {
    guard let value = Int(exactly: number.base) else { return nil }
    self = value
  }
}

private func function(_ x: Double, _ value: (Swift.Double) -> Swift.Double) -> Double {
  Arithmetic.tally.exponentials += 1
  return Double(base: value(x.base))
}

package func exp(_ x: Double) -> Double { function(x, { exp($0) }) }
package func expm1(_ x: Double) -> Double { function(x, { expm1($0) }) }
package func log(_ x: Double) -> Double { function(x, { log($0) }) }
package func log1p(_ x: Double) -> Double { function(x, { log1p($0) }) }
package func tanh(_ x: Double) -> Double { function(x, { tanh($0) }) }
package func erf(_ x: Double) -> Double { function(x, { erf($0) }) }
package func pow(_ x: Double, _ y: Double) -> Double {
  function(x) { pow($0, y.base) }
}
