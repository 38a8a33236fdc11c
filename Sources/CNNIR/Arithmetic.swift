/// What an evaluation computes besides multiply-adds, by kind.
///
/// Arithmetic on attributes and parameters alone, which need be done only once, does not count, nor
/// does that on positions. Where elements decide how much is computed, the most counts.
package struct Arithmetic: Sendable, Hashable {

  /// Products that are no part of a multiply-add.
  package var multiplications = 0
  /// Sums and differences that are no part of a multiply-add.
  package var additions = 0
  /// Comparisons of two elements, or of an element with a bound.
  package var comparisons = 0
  package var divisions = 0
  /// Exponentials, logarithms, powers, roots and what is made of one of them: tanh, erf.
  package var exponentials = 0

  package init(
    multiplications: Int = 0, additions: Int = 0, comparisons: Int = 0, divisions: Int = 0,
    exponentials: Int = 0
  ) {
    self.multiplications = multiplications
    self.additions = additions
    self.comparisons = comparisons
    self.divisions = divisions
    self.exponentials = exponentials
  }

  /// The kinds with their names for one of them.
  package static let kinds: [(name: String, count: KeyPath<Self, Int> & Sendable)] = [
    ("multiplication", \.multiplications), ("addition", \.additions),
    ("comparison", \.comparisons), ("division", \.divisions), ("exponential", \.exponentials),
  ]

  /// The same as often as the product of `factors`, or `nil` when a count exceeds 64 bits.
  package func times(_ factors: some Sequence<Int>) -> Arithmetic? {
    guard self != Arithmetic() else { return self }
    guard let factor = checkedProduct(factors) else { return nil }
    return map(self) { (count, _) in checkedProduct([count, factor]) }
  }

  /// The sum, or `nil` when a count exceeds 64 bits.
  package func adding(_ other: Arithmetic) -> Arithmetic? {
    map(other) { checkedSum([$0, $1]) }
  }

  /// What `combine` makes of the counts of each kind, or `nil` when it makes none of one.
  private func map(_ other: Arithmetic, _ combine: (Int, Int) -> Int?) -> Arithmetic? {
    guard let multiplications = combine(multiplications, other.multiplications),
      let additions = combine(additions, other.additions),
      let comparisons = combine(comparisons, other.comparisons),
      let divisions = combine(divisions, other.divisions),
      let exponentials = combine(exponentials, other.exponentials)
    else { return nil }
    return Arithmetic(
      multiplications: multiplications, additions: additions, comparisons: comparisons,
      divisions: divisions, exponentials: exponentials)
  }

  /// The counts that are not 0, as a phrase: `1 comparison, 2 additions`; `nothing` when all are.
  package var phrase: String {
    let parts = Self.kinds.compactMap { (kind) -> String? in
      let count = self[keyPath: kind.count]
      return count == 0 ? nil : "\(count) \(kind.name)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }

}
