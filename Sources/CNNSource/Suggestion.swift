/// The candidate nearest to a misspelt name, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// name's length, letter case aside. Ties go to the first candidate.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  nearNames(to: name, among: candidates).first
}

/// The end of a message about a misspelt name: `; did you mean 'conv'?`, or nothing if no name is near.
package func hint(for name: String, among candidates: some Sequence<String>) -> String {
  nearestName(to: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
}

/// The first of some names, each in quotes, as a list for a message.
package func quotedList(_ names: [String]) -> String {
  let limit = 20
  let shown = names.prefix(limit).map { "'\($0)'" }.joined(separator: ", ")
  return names.count > limit ? shown + ", …" : shown
}

extension FixIt {

  /// The repair of a misspelt name, if it is certain: the name is long enough to be no other word,
  /// and one candidate alone is the nearest.
  package init?(
    misspelt name: String, at range: SourceRange, among candidates: some Sequence<String>
  ) {
    let near = Set(nearNames(to: name, among: candidates))
    guard near.count == 1, let meant = near.first else { return nil }
    guard name.count >= 4 || name.lowercased() == meant.lowercased() else { return nil }
    self.init(replace: range, with: meant)
  }

}

/// The candidates at the least distance from a misspelt name, if that is near enough.
private func nearNames(to name: String, among candidates: some Sequence<String>) -> [String] {
  let bytes = Array(name.lowercased().utf8)
  var best = max(1, name.count / 3)
  var names: [String] = []
  for candidate in candidates {
    let other = Array(candidate.lowercased().utf8)
    guard let distance = editDistance(bytes, other, atMost: best) else { continue }
    if distance < best { names = [] }
    best = distance
    names.append(candidate)
  }
  return names
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two names, as
/// far as they start, or `nil` when it exceeds `limit`.
///
/// Only the cells at most `limit` off the diagonal are computed: no others lead to such a distance.
private func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
  let (rows, columns) = (min(a.count, 64), min(b.count, 64))
  guard abs(rows - columns) <= limit else { return nil }
  var (twoAbove, above) = ([Int](), Array(0...columns))
  var row = Array(repeating: limit + 1, count: columns + 1)
  var leastAbove = 0
  for i in 1..<(rows + 1) {
    let band = max(1, i - limit)..<max(1, min(columns, i + limit)) + 1
    row[band.lowerBound - 1] = band.lowerBound == 1 ? i : limit + 1
    if band.upperBound <= columns { row[band.upperBound] = limit + 1 }
    var least = row[band.lowerBound - 1]
    for j in band where j <= columns {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var distance = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        distance = min(distance, twoAbove[j - 2] + 1)
      }
      row[j] = distance
      least = min(least, distance)
    }
    // No later row is below the lesser of two that follow one another.
    if min(leastAbove, least) > limit { return nil }
    leastAbove = least
    (twoAbove, above, row) = (above, row, twoAbove.isEmpty ? row : twoAbove)
  }
  return above[columns] <= limit ? above[columns] : nil
}
