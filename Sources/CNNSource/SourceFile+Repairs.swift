extension SourceFile {

  /// The text with the repairs of `fixIts` made, and how many were made.
  ///
  /// Of fix-its that overlap only the first in the text is made: the others were meant for what it
  /// replaces.
  ///
  /// - Requires: fix-its of this file.
  package func repaired(by fixIts: [FixIt]) -> (text: [UInt8], count: Int) {
    let ordered = fixIts.enumerated().sorted {
      ($0.element.range.offsets.lowerBound, $0.offset)
        < ($1.element.range.offsets.lowerBound, $1.offset)
    }
    var made: [FixIt] = []
    for (_, fixIt) in ordered where made.last.map({ !$0.overlaps(fixIt) }) ?? true {
      made.append(fixIt)
    }
    var text = self.text
    // From the end on, so that the offsets of those that are still to be made stay true.
    for fixIt in made.reversed() {
      text.replaceSubrange(fixIt.range.offsets, with: fixIt.replacement.utf8)
    }
    return (text, made.count)
  }

}

extension FixIt {

  /// Whether this repair and a later one concern the same text, or insert at the same place.
  fileprivate func overlaps(_ later: FixIt) -> Bool {
    range.offsets.overlaps(later.range.offsets) || range.offsets == later.range.offsets
  }

}
