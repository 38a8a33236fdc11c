/// How a parameter's elements, row-major, come to lie in the order in which steps read them.
///
/// No element is read twice. What no copy writes is zero.
package struct Packing: Sendable, Hashable {

  /// A loop over elements at regular distances.
  package struct Loop: Sendable, Hashable {
    package var count: Int
    /// The distances from one to the next.
    package var source: Int
    package var target: Int
  }

  /// Elements that are copied, or windows that are transformed.
  package struct Copy: Sendable, Hashable {
    package var source: Int
    package var target: Int
    /// One at least, outermost first. Those of windows end with one over channels, whose windows lie behind
    /// each other, and one over filters, which leads to neighbouring places.
    package var loops: [Loop]
    /// How far apart the coefficients of a transformed window lie.
    package var coefficientStride = 0
  }

  /// Winograd's transform of windows; else elements are copied.
  package var transform: WinogradSize?

  package var copies: [Copy]

  /// The elements of the result.
  package var count: Int

  /// The elements that are copied, or the windows that are transformed.
  private var moves: Int { copies.reduce(0) { $0 + $1.loops.reduce(1) { $0 * $1.count } } }

  /// Whether copies write every element of the result.
  var fillsItsPlace: Bool { moves * (transform?.coefficients ?? 1) == count }

  /// Whether copies read all of `count` elements, once each, in innermost loops from one row of `size` elements to
  /// the next.
  package func readsColumns(of count: Int, rowSize size: Int) -> Bool {
    moves * (transform?.taps ?? 1) == count && copies.allSatisfy { $0.loops.last?.source == size }
  }

  /// The elements as they are.
  static func plain(_ count: Int) -> Packing {
    Packing(
      transform: nil,
      copies: [
        Copy(source: 0, target: 0, loops: [Loop(count: count, source: 1, target: 1)])
      ], count: count)
  }

  /// The filters of a depthwise convolution, tap by tap for each block of channels.
  static func depthwise(channels: Int, taps: Int) -> Packing {
    let lanes = Layout.lanes
    func copy(_ first: Int, _ blocks: Int, _ channels: Int) -> Copy {
      Copy(
        source: first * taps, target: first * taps,
        loops: [
          Loop(count: blocks, source: lanes * taps, target: lanes * taps),
          Loop(count: taps, source: 1, target: lanes),
          Loop(count: channels, source: taps, target: 1),
        ])
    }
    let (whole, rest) = channels.quotientAndRemainder(dividingBy: lanes)
    return Packing(
      transform: nil,
      copies: (whole > 0 ? [copy(0, whole, lanes)] : [])
        + (rest > 0 ? [copy(whole * lanes, 1, rest)] : []),
      count: divideUp(channels, lanes) * lanes * taps)
  }

}

extension Packing.Copy {

  /// Lists of copies as one, where those of the same shape at regular distances are one more loop.
  static func joined(_ lists: [[Packing.Copy]]) -> [Packing.Copy] {
    var result: [Packing.Copy] = []
    var start = 0
    while start < lists.count {
      var end = start + 1
      while end < lists.count, lists[end].follows(lists[end - 1], as: lists[start], end - start) {
        end += 1
      }
      let first = lists[start]
      for index in first.indices {
        var copy = first[index]
        if end - start > 1 {
          let next = lists[start + 1][index]
          let loop = Packing.Loop(
            count: end - start, source: next.source - copy.source,
            target: next.target - copy.target)
          copy.loops.insert(loop, at: 0)
        }
        result.append(copy)
      }
      start = end
    }
    return result
  }

}

extension [Packing.Copy] {

  /// Whether these copies are as far from `last` as `last` is from the one before, in a run that began
  /// with `first`, `count` lists ago.
  fileprivate func follows(_ last: Self, as first: Self, _ count: Int) -> Bool {
    guard self.count == first.count else { return false }
    return indices.allSatisfy { (index) in
      let (copy, last, first) = (self[index], last[index], first[index])
      return copy.loops == first.loops && copy.coefficientStride == first.coefficientStride
        && (copy.source - last.source) * count == copy.source - first.source
        && (copy.target - last.target) * count == copy.target - first.target
    }
  }

}
