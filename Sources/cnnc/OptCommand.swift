import CNNCompiler
import CNNIR
import CNNPasses
import CNNSource

extension Command {

  static let opt = Command(
    name: "opt",
    summary: "Runs one or more passes on a graph and prints it, with what analyses found out.",
    options: [
      Option(
        ["--passes"], .text("A,B,…"), help: "the passes, in order (default: those of 'compile')"),
      .outputFile,
    ] + Option.passChoice + Option.passReports
  ) { (arguments) in
    let passes = try ReportedPasses(try arguments.listedPasses(), arguments)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let manager = try passes.run(on: try arguments.loadGraph(reporter), reporter)
      try arguments.writeResult(
        manager.graph.description + manager.analyses.comments(on: manager.graph))
      return .success
    }
  }

}

extension Arguments {

  /// The passes that `--passes` lists, or those of the optimisation.
  fileprivate func listedPasses() throws(UsageError) -> Pipeline {
    guard let text = value("--passes") else { return .optimization }
    var passes: [Pass] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = part.split(separator: " ").joined(separator: " ")
      guard let pass = Pass.all.first(where: { $0.name == name }) else {
        let hint = hint(for: name, among: Pass.all.map(\.name))
        throw usageError("--passes: there is no pass '\(name)'\(hint)")
      }
      passes.append(pass)
    }
    return Pipeline(passes: passes)
  }

}
