import CNNSource

/// Reads IR text.
///
/// Types and parameters may be left out: types are inferred, and a node without parameters owns
/// the tensors that its slots declare.
package struct GraphReader {

  let table: OpTable
  var scanner: IRScanner
  var graph = Graph(name: "")
  var values: [String: ValueID] = [:]
  /// Names whose definition could not be read, so that their uses are not errors again.
  var lostValues: Set<String> = []
  /// The places of the outputs.
  private var outputRanges: [SourceRange] = []
  var diagnostics = DiagnosticSet()

  /// Whether `file` starts as IR text does, comments aside, and no other text of a network.
  package static func recognizes(_ file: SourceFile) -> Bool {
    IRScanner(file).token == .word(keyword)
  }

  /// The word that IR text starts with.
  private static let keyword = "graph"

  /// Reads the graph in `file`, over the ops of `table`.
  ///
  /// The graph is `nil` when there was an error; the diagnostics hold all that were found.
  package static func read(
    _ file: SourceFile, _ table: OpTable
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    var reader = GraphReader(table: table, scanner: IRScanner(file))
    do {
      try reader.readGraph()
    } catch {
      reader.diagnostics.insert(error)
    }
    return (reader.diagnostics.containsError ? nil : reader.graph, reader.diagnostics)
  }

  private init(table: OpTable, scanner: IRScanner) {
    self.table = table
    self.scanner = scanner
  }

  private mutating func readGraph() throws(Diagnostic) {
    try expect(word: Self.keyword)
    graph.name = try readName("the graph's name")
    try expect("(")
    while scanner.token != .punctuation(")") {
      try readInput()
      if scanner.token == .punctuation(",") { scanner.advance() } else { break }
    }
    try expect(")")
    try expect("{")
    while scanner.token != .punctuation("}") {
      if scanner.token == .end { throw expected("'}'") }
      do {
        try readLine()
      } catch {
        diagnostics.insert(error)
        scanner.skipLine()
      }
    }
    if graph.outputs.isEmpty, !diagnostics.containsError { throw expected("'return'") }
    checkOutputNames()
    try expect("}")
    if scanner.token != .end { throw expected("the end of the text") }
  }

  private mutating func readInput() throws(Diagnostic) {
    let range = scanner.range
    try expect("%")
    let name = try readName("the input's name")
    try expect(":")
    let type = try readType()
    try checkIsNew(name, at: range)
    values[name] = graph.addInput(name, type, at: range)
  }

  private mutating func readLine() throws(Diagnostic) {
    switch scanner.token {
    case .word("parameter"): try readTensor()
    case .word("preprocess"): try readPreprocessing()
    case .word("return"): try readOutputs()
    case .punctuation("%"): try readNode()
    default:
      let diagnostic = expected("a node, 'preprocess', 'parameter' or 'return'")
      scanner.advance()
      throw diagnostic
    }
  }

  /// `parameter @bn1.weight: f32[64] normWeight`
  private mutating func readTensor() throws(Diagnostic) {
    scanner.advance()
    let range = scanner.range
    try expect("@")
    let name = try readName("the parameter's name")
    try expect(":")
    let type = try readType()
    guard case .word(let word) = scanner.token, let role = ParameterRole(rawValue: word) else {
      let roles = ParameterRole.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw expected("one of \(roles)")
    }
    scanner.advance()
    guard graph.tensor(named: name) == nil else {
      throw error("duplicate-name", "parameter '\(name)' is declared twice", range)
    }
    graph.declare(NamedTensor(name: name, shape: type.shape, role: role))
  }

  /// `return %x` or `return cls: %x, box: %y`
  private mutating func readOutputs() throws(Diagnostic) {
    scanner.advance()
    while true {
      var name: String?
      let range = scanner.range
      if scanner.token != .punctuation("%") {
        name = try readName("an output's name or '%'")
        try expect(":")
      }
      if let value = try readOperand() {
        graph.addOutput(value, name: name)
        let end = scanner.previousEnd
        outputRanges.append(SourceRange(scanner.file, range.offsets.lowerBound..<end))
      }
      guard scanner.token == .punctuation(",") else { break }
      scanner.advance()
    }
  }

  /// Reports outputs without a name of their own, where there are several.
  private mutating func checkOutputNames() {
    if graph.outputs.count == 1 { return }
    var names: Set<String> = []
    for (output, range) in zip(graph.outputs, outputRanges) {
      if let name = output.name, !names.insert(name).inserted {
        diagnostics.insert(error("duplicate-name", "there are two outputs '\(name)'", range))
      } else if output.name == nil {
        let message = "each of several outputs needs a name, as in 'name: \(range.text)'"
        diagnostics.insert(error("unnamed-output", message, range))
      }
    }
  }

  /// The value that `%name` stands for, or `nil` when its definition could not be read.
  mutating func readOperand() throws(Diagnostic) -> ValueID? {
    let start = scanner.range
    try expect("%")
    let name = try readName("a value's name")
    if let value = values[name] { return value }
    if lostValues.contains(name) { return nil }
    var notes: [Diagnostic.Note] = []
    if let near = nearestName(to: name, among: values.keys.sorted()) {
      notes.append(.init("did you mean '%\(irName(near))'?"))
    }
    throw Diagnostic(
      .error, "unknown-value", "no value '%\(irName(name))' is defined before this line", at: start,
      notes: notes)
  }

  /// `f32[1x3x8x8]`
  mutating func readType() throws(Diagnostic) -> TensorType {
    let start = scanner.range
    guard case .word(let word) = scanner.token, let element = ElementType(rawValue: word) else {
      throw expected("an element type such as 'f32'")
    }
    scanner.advance()
    let shape = try readShape()
    guard shape.isValid else {
      let range = start.union(SourceRange(scanner.file, 0..<scanner.previousEnd))
      let message =
        shape.allSatisfy((1...Shape.largestExtent).contains)
        ? "the elements are too many to count" : "extents must be from 1 to \(Shape.largestExtent)"
      throw error("invalid-shape", message, range.from(start))
    }
    return TensorType(shape, element)
  }

  /// `[1x3x8x8]`
  mutating func readShape() throws(Diagnostic) -> Shape {
    try expect("[")
    guard scanner.token != .punctuation("]") else {
      scanner.advance()
      return Shape()
    }
    guard case .word(let word) = scanner.token else { throw expected("extents such as 1x3x8x8") }
    let parts = word.split(separator: "x", omittingEmptySubsequences: false)
    let extents = parts.compactMap { Int($0) }
    guard extents.count == parts.count else { throw expected("extents such as 1x3x8x8") }
    scanner.advance()
    try expect("]")
    return Shape(extents)
  }

  func checkIsNew(_ name: String, at range: SourceRange) throws(Diagnostic) {
    if values[name] != nil || lostValues.contains(name) {
      throw error("duplicate-name", "'%\(irName(name))' is defined twice", range)
    }
  }

}

// MARK: - Tokens

extension GraphReader {

  mutating func expect(_ character: Character) throws(Diagnostic) {
    guard scanner.token == .punctuation(character) else { throw expected("'\(character)'") }
    scanner.advance()
  }

  mutating func expect(word: String) throws(Diagnostic) {
    guard scanner.token == .word(word) else { throw expected("'\(word)'") }
    scanner.advance()
  }

  mutating func readName(_ what: String) throws(Diagnostic) -> String {
    switch scanner.token {
    case .word(let name), .string(let name):
      scanner.advance()
      return name
    case .punctuation, .end:
      throw expected(what)
    }
  }

  func expected(_ what: String) -> Diagnostic {
    let found = scanner.token == .end ? "the end of the text" : "'\(scanner.range.text)'"
    return error("expected-token", "expected \(what), found \(found)", scanner.range)
  }

  func error(_ code: String, _ message: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(.error, code, message, at: range)
  }

}

extension SourceRange {

  /// The part of this range that starts where `start` does.
  fileprivate func from(_ start: SourceRange) -> SourceRange {
    SourceRange(file, start.offsets.lowerBound..<offsets.upperBound)
  }

}
