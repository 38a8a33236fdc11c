import CNNSource

/// A limit that a network must not pass, such as `macs > 600M`.
package struct Budget: Sendable {

  private enum Relation: String, CaseIterable {
    case above = ">"
    case from = ">="
    case below = "<"
    case to = "<="
    case equal = "=="
    case unequal = "!="

    func holds(_ count: Int, _ limit: Int) -> Bool {
      switch self {
      case .above: count > limit
      case .from: count >= limit
      case .below: count < limit
      case .to: count <= limit
      case .equal: count == limit
      case .unequal: count != limit
      }
    }
  }

  private let text: String
  private let measure: AnalysisMeasure
  private let relation: Relation
  private let limit: Int

  /// Reads a budget: a measure, a relation and a number, which may end in `k`, `M`, `G` or `T`.
  ///
  /// - Throws: a `Diagnostic` when it is none.
  package init(_ text: String) throws(Diagnostic) {
    self.text = text
    guard
      let match = try? /\s*(\w+)\s*([<>=!]=?)\s*([0-9_.]+)\s*([kMGT]?)B?\s*/.wholeMatch(in: text),
      let relation = Relation(rawValue: String(match.2)),
      let limit = Self.number(String(match.3), String(match.4))
    else {
      let message = "a budget reads 'macs > 600M' or 'peakBytes >= 4MB', not '\(text)'"
      throw Diagnostic(.error, "invalid-budget", message, at: .commandLine)
    }
    guard let measure = AnalysisMeasure(rawValue: String(match.1)) else {
      let names = AnalysisMeasure.allCases.map(\.rawValue)
      let hint = hint(for: String(match.1), among: names)
      let message = "there is no measure '\(match.1)'\(hint); there are "
      throw Diagnostic(
        .error, "invalid-budget", message + names.joined(separator: ", "), at: .commandLine)
    }
    (self.measure, self.relation, self.limit) = (measure, relation, limit)
  }

  /// The number that digits with a point and a power of 1000 stand for, if it is whole and 64 bits
  /// hold it.
  private static func number(_ digits: String, _ unit: String) -> Int? {
    let parts = digits.filter { $0 != "_" }.split(
      separator: ".", omittingEmptySubsequences: false)
    let places = ["": 0, "k": 3, "M": 6, "G": 9, "T": 12][unit] ?? 0
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    guard parts.count <= 2, fraction.count <= places, !parts.contains("") else { return nil }
    return Int(parts[0] + fraction + String(repeating: "0", count: places - fraction.count))
  }

  /// What is wrong with a network, if it breaks the budget.
  package func violation(by report: AnalysisReport) -> Diagnostic? {
    let count = measure.count(report.totals)
    guard relation.holds(count, limit) else { return nil }
    return Diagnostic(
      .error, "budget-exceeded",
      "\(measure.rawValue) of '\(report.network)' is \(grouped(count)): --fail-if '\(text)'",
      at: .commandLine)
  }

}
