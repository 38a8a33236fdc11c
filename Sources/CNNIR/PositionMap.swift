/// Which positions of an axis those of another depend on, as a table that repeats.
///
/// Position `i` depends on `ranges[i mod period]`, moved by `advance` for each whole period before it.
/// So a window with a stride of 2 is a table of one range with an advance of 2, and an upsampling by 2 is
/// one of two equal ranges with an advance of 1. Nothing is cut off at the borders.
package struct PositionMap: Sendable, Hashable {

  /// The positions from the first to the last that each depends on; none where a transposed
  /// convolution reaches nothing.
  package let ranges: [ClosedRange<Int>?]

  /// How far the ranges have moved after a period.
  package let advance: Int

  /// The distance between neighbours in a range that count: a dilation.
  package let step: Int

  /// Whether each range starts and ends no earlier than the one before it.
  private let isOrdered: Bool

  /// Tables with more ranges are given up: they arise from rates that do not fit each other.
  private static let longestPeriod = 1024

  /// Tables that move faster or reach further are given up, so that positions stay far from overflow.
  private static let largestAdvance = 1 << 20
  private static let largestPosition = 1 << 36

  package var period: Int { ranges.count }

  package init(_ ranges: [ClosedRange<Int>?], advance: Int, step: Int = 1) {
    self.ranges = ranges
    self.advance = advance
    self.step = step
    let first = ranges.first?.map { $0.lowerBound + advance...$0.upperBound + advance }
    isOrdered = zip(ranges, ranges.dropFirst() + [first]).allSatisfy { (a, b) in
      guard let a, let b else { return false }
      return a.lowerBound <= b.lowerBound && a.upperBound <= b.upperBound
    }
  }

  /// A table of what `range` gives for each of the first positions; `nil` when it gets too long.
  package init?(
    period: Int, advance: Int, step: Int = 1, _ range: (_ index: Int) -> ClosedRange<Int>?
  ) {
    guard period <= Self.longestPeriod else { return nil }
    self.init((0..<period).map(range), advance: advance, step: step)
  }

  package static let identity = PositionMap([0...0], advance: 1)

  /// What position `index`, which may be negative, depends on.
  package subscript(index: Int) -> ClosedRange<Int>? {
    let (turn, place) = dividedDown(index, by: period)
    return ranges[place].map { $0.lowerBound + turn * advance...$0.upperBound + turn * advance }
  }

  /// Whether the positions that a table which goes over this one asks for are far from overflow.
  private var isBounded: Bool {
    advance <= Self.largestAdvance
      && ranges.allSatisfy { (range) in
        range.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) <= Self.largestPosition }
          ?? true
      }
  }

  /// What positions depend on by way of another axis: this map says on which of that axis, `inner` on
  /// what those do. `nil` when the table gets too long, or reaches too far.
  package func following(_ inner: PositionMap) -> PositionMap? {
    guard isBounded, inner.isBounded else { return nil }
    let turns = inner.period / greatestCommonDivisor(inner.period, advance)
    let length = period * turns
    let advance = advance * turns / inner.period * inner.advance
    guard length <= Self.longestPeriod, advance <= Self.largestAdvance else { return nil }
    var ranges: [ClosedRange<Int>?] = []
    for index in 0..<length {
      guard let range = self[index] else {
        ranges.append(nil)
        continue
      }
      // In order the ends decide; else after a period of the inner map everything lies further on.
      let span = (range.upperBound - range.lowerBound) / step
      let count = inner.isOrdered ? 0 : min(span, inner.period - 1)
      let first = (0...count).compactMap { inner[range.lowerBound + $0 * step]?.lowerBound }.min()
      let last = (0...count).compactMap { inner[range.upperBound - $0 * step]?.upperBound }.max()
      ranges.append(first.flatMap { (first) in last.map { first...$0 } })
    }
    return PositionMap(ranges, advance: advance)
  }

  /// What positions depend on by way of either map, or `nil` when these move at different rates or the
  /// table gets too long.
  package func union(_ other: PositionMap) -> PositionMap? {
    guard rateIsEqual(to: other) else { return nil }
    let length = period / greatestCommonDivisor(period, other.period) * other.period
    guard length <= Self.longestPeriod else { return nil }
    let ranges = (0..<length).map { enclosingRange(self[$0], other[$0]) }
    return PositionMap(ranges, advance: advance * (length / period))
  }

  package func rateIsEqual(to other: PositionMap) -> Bool {
    advance * other.period == other.advance * period
  }

  /// All that the positions of an axis of `extent` depend on.
  package func hull(over extent: Int) -> ClosedRange<Int>? {
    let count = min(extent, period)
    let first = (0..<count).compactMap { self[$0]?.lowerBound }.min()
    let last = (0..<count).compactMap { self[extent - 1 - $0]?.upperBound }.max()
    return first.flatMap { (first) in last.map { first...$0 } }
  }

  /// The most positions that one depends on, from the first to the last.
  package var extent: Int { ranges.compactMap { $0?.count }.max() ?? 0 }

  /// The middle of what position 0 depends on; of a table of several ranges the mean of where the
  /// middle of each would lie there.
  package var center: Double {
    let offsets = ranges.enumerated().compactMap { (index, range) in
      range.map {
        Double($0.lowerBound + $0.upperBound) / 2 - Double(index * advance) / Double(period)
      }
    }
    return offsets.isEmpty ? 0 : offsets.reduce(0, +) / Double(offsets.count)
  }

}

/// The range from the start of the first to the end of the last.
package func enclosingRange(_ a: ClosedRange<Int>?, _ b: ClosedRange<Int>?) -> ClosedRange<Int>? {
  guard let a, let b else { return a ?? b }
  return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
}

/// The quotient rounded down and what is left, which is not negative.
package func dividedDown(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// How the result of an op depends on an axis of an operand.
package enum AxisReach: Sendable, Hashable {
  /// Each position along an axis of the result on some along this one; `nil` where no table says on
  /// which.
  case moving(PositionMap?, along: Int)
  /// Each element on all positions.
  case all
  /// Each position along an axis of the result on that along this one and, through a sum, on all.
  case movingAndAll(along: Int)

  /// Each position along an axis of the result on the same along this one.
  package static func same(_ axis: Int) -> AxisReach { .moving(.identity, along: axis) }
}

extension Op {

  /// How the result depends on the spatial axes of an operand that keep their extents, the other axes
  /// lost.
  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let x = operands[operand].shape
    let keepsChannels = isView && x == result.shape
    return x.indices.dropFirst().map { (axis) in
      guard x.count == result.shape.count, x[axis] == result.shape[axis] else { return .all }
      return axis > 1 || keepsChannels ? .same(axis) : .all
    }
  }

}
