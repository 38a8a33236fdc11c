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
  var diagnostics: DiagnosticSet

  var graph = Graph(name: "")
  var frames: [Frame] = []
  var names = NameScopes()
  var current = Current.none("the network has no input yet")
  /// The values of a `return`, until the block that it leaves has ended.
  var returned: [Value]?
  /// The expectations on totals, checked when the graph is complete.
  var deferredExpectations: [(expression: Expression, frame: Frame)] = []

  /// The paths of shared layers that have been applied.
  var usedLayers: Set<String> = []

  var depth = 0
  var stepCount = 0

  init(_ table: OpTable, _ options: LoweringOptions, _ diagnostics: DiagnosticSet) {
    self.table = table
    self.options = options
    self.diagnostics = diagnostics
  }

}

/// Builds the graph of the network that `options` select in `file`.
///
/// The graph is `nil` when there was an error; the diagnostics hold all that were found.
package func lower(
  _ file: SourceFile, _ table: OpTable, _ options: LoweringOptions, loader: ImportLoader
) -> (graph: Graph?, diagnostics: DiagnosticSet) {
  var lowering = Lowering(table, options, DiagnosticSet())
  lowering.loadModules(from: file, loader)
  do throws(Failure) {
    try lowering.buildNetwork()
  } catch {
    lowering.report(error)
  }
  let graph = lowering.diagnostics.containsError ? nil : lowering.graph
  return (graph, lowering.diagnostics)
}

/// The names of the networks that `file` declares, in order.
package func networkNames(in file: SourceFile) -> [String] {
  var diagnostics = DiagnosticSet()
  return Module(parse(file).tree, &diagnostics).networks
}

// MARK: - Limits and reports

extension Lowering {

  /// How deep blocks, bodies and expressions may nest while they run.
  static let depthLimit = 400
  /// How many statements may run.
  static let stepLimit = 10_000_000
  /// How many nodes a graph may have.
  static let nodeLimit = 2_000_000
  /// How long a list or string may be.
  static let sizeLimit = 1_000_000

  /// Runs `body` one level deeper.
  mutating func nested<Result>(
    at range: SourceRange, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw .mistake(.recursionTooDeep(range)) }
    return try body(&self)
  }

  /// Reports a mistake, with the calls that led to it.
  mutating func report(_ failure: Failure) {
    guard case .mistake(var diagnostic) = failure else { return }
    for frame in frames.reversed().prefix(4) {
      guard let call = frame.call else { continue }
      diagnostic.notes.append(.init("in '\(call.name)', called here", at: call.range))
    }
    diagnostics.insert(diagnostic)
  }

}
