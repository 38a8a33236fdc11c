/// The candidate nearest to a misspelt name, if one is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance (optimal string alignment) of at most a third of the
/// name's length, letter case aside. Ties go to the first candidate.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  nearNames(to: name, among: candidates).first
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
  var best = max(1, name.count / 3)
  var names: [String] = []
  for candidate in candidates where abs(candidate.count - name.count) <= best {
    let distance = editDistance(name.lowercased(), candidate.lowercased())
    if distance < best { names = [] }
    if distance <= best {
      best = distance
      names.append(candidate)
    }
  }
  return names
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two names.
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.prefix(64))
  let b = Array(b.prefix(64))
  var rows = [Array(0...b.count)]
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
    rows.append(row)
  }
  return rows[a.count][b.count]
}
