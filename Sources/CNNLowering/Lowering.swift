import CNNIR
import CNNSource
import CNNSyntax

/// Builds the graph of a network by running its text at compile time.
///
/// A mistake leaves an unknown value behind and the rest is built on, so that one run shows as many
/// mistakes as it can.
struct Lowering {

  let table: OpTable
  let options: LoweringOptions
  var modules: [Module] = []
  var diagnostics = DiagnosticSet()
  /// The rules and places of what was reported: a body that runs often shows its mistake once.
  private var reports: Set<Report> = []

  var graph = Graph(name: "")
  var frames: [Frame] = []
  var names = NameScopes()
  var current = Current.none("the network has no input yet")
  /// The input that a `preprocess` here belongs to.
  var latestInput = Current.none("the network has no input yet")
  /// The values of a `return`, until the block that it leaves has ended.
  var returned: [Value]?
  /// The values of constants that have been needed.
  var constants: [Identifier: Constant] = [:]
  /// The expectations on totals, checked when the graph is complete.
  var deferredExpectations: [Expectation] = []
  /// The tensors whose full names the text gives, and where it does.
  var givenTensorNames: [String: SourceRange] = [:]
  /// The paths of shared layers that have been applied.
  var usedLayers: Set<String> = []

  /// The settings of the command line that the statement which runs now has read.
  var settingsRead: Set<Identifier> = []

  /// Whether a limit on files was exceeded, so that no more are read.
  var exceedsImportLimit = false

  /// How deep what runs now nests.
  private var depth = 0
  private var stepCount = 0
  /// Whether a limit was exceeded, so that nothing more runs.
  private(set) var isStopped = false

  init(_ table: OpTable, _ options: LoweringOptions) {
    self.table = table
    self.options = options
  }

}

/// Builds the graph of the network that `options` select in `file`.
///
/// The graph is `nil` when there was an error; the diagnostics hold all that were found.
package func lower(
  _ file: SourceFile, _ table: OpTable, _ options: LoweringOptions, loader: ImportLoader
) -> (graph: Graph?, diagnostics: DiagnosticSet) {
  var lowering = Lowering(table, options)
  lowering.loadModules(from: file, loader)
  do throws(Failure) {
    try lowering.buildNetwork()
  } catch {
    lowering.report(error)
  }
  let graph = lowering.diagnostics.containsError ? nil : lowering.graph
  return (graph, lowering.diagnostics)
}

/// The names of the networks that `file` declares and that need no arguments, in order, and what is
/// wrong with the text when there are none.
package func completeNetworks(
  in file: SourceFile, _ table: OpTable, loader: ImportLoader
) -> (names: [String], diagnostics: DiagnosticSet) {
  var lowering = Lowering(table, LoweringOptions())
  lowering.loadModules(from: file, loader)
  let names = lowering.completeNetworks()
  return (names, names.isEmpty ? lowering.diagnostics : DiagnosticSet())
}

// MARK: - Limits

extension Lowering {

  /// How deep blocks, bodies and expressions may nest while they run, so that the stack of a
  /// thread (512 KiB on a Mac) holds them.
  static let depthLimit = 160
  /// How many levels a block counts for, which takes more of the stack than an expression does.
  static let blockDepth = 4
  /// How many statements, rounds and expressions may run, and elements of lists be copied.
  static let stepLimit = 5_000_000
  /// How many nodes a graph may have.
  static let nodeLimit = 1_000_000
  /// How many elements a list, or bytes a string, may have.
  static let sizeLimit = 1_000_000
  /// How deep lists may nest.
  static let listDepthLimit = 16
  /// How deep files may import files.
  static let importDepthLimit = 64
  /// How many files a network's text may stand in. Symbolic links can give one file many paths.
  static let fileLimit = 1_000

  /// Goes deeper by `levels`; who calls this goes back with `ascend`.
  mutating func descend(_ levels: Int = 1, at range: SourceRange) throws(Failure) {
    try charge(1, at: range)
    guard depth + levels <= Self.depthLimit else {
      throw stop(.recursionTooDeep(frames.last?.call, range))
    }
    depth += levels
  }

  mutating func ascend(_ levels: Int = 1) { depth -= levels }

  /// Counts work, so that no text takes forever.
  mutating func charge(_ steps: Int, at range: SourceRange) throws(Failure) {
    if isStopped { throw .consequence }
    stepCount += steps
    if stepCount > Self.stepLimit { throw stop(.tooManySteps(range)) }
  }

  /// Reports that a limit is exceeded, and lets nothing more run or be reported.
  mutating func stop(_ diagnostic: Diagnostic) -> Failure {
    report(.mistake(diagnostic))
    isStopped = true
    return .consequence
  }

}

// MARK: - Reports

extension Lowering {

  /// What tells one report from another.
  private struct Report: Hashable {
    var code: String
    var place: Diagnostic.Place
  }

  /// How many of the calls that led to a mistake are shown.
  private static let shownCalls = 4

  /// How many mistakes are shown: more than anybody would read.
  static let mistakeLimit = 200

  /// Reports a mistake, with the calls that led to it.
  mutating func report(_ failure: Failure) {
    guard !isStopped, case .mistake(var diagnostic) = failure,
      reports.insert(Report(code: diagnostic.code, place: diagnostic.place)).inserted
    else { return }
    if reports.count > Self.mistakeLimit {
      diagnostics.insert(.tooManyMistakes(diagnostic.place))
      isStopped = true
      return
    }
    var calls: [Diagnostic.Note] = []
    for case let call? in frames.reversed().lazy.map(\.call) where calls.count < Self.shownCalls {
      let note = Diagnostic.Note("in '\(call.name)', called here", at: call.range)
      if !calls.contains(note), .source(call.range) != diagnostic.place { calls.append(note) }
    }
    diagnostic.notes += settingNotes(for: diagnostic) + calls
    diagnostics.insert(diagnostic)
  }

  /// Where the command line sets what the statement with the mistake has read.
  private func settingNotes(for diagnostic: Diagnostic) -> [Diagnostic.Note] {
    let settings = settingsRead.sorted { $0.name < $1.name }
    return settings.compactMap { (setting) in
      if case .source(let range) = diagnostic.place, range.file === setting.range.file {
        return nil
      }
      return Diagnostic.Note("'\(setting.name)' is set here", at: setting.range)
    }
  }

  /// The result of `body`, and the settings that it has read.
  mutating func tracingSettings<Result>(
    _ body: (inout Lowering) -> Result
  ) -> (result: Result, settings: Set<Identifier>) {
    let outer = settingsRead
    settingsRead = []
    defer { settingsRead.formUnion(outer) }
    let result = body(&self)
    return (result, settingsRead)
  }

}
