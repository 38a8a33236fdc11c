import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// `preprocess { resize(256); centerCrop(224) }`, for the input above it.
  mutating func addPreprocessing(
    _ statements: [Statement], _ range: SourceRange
  ) throws(Failure) {
    guard frame.call == nil else { throw .mistake(.preprocessOutsideNetwork(range)) }
    let input = try preprocessedInput(range)
    var steps: [PictureStep] = []
    for statement in statements {
      do throws(Failure) {
        steps.append(try pictureStep(statement))
      } catch {
        report(error)
      }
    }
    if steps.isEmpty && statements.isEmpty { throw .mistake(.emptyPreprocess(range)) }
    // What a step that is wrong would have been is unknown, and so is whether it fits the others.
    guard steps.count == statements.count else { throw .consequence }
    try check(Preprocessing(steps), for: input, statements, range)
    graph.setPreprocessing(Preprocessing(steps), of: input.id)
  }

  /// The input that a `preprocess` belongs to.
  private func preprocessedInput(_ range: SourceRange) throws(Failure) -> Graph.Input {
    switch latestInput {
    case .unknown: throw .consequence
    case .none: throw .mistake(.preprocessBeforeInput(range))
    case .value(let value):
      guard let input = graph.input(value) else { throw .consequence }
      if input.preprocessing != nil { throw .mistake(.duplicatePreprocess(input, range)) }
      return input
    }
  }

  /// Checks the steps against each other and the input. What does not fit is an error, or a warning
  /// when the command line gives the input another shape.
  private mutating func check(
    _ preprocessing: Preprocessing, for input: Graph.Input, _ statements: [Statement],
    _ range: SourceRange
  ) throws(Failure) {
    do throws(Preprocessing.Fault) {
      try preprocessing.check(for: input.type)
    } catch {
      let isOverridden = options.inputShape != nil && input.id == graph.inputs[0].id
      let place = error.step.map { statements[$0].range } ?? range
      let mistake = Diagnostic(
        isOverridden ? .warning : .error, error.fault.constraint, error.fault.message, at: place,
        notes: [originNote(of: input.id)])
      if !isOverridden { throw .mistake(mistake) }
      report(.mistake(mistake))
    }
  }

  private mutating func pictureStep(_ statement: Statement) throws(Failure) -> PictureStep {
    if case .invalid = statement.kind { throw .consequence }
    guard case .apply(let expression) = statement.kind, statement.label == nil,
      case .name(let name) = expression.callParts.callee.kind
    else { throw .mistake(.expectedPictureStep(statement.range)) }
    let (callee, arguments) = expression.callParts
    guard let attributes = PictureStep.attributes(of: name) else {
      throw .mistake(.unknownPictureStep(name, callee.range))
    }
    let names = attributes.map(\.name)
    let given = try match(
      evaluate(arguments), to: names,
      unknown: { .unknownAttribute($0, of: name, among: names, free: $1) },
      surplus: { .surplusAttribute($0.range, of: name, names) })
    var values: [String: AttributeValue] = [:]
    for (attribute, phrase) in attributes {
      guard let argument = given[attribute] else { continue }
      if argument.value.isUnknown { throw .consequence }
      guard let value = argument.value.attributeValue else {
        throw .mistake(.notAnAttribute(attribute, phrase, argument.value, argument.range))
      }
      values[attribute] = value
    }
    do throws(OpFault) {
      return try PictureStep(name, values)
    } catch {
      var place = expression.range
      if case .attribute(let attribute) = error.subject {
        place = given[attribute]?.range ?? place
      }
      throw .mistake(Diagnostic(.error, error.constraint, error.message, at: place))
    }
  }

}

/// The wording of what can be wrong with a `preprocess`.
extension Diagnostic {

  fileprivate static func preprocessOutsideNetwork(_ range: SourceRange) -> Self {
    let message = "a 'preprocess' stands in the network's own body, below an input"
    return Self(.error, "preprocess-outside-network", message, at: range)
  }

  fileprivate static func preprocessBeforeInput(_ range: SourceRange) -> Self {
    let message = "a 'preprocess' stands below the input that it belongs to"
    return Self(.error, "preprocess-before-input", message, at: range)
  }

  fileprivate static func duplicatePreprocess(_ input: Graph.Input, _ range: SourceRange) -> Self {
    let notes = input.range.map { [Note("the input", at: $0)] } ?? []
    return Self(
      .error, "duplicate-preprocess", "the input '\(input.name)' has a 'preprocess' already",
      at: range, notes: notes)
  }

  fileprivate static func emptyPreprocess(_ range: SourceRange) -> Self {
    Self(.error, "expected-step", "a 'preprocess' has a step at least", at: range)
  }

  fileprivate static func expectedPictureStep(_ range: SourceRange) -> Self {
    let names = PictureStep.names.map { "'\($0)'" }.joined(separator: ", ")
    return Self(.error, "expected-step", "the steps of a 'preprocess' are \(names)", at: range)
  }

}
