extension Packing {

  /// Some of the copies, and the elements among which is all that they read.
  package struct Part: Sendable, Hashable {
    package var source: Range<Int>
    package var copies: [Copy]

    package init(source: Range<Int>, copies: [Copy]) {
      self.source = source
      self.copies = copies
    }
  }

  /// The packing of `count` elements, which are read one range after the other: each of about `size`
  /// elements, or of more where the order does not allow that.
  package func parts(of count: Int, size: Int) -> [Part] {
    let width = transform?.taps ?? 1
    let pieces = copies.flatMap { $0.pieces(size: size, width: width) }
      .sorted { $0.source.lowerBound < $1.source.lowerBound }
    var parts: [Part] = []
    for piece in pieces {
      guard let last = parts.last,
        piece.source.lowerBound < last.source.upperBound || last.source.count < size / 2
      else {
        parts.append(piece)
        continue
      }
      let end = max(last.source.upperBound, piece.source.upperBound)
      parts[parts.count - 1].source = last.source.lowerBound..<end
      parts[parts.count - 1].copies += piece.copies
    }
    // What no copy reads belongs to the part before it.
    for index in parts.indices {
      let start = index == 0 ? 0 : parts[index].source.lowerBound
      let end = index + 1 < parts.count ? parts[index + 1].source.lowerBound : count
      parts[index].source = start..<end
    }
    return parts
  }

}

extension Packing.Copy {

  /// The copy in parts of about `size` elements, where its outermost loop goes from one range of elements
  /// to the next; `width` elements are read in the innermost one.
  fileprivate func pieces(size: Int, width: Int) -> [Packing.Part] {
    guard let outer = loops.first, outer.source > 0,
      range(of: loops.dropFirst(), width).count <= outer.source
    else { return [Packing.Part(source: range(of: loops[...], width), copies: [self])] }
    let step = max(size / outer.source, 1)
    return stride(from: 0, to: outer.count, by: step).map { (first) in
      var copy = self
      copy.source += first * outer.source
      copy.target += first * outer.target
      copy.loops[0].count = min(step, outer.count - first)
      return Packing.Part(source: copy.range(of: copy.loops[...], width), copies: [copy])
    }
  }

  /// The elements among which is all that some of the loops read.
  private func range(of loops: ArraySlice<Packing.Loop>, _ width: Int) -> Range<Int> {
    let distances = loops.map { ($0.count - 1) * $0.source }
    let start = source + distances.reduce(0) { $0 + min($1, 0) }
    let end = source + distances.reduce(0) { $0 + max($1, 0) }
    return start..<end + width
  }

}
