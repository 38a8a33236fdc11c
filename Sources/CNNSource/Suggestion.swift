/// The candidate nearest to a misspelt name, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// name's length, letter case aside. Ties go to the first candidate.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  nearNames(to: name, among: candidates).first
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
private func editDistance(_ a: [UInt8], _ b: [UInt8], atMost limit: Int) -> Int? {
  let (a, b) = (a.prefix(64), b.prefix(64))
  guard abs(a.count - b.count) <= limit else { return nil }
  var rows = [Array(0...b.count)]
  var least = 0
  for i in 1..<(a.count + 1) {
    var row = [i]
    for j in 1..<(b.count + 1) {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      var distance = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        distance = min(distance, rows[i - 2][j - 2] + 1)
      }
      row.append(distance)
    }
    // No later row is below the lesser of two that follow one another.
    let (before, now) = (least, row.min() ?? 0)
    if min(before, now) > limit { return nil }
    least = now
    rows.append(row)
  }
  let distance = rows[a.count][b.count]
  return distance <= limit ? distance : nil
}
