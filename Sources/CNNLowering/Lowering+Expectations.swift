import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// The names of totals in an expectation.
  private static let totals = ["parameters", "buffers", "macs"]

  /// Checks `expect …`; what speaks of totals waits until the network is complete.
  mutating func check(_ expression: Expression) throws(Failure) {
    if expression.names.contains(where: Self.totals.contains) {
      deferredExpectations.append((expression, frame))
      return
    }
    try inScope { (lowering) throws(Failure) in
      if case .value(let value) = lowering.current {
        let extents = lowering.graph.type(of: value).shape.dropFirst()
        lowering.bind("shape", to: .tuple(extents.map { (nil, .integer($0)) }))
      }
      try lowering.verify(expression)
    }
  }

  /// Checks the expectations on totals.
  mutating func checkTotals() {
    if deferredExpectations.isEmpty || diagnostics.containsError { return }
    do throws(Diagnostic) {
      let total = try CostTable(graph).total
      let values = [total.parameters, total.buffers, total.multiplyAdds]
      for (expression, frame) in deferredExpectations {
        do throws(Failure) {
          try inFrame(frame) { (lowering) throws(Failure) in
            for (name, value) in zip(Self.totals, values) {
              lowering.bind(name, to: .integer(value))
            }
            try lowering.verify(expression)
          }
        } catch {
          report(error)
        }
      }
    } catch {
      diagnostics.insert(error)
    }
  }

  /// Reports an expectation that does not hold: as an error, or as a warning when the network is not
  /// the one that the text describes.
  private mutating func verify(_ expression: Expression) throws(Failure) {
    if try isTrue(expression) { return }
    var actual: String?
    if case .binary(_, let left, _) = expression.kind {
      actual = "\(left.range.text) is \(try evaluate(left).text)"
    }
    let severity: Diagnostic.Severity = options.changesNetwork ? .warning : .error
    throw .mistake(.brokenExpectation(severity, expression.range, actual: actual))
  }

}

extension Expression {

  /// The names that the expression mentions, members aside.
  fileprivate var names: [String] {
    switch kind {
    case .integer, .number, .boolean, .string: []
    case .name(let name): [name]
    case .list(let elements): elements.flatMap(\.names)
    case .tuple(let arguments): arguments.flatMap(\.value.names)
    case .member(let base, _): base.names
    case .call(let callee, let arguments): callee.names + arguments.flatMap(\.value.names)
    case .element(let base, let index): base.names + index.names
    case .unary(_, let operand): operand.names
    case .binary(_, let left, let right): left.names + right.names
    case .conditional(let a, let b, let c): a.names + b.names + c.names
    case .range(let lower, let upper, _): (lower?.names ?? []) + (upper?.names ?? [])
    }
  }

}

extension Value {

  /// The value as a user would write it, for messages.
  var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): String(value)
    case .string(let value): "\"\(value)\""
    case .list(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    case .tuple(let elements): "(\(elements.map(\.value.text).joined(separator: ", ")))"
    case .range(let range): "\(range.lowerBound)..<\(range.upperBound)"
    case .callable(let callable): callable.name
    case .tensor, .unknown: kindPhrase
    }
  }

}
