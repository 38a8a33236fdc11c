import CNNCompiler

extension Command {

  static let analyze = Command(
    name: "analyze",
    summary: "Prints output sizes, weight sizes, parameters and multiply-adds, layer by layer.",
    options: [
      Option(
        ["--format"], .word("FORMAT", of: AnalysisReport.Format.self),
        help: "table (default), markdown, csv or json"),
      .outputFile,
    ]
  ) { (arguments) in
    let format = try arguments.word("--format", default: AnalysisReport.Format.table)
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let report = try AnalysisReport(try arguments.loadGraph(reporter))
      try arguments.writeResult(try report.text(format))
      return .success
    }
  }

}
