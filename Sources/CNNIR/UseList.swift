/// Who reads a value: one entry for each time, and stale ones until the next sweep.
///
/// An entry is stale when its node is erased or has other content by now. Making entries stale only
/// counts them, so that it takes no longer where a value has many users; the list is swept when half
/// of it is stale.
struct UseList: Sendable {

  /// A value that a node reads.
  struct Use: Sendable, Hashable {
    var user: ValueID
    /// The position in the node's `reads`.
    var position: Int
    /// The node's content that reads the value.
    var generation: Int
  }

  private(set) var uses: [Use] = []

  /// How many of the entries are stale.
  private(set) var staleCount = 0

  /// The number of entries that hold.
  var count: Int { uses.count - staleCount }

  mutating func append(_ use: Use) { uses.append(use) }

  /// Counts one entry as stale.
  mutating func retireOne() { staleCount += 1 }

  /// Removes the stale entries if they are many; all of them must have been counted.
  mutating func sweep(_ isStale: (Use) -> Bool) {
    guard staleCount > count else { return }
    uses.removeAll(where: isStale)
    staleCount = 0
  }

}
