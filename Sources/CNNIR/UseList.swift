/// Who reads a value: one entry for each operand, and those of erased nodes until the next sweep.
///
/// Erasing a node only counts its entries as erased, so that it takes no longer where a value has
/// many users; the list is swept when half of it is erased.
struct UseList: Sendable {

  /// An operand of a node.
  struct Use: Sendable, Hashable {
    var user: ValueID
    /// The position among what the node reads.
    var position: Int
  }

  private(set) var uses: [Use] = []

  /// How many of the entries belong to erased nodes.
  private(set) var erasedCount = 0

  /// The number of entries of nodes that are there.
  var count: Int { uses.count - erasedCount }

  mutating func append(_ use: Use) { uses.append(use) }

  /// Counts one entry as erased.
  mutating func eraseOne() { erasedCount += 1 }

  /// Removes the entries of erased nodes if they are many; all of them must have been counted.
  mutating func sweep(_ isErased: (ValueID) -> Bool) {
    guard erasedCount > count else { return }
    uses.removeAll { isErased($0.user) }
    erasedCount = 0
  }

}
