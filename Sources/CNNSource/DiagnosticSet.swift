/// Diagnostics in the order of their discovery, each at most once.
package struct DiagnosticSet: Error, Sendable {

  package private(set) var elements: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  package init(_ elements: some Sequence<Diagnostic> = []) {
    for element in elements { insert(element) }
  }

  /// Whether any of them is an error.
  package private(set) var containsError = false

  package mutating func insert(_ diagnostic: Diagnostic) {
    guard seen.insert(diagnostic).inserted else { return }
    elements.append(diagnostic)
    if diagnostic.severity == .error { containsError = true }
  }

  package mutating func formUnion(_ other: DiagnosticSet) {
    for element in other.elements { insert(element) }
  }

  /// The diagnostics by their place in each file; those without a place in a text come first.
  package var sortedByPlace: [Diagnostic] {
    var fileRanks: [ObjectIdentifier: Int] = [:]
    let keyed = elements.enumerated().map { (index, element) in
      guard case .source(let range) = element.place else {
        return (file: -1, offset: 0, index: index, element: element)
      }
      let rank = fileRanks[ObjectIdentifier(range.file), default: fileRanks.count]
      fileRanks[ObjectIdentifier(range.file)] = rank
      return (file: rank, offset: range.offsets.lowerBound, index: index, element: element)
    }
    return keyed.sorted { ($0.file, $0.offset, $0.index) < ($1.file, $1.offset, $1.index) }
      .map(\.element)
  }

}
