import CNNPasses

extension Command {

  static let passes = Command(
    name: "passes", operands: .none,
    summary: "Lists the passes in the order in which they run, and the reasons for it.",
    reportsDiagnostics: false
  ) { (_) in
    let passes = Pipeline.optimization.passes.map { ($0.name, $0.summary) }
    let orderings = Pipeline.orderings.map { ("\($0.first) before \($0.second)", $0.reason) }
    try Console.write(alignedRows(passes) + "\n" + alignedRows(orderings))
    return .success
  }

}
