/// A half-open range of one source file, in UTF-8 offsets.
package struct SourceRange: Sendable, Hashable {

  package let file: SourceFile
  package let offsets: Range<Int>

  package init(_ file: SourceFile, _ offsets: Range<Int>) {
    self.file = file
    self.offsets = offsets
  }

  /// The text that the range covers.
  package var text: String { file[offsets] }

  /// The number of the line that the range starts on.
  package var line: Int { file.line(at: offsets.lowerBound) }

  /// The column that the range starts in.
  package var column: Int { file.column(at: offsets.lowerBound) }

  /// The smallest range that covers this one and `other` of the same file.
  package func union(_ other: SourceRange) -> SourceRange {
    let lower = min(offsets.lowerBound, other.offsets.lowerBound)
    let upper = max(offsets.upperBound, other.offsets.upperBound)
    return SourceRange(file, lower..<upper)
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.file === b.file && a.offsets == b.offsets
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(offsets)
  }

}
