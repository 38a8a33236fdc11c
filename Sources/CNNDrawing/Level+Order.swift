extension Level {

  /// How often the rows are put in order, from top to bottom and back.
  private static let sweeps = 8

  /// Puts the items of each rank into an order with few crossings: again and again, each item where the
  /// mean of its neighbours in the row before is (Sugiyama, Tagawa and Toda, 1981). The best is kept.
  ///
  /// - Parameter entries: the values that come in, from left to right; that order stays.
  mutating func orderRows(entries: [Int]) {
    rows = Array(repeating: [], count: (ranks.max() ?? -1) + 1)
    for item in items.indices { rows[ranks[item]].append(item) }
    let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1, $0) })
    if let first = rows.first, first.contains(where: { items[$0].isEntry }) {
      rows[0] = first.sorted { entryPlace($0, places) < entryPlace($1, places) }
    }
    let neighbors = Neighbors(self)
    var best = (rows: rows, crossings: crossings(neighbors))
    for sweep in 0..<Self.sweeps where best.crossings > 0 {
      if sweep.isMultiple(of: 2) {
        for rank in rows.indices.dropFirst() { order(rank, by: neighbors.above, rank - 1) }
      } else {
        let isFixed = items[rows[0].first ?? 0].isEntry
        for rank in rows.indices.dropLast().reversed() where rank > 0 || !isFixed {
          order(rank, by: neighbors.below, rank + 1)
        }
      }
      let crossings = crossings(neighbors)
      if crossings < best.crossings { best = (rows, crossings) }
    }
    rows = best.rows
  }

  private func entryPlace(_ item: Int, _ places: [Int: Int]) -> Int {
    if case .entry(let value) = items[item] { places[value] ?? 0 } else { .max }
  }

  private mutating func order(_ rank: Int, by neighbors: [[Int]], _ other: Int) {
    let places = places(in: other)
    let means = rows[rank].enumerated().map { (place, item) in
      let others = neighbors[item].map { Double(places[$0]!) }
      return (others.isEmpty ? Double(place) : others.reduce(0, +) / Double(others.count), place)
    }
    let row = rows[rank]
    rows[rank] = means.sorted { $0 < $1 }.map { row[$0.1] }
  }

  private func places(in rank: Int) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: rows[rank].enumerated().map { ($1, $0) })
  }

  /// The number of crossings between neighbouring rows: for each segment from left to right, those
  /// before it that end further right (Barth, Jünger and Mutzel, 2002).
  private func crossings(_ neighbors: Neighbors) -> Int {
    rows.indices.dropFirst().reduce(0) { (sum, rank) in
      if rows[rank].count < 2 || rows[rank - 1].count < 2 { return sum }
      let places = places(in: rank)
      let ends = rows[rank - 1].flatMap { (item) in
        neighbors.below[item].map { places[$0]! }.sorted()
      }
      return sum + Self.inversions(of: ends, below: rows[rank].count)
    }
  }

  /// How many pairs of numbers below `limit` are in falling order.
  private static func inversions(of numbers: [Int], below limit: Int) -> Int {
    // A Fenwick tree of how often each number came.
    var tree = Array(repeating: 0, count: limit + 1)
    var inversions = 0
    for (count, number) in numbers.enumerated() {
      var notAbove = 0
      var index = number + 1
      while index > 0 {
        notAbove += tree[index]
        index -= index & -index
      }
      inversions += count - notAbove
      index = number + 1
      while index <= limit {
        tree[index] += 1
        index += index & -index
      }
    }
    return inversions
  }

}

/// The items that segments between neighbouring ranks join each item with.
struct Neighbors {

  private(set) var above: [[Int]]
  private(set) var below: [[Int]]

  init(_ level: Level) {
    above = level.items.map { (_) in [] }
    below = above
    for segment in level.segments
    where level.ranks[segment.target] == level.ranks[segment.source] + 1 {
      above[segment.target].append(segment.source)
      below[segment.source].append(segment.target)
    }
  }

}
