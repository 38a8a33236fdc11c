extension Level {

  /// Gives each item its place from left to right, after Brandes and Köpf, 2002: four times, from each
  /// corner, items are aligned with the median of their neighbours in the row before and pushed
  /// together; the place is the mean of the middle two. Long arrows are straight but for their ends.
  mutating func assignLanes() {
    let neighbors = Neighbors(self)
    let conflicts = conflicts(neighbors)
    var layouts: [[Double]] = []
    for (isUpward, isLeftward) in [(false, false), (false, true), (true, false), (true, true)] {
      var rows = isUpward ? Array(self.rows.reversed()) : self.rows
      if isLeftward { rows = rows.map { $0.reversed() } }
      let before = isUpward ? neighbors.below : neighbors.above
      let alignment = Alignment(rows, before, conflicts)
      let places = alignment.compacted(rows, items)
      layouts.append(isLeftward ? places.map { -$0 } : places)
    }
    lanes = Self.middle(of: layouts, items)
  }

  /// The segments that cross one between two bends, which stays straight.
  private func conflicts(_ neighbors: Neighbors) -> Set<Pair> {
    var conflicts: Set<Pair> = []
    for (upper, lower) in zip(rows, rows.dropFirst()) where upper.count > 1 && lower.count > 1 {
      let places = Dictionary(uniqueKeysWithValues: upper.enumerated().map { ($1, $0) })
      var (start, scanned) = (0, 0)
      for (place, item) in lower.enumerated() {
        let inner = innerSource(of: item, neighbors)
        guard inner != nil || place == lower.count - 1 else { continue }
        let end = inner.map { places[$0]! } ?? upper.count
        for other in lower[scanned...place] where innerSource(of: other, neighbors) == nil {
          for source in neighbors.above[other] {
            let place = places[source]!
            if place < start || place > end { conflicts.insert(Pair(source, other)) }
          }
        }
        (start, scanned) = (end, place + 1)
      }
    }
    return conflicts
  }

  /// The bend above a bend.
  private func innerSource(of item: Int, _ neighbors: Neighbors) -> Int? {
    guard items[item] == .bend, let source = neighbors.above[item].first, items[source] == .bend
    else { return nil }
    return source
  }

  /// The layouts moved so that all have an edge with the narrowest in common, then for each item the
  /// mean of the second and third of its places.
  private static func middle(of layouts: [[Double]], _ items: [Item]) -> [Double] {
    let bounds = layouts.map { ($0.min() ?? 0, $0.max() ?? 0) }
    let narrowest = bounds.min { $0.1 - $0.0 < $1.1 - $1.0 } ?? (0, 0)
    return items.indices.map { (item) in
      let places = layouts.indices.map { (index) in
        let isLeftward = index % 2 == 1
        let move = isLeftward ? narrowest.1 - bounds[index].1 : narrowest.0 - bounds[index].0
        return layouts[index][item] + move
      }.sorted()
      // Thousandths are more than a picture shows.
      return (1000 * (places[1] + places[2]) / 2).rounded() / 1000
    }
  }

}

/// Two items that a segment joins.
private struct Pair: Hashable {

  private let source: Int
  private let target: Int

  init(_ source: Int, _ target: Int) {
    self.source = source
    self.target = target
  }

}

/// Items of different rows that stand in one line: each has a root, the first of its line.
private struct Alignment {

  private var roots: [Int]

  /// Aligns each item with the median of its neighbours in the row before, unless a line crosses.
  init(_ rows: [[Int]], _ before: [[Int]], _ conflicts: Set<Pair>) {
    roots = before.indices.map(\.self)
    var aligned = before.map { (_) in false }
    for (previous, row) in zip(rows, rows.dropFirst()) {
      let places = Dictionary(uniqueKeysWithValues: previous.enumerated().map { ($1, $0) })
      var last = -1
      for item in row {
        let neighbors = before[item].sorted { places[$0]! < places[$1]! }
        guard !neighbors.isEmpty else { continue }
        let medians = [neighbors[(neighbors.count - 1) / 2], neighbors[neighbors.count / 2]]
        for neighbor in medians {
          let isFree = !aligned[item] && last < places[neighbor]!
          let pairs = [Pair(neighbor, item), Pair(item, neighbor)]
          guard isFree, !pairs.contains(where: conflicts.contains) else { continue }
          roots[item] = roots[neighbor]
          aligned[item] = true
          last = places[neighbor]!
        }
      }
    }
  }

  /// Places that keep items of a row apart, each line as far left as it can be, then each as far right
  /// as it can be without moving those beside it.
  func compacted(_ rows: [[Int]], _ items: [Level.Item]) -> [Double] {
    var following: [Int: [(line: Int, gap: Double)]] = [:]
    var waiting: [Int: Int] = [:]
    for row in rows {
      for (left, right) in zip(row, row.dropFirst()) {
        let gap = (items[left].width + items[right].width) / 2
        following[roots[left], default: []].append((roots[right], gap))
        waiting[roots[right], default: 0] += 1
      }
    }
    var order = items.indices.filter { roots[$0] == $0 && waiting[$0] == nil }
    var places = items.map { (_) in 0.0 }
    var next = 0
    while next < order.count {
      let line = order[next]
      next += 1
      for (other, gap) in following[line] ?? [] {
        places[other] = max(places[other], places[line] + gap)
        waiting[other]! -= 1
        if waiting[other] == 0 { order.append(other) }
      }
    }
    for line in order.reversed() {
      let limit = (following[line] ?? []).map { places[$0.line] - $0.gap }.min()
      if let limit { places[line] = max(places[line], limit) }
    }
    return items.indices.map { places[roots[$0]] }
  }

}
