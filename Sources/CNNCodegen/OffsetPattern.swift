/// Offsets at regular distances, all repeated at other regular distances.
struct OffsetPattern: Equatable {

  let first: Int
  private(set) var inner: (count: Int, distance: Int)
  private(set) var outer = (count: 1, distance: 0)

  /// The number of offsets.
  var count: Int { inner.count * outer.count }

  static func == (a: Self, b: Self) -> Bool {
    a.first == b.first && a.inner == b.inner && a.outer == b.outer
  }

  /// The patterns that together make a list.
  static func patterns(of offsets: [Int]) -> [OffsetPattern] {
    var patterns: [OffsetPattern] = []
    for run in runs(of: offsets) {
      if let last = patterns.last, let extended = last.extended(by: run) {
        patterns[patterns.count - 1] = extended
      } else {
        patterns.append(run)
      }
    }
    return patterns
  }

  /// Runs of equal distances, of a length that goes well with what follows.
  private static func runs(of offsets: [Int]) -> [OffsetPattern] {
    var runs: [OffsetPattern] = []
    var start = 0
    while start < offsets.count {
      let distance = start + 1 < offsets.count ? offsets[start + 1] - offsets[start] : 0
      var end = min(start + 2, offsets.count)
      while end < offsets.count, offsets[end] - offsets[end - 1] == distance { end += 1 }
      runs.append(
        OffsetPattern(first: offsets[start], inner: (count: end - start, distance: distance)))
      start = end
    }
    return runs
  }

  /// The pattern with one more repetition, if `run` is that.
  private func extended(by run: OffsetPattern) -> OffsetPattern? {
    guard run.inner == inner else { return nil }
    let distance = run.first - first - (outer.count - 1) * outer.distance
    guard outer.count == 1 || distance == outer.distance else { return nil }
    var pattern = self
    pattern.outer = (outer.count + 1, outer.count == 1 ? run.first - first : outer.distance)
    return pattern
  }

  /// The arguments of the emitted call that writes the offsets.
  var arguments: [String] {
    let innerArguments = ["\(inner.count)", "by: \(inner.distance)"]
    let outerArguments = ["\(outer.count)", "by: \(outer.distance)"]
    if outer.count > 1 { return ["\(first)"] + innerArguments + outerArguments }
    return inner.count > 1 ? ["\(first)"] + innerArguments : ["\(first)"]
  }

}
