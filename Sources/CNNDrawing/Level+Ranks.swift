extension Level {

  /// Gives each item its rank, so that every segment leads to a later one: entries the first, exits the
  /// last, and other items the one behind all that they read.
  mutating func assignRanks() {
    ranks = items.map { (_) in 0 }
    let incoming = Dictionary(grouping: segments, by: \.target)
    let outgoing = Dictionary(grouping: segments, by: \.source)
    let hasEntries = items.contains { $0.isEntry }
    // Entries and exits were added on the way; the others are in the order of their boxes, and so come
    // after all that they read.
    let inner = items.indices.filter { !items[$0].isEntry && !items[$0].isExit }
    for item in inner {
      let before = (incoming[item] ?? []).map { ranks[$0.source] }.max()
      ranks[item] = before.map { $0 + 1 } ?? (hasEntries ? 1 : 0)
    }
    // What reads nothing stands close to what reads it.
    for item in inner.reversed() where incoming[item] == nil {
      let after = (outgoing[item] ?? []).filter { !items[$0.target].isExit }
      if let rank = after.map({ ranks[$0.target] }).min() { ranks[item] = rank - 1 }
    }
    let last = (ranks.max() ?? 0) + 1
    for item in items.indices where items[item].isExit { ranks[item] = last }
  }

  /// Cuts the segments over several ranks into pieces with bends between, as long as there are at most
  /// `limit` bends; the shortest come first.
  ///
  /// - Returns: the number of bends.
  mutating func addBends(limit: Int) -> Int {
    var pieces: [Segment] = []
    var count = 0
    // The bends of each value in the ranks behind what it comes from.
    var bends: [Trunk: [Int]] = [:]
    let span = { [ranks] (segment: Segment) in
      ranks[segment.target] - ranks[segment.source]
    }
    let order = segments.indices.sorted {
      (span(segments[$0]), $0) < (span(segments[$1]), $1)
    }
    for segment in order.map({ segments[$0] }) {
      let trunk = Trunk(source: segment.source, value: segment.value)
      var chain = bends[trunk] ?? []
      let missing = span(segment) - 1 - chain.count
      guard count + max(missing, 0) <= limit else {
        pieces.append(segment)
        continue
      }
      while chain.count < span(segment) - 1 {
        let previous = chain.last ?? segment.source
        items.append(.bend)
        ranks.append(ranks[previous] + 1)
        chain.append(items.count - 1)
        pieces.append(Segment(source: previous, target: chain.last!, value: segment.value))
        count += 1
      }
      bends[trunk] = chain
      let last = span(segment) > 1 ? chain[span(segment) - 2] : segment.source
      pieces.append(Segment(source: last, target: segment.target, value: segment.value))
    }
    segments = pieces
    return count
  }

  private struct Trunk: Hashable {
    var source: Int
    var value: Int
  }

}

extension Level.Item {

  var isEntry: Bool { if case .entry = self { true } else { false } }

  var isExit: Bool { if case .exit = self { true } else { false } }

}
