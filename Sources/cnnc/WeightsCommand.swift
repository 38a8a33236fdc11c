import CNNCompiler
import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource

extension Command {

  static let weights = Command(
    name: "weights",
    summary: "Compares a file of weights with what a network needs; renames and converts it.",
    options: [
      Option(
        ["--weights"], .file("FILE"), help: "a .safetensors, .npz or (darknet) .weights file"),
      .rename,
      Option(
        ["--format"], .word("FORMAT", of: WeightsReport.Format.self),
        help: "table (default) or json"),
      Option(
        ["-o", "--output"], .file("FILE"),
        help: "where to write the network's tensors as .safetensors, in F32"),
    ]
  ) { (arguments) in
    let format = try arguments.word("--format", default: WeightsReport.Format.table)
    let rules = try arguments.renamings()
    guard let path = arguments.value("--weights") else {
      throw arguments.usageError("a file of weights is needed: --weights FILE.safetensors")
    }
    if path.hasPrefix("seed:") {
      throw arguments.usageError(
        "a file of weights is needed: '\(path)' makes what a network needs")
    }
    let output = arguments.value(Command.Option.outputFile.name)
    if output == Console.path {
      throw arguments.usageError("-o needs a file's name: the list goes to standard output")
    }
    if let output, !output.hasSuffix(".safetensors") {
      throw arguments.usageError(
        "-o writes a file whose name ends in .safetensors, not '\(output)'")
    }
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let graph = try arguments.loadGraph(reporter)
      let file = try graph.tensorFile(path)
      let report = WeightsReport(graph.usedTensors, in: file, rules: rules)
      try Console.write(try report.text(format))
      let found = report.summary(file)
      if found.containsError { throw found }
      try reporter.report(found)
      if let output { try report.write(file, to: output) }
      return .success
    }
  }

}

extension Command.Option {

  /// The option of all commands that read weights.
  static let rename = Self(
    ["--rename"], .text("'OLD -> NEW'"),
    help: "rule for the names of tensors in the file: --rename 'norm.{i} -> norm{i}'",
    isRepeatable: true)

}

extension Arguments {

  /// The rules that `--rename` gives.
  func renamings() throws(UsageError) -> [WeightsRenaming] {
    var renamings: [WeightsRenaming] = []
    for text in all(Command.Option.rename.name) {
      do throws(RenameRule.Fault) {
        renamings.append(WeightsRenaming(try RenameRule(text), at: .commandLine))
      } catch {
        throw usageError("--rename '\(text)': \(error.message)")
      }
    }
    return renamings
  }

}
