import CNNCompiler
import CNNIR
import CNNPasses
import CNNSource

extension Command.Option {

  /// Which of the passes run.
  static let passChoice: [Self] = [
    Self(
      ["--disable"], .word("PASS", Pass.all.filter(\.isTransformation).map(\.name)),
      help: "leave out a pass that rewrites the network", isRepeatable: true),
    Self(
      ["--stop-after"], .integer("N", 0...1_000),
      help: "run only the first N of the passes that rewrite the network"),
  ]

  /// What is told, on standard error, about the passes that run.
  static let passReports: [Self] = [
    Self(
      ["--print-before"], .word("PASS", allPasses),
      help: "print the graph before a pass, or before all", isRepeatable: true),
    Self(
      ["--print-after"], .word("PASS", allPasses),
      help: "print the graph after a pass, or after all", isRepeatable: true),
    Self(["--time-passes"], help: "print how long each pass took"),
    Self(["--remarks"], help: "say which rewrites almost applied, and why they did not"),
  ]

  fileprivate static let all = "all"

  private static let allPasses = Pass.all.map(\.name) + [all]

}

extension Arguments {

  /// The passes of `pipeline` that `--disable` and `--stop-after` leave.
  func chosen(from pipeline: Pipeline = .optimization) throws(UsageError) -> Pipeline {
    let enabled = pipeline.without(Set(try words("--disable")))
    guard let count: Int = try integer("--stop-after") else { return enabled }
    return enabled.stopping(afterTransformations: count)
  }

  /// The passes that an option names, all of which have to run.
  fileprivate func passes(
    _ option: String, of pipeline: Pipeline
  ) throws(UsageError) -> Set<String> {
    let names = try words(option)
    let running = pipeline.passes.map(\.name) + [Command.Option.all]
    if let idle = names.first(where: { !running.contains($0) }) {
      throw usageError("\(option) names \(idle), which does not run here")
    }
    return Set(names)
  }

}

/// A run of passes that tells what its options ask for.
struct ReportedPasses {

  private let pipeline: Pipeline
  private let printedBefore: Set<String>
  private let printedAfter: Set<String>
  private let isTimed: Bool
  private let wantsRemarks: Bool

  init(_ pipeline: Pipeline, _ arguments: Arguments) throws(UsageError) {
    self.pipeline = try arguments.chosen(from: pipeline)
    printedBefore = try arguments.passes("--print-before", of: self.pipeline)
    printedAfter = try arguments.passes("--print-after", of: self.pipeline)
    isTimed = arguments.has("--time-passes")
    wantsRemarks = arguments.has("--remarks")
  }

  /// - Throws: a `Diagnostic` for a mistake of the user, a `PassFailure` for one of a pass.
  func run(on graph: Graph, _ reporter: Reporter) throws -> PassManager {
    var manager = PassManager(graph, wantsRemarks: wantsRemarks)
    try manager.run(
      pipeline, observe: { print("after", $0, $1, printedAfter) },
      prepare: { print("before", $0, $1, printedBefore) })
    if isTimed { Console.writeError(Self.text(manager.timings)) }
    try reporter.report(DiagnosticSet(manager.remarks.elements))
    return manager
  }

  private func print(_ when: String, _ pass: Pass, _ graph: Graph, _ names: Set<String>) {
    guard names.contains(pass.name) || names.contains(Command.Option.all) else { return }
    Console.writeError("// \(when) \(pass.name)\n\(graph)")
  }

  /// A line for each pass, and one for the verification of all graphs.
  private static func text(_ timings: [PassManager.Timing]) -> String {
    let verification = timings.reduce(Duration.zero) { $0 + $1.verification }
    let rows = timings.map { ($0.pass, $0.run) } + [("verification", verification)]
    return alignedRows(
      rows.map { (name, duration) in
        (name, (duration / .milliseconds(1)).fixed(places: 3) + " ms")
      })
  }

}
