import CNNCompiler
import CNNSource

extension Command {

  static let diff = Command(
    name: "diff", operands: .pair,
    summary: "Compares two networks layer by layer.",
    options: [
      Option(["--all"], help: "list the layers that are equal too"),
      .outputFile,
    ]
  ) { (arguments) in
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let reports = try arguments.operands.map {
        try AnalysisReport(try arguments.loadGraph($0, reporter))
      }
      let difference = NetworkDifference(reports[0], reports[1])
      try arguments.writeResult(difference.text(all: arguments.has("--all")))
      return .success
    }
  }

}
