import CNNSource
import CNNSyntax

/// A tree as an s-expression, which shows its structure and leaves its ranges out.
func treeText(_ tree: SyntaxTree) -> String {
  tree.declarations.map(\.text).joined(separator: "\n")
}

private func group(_ parts: String...) -> String {
  "(" + parts.filter { !$0.isEmpty }.joined(separator: " ") + ")"
}

extension Sequence where Element == String {

  fileprivate var spaced: String { joined(separator: " ") }

}

extension Declaration {

  fileprivate var text: String {
    switch kind {
    case .import(let path, _): group("import", "\"\(path)\"")
    case .function(let name, let parameters, let value):
      group("func", name.name, parameters.text, value.text)
    case .block(let name, let parameters, let body):
      group("block", name.name, parameters.text, body.text)
    case .network(let name, let parameters, let body):
      group("network", name.name, parameters.text, body.text)
    case .specialization(let name, let value): group("network", name.name, value.text)
    case .constant(let name, let value): group("let", name.name, value.text)
    case .emit(let settings): group("emit", settings.text)
    }
  }

}

extension [Parameter] {

  fileprivate var text: String {
    "[" + map { $0.name.name + ($0.defaultValue.map { "=" + $0.text } ?? "") }.spaced + "]"
  }

}

extension [Statement] {

  fileprivate var text: String { "{" + map(\.text).joined(separator: "; ") + "}" }

}

extension [Identifier] {

  fileprivate var text: String { map(\.name).joined(separator: ",") }

}

extension Statement {

  var text: String {
    let label = label.map { ($0.isQuoted ? "\"" : "") + $0.segments.text + ": " } ?? ""
    return label + kindText
  }

  private var kindText: String {
    switch kind {
    case .apply(let value): value.text
    case .branches(let head, let entries): group("branches", head.text, entries.text)
    case .braces(let body): body.text
    case .inline(let value): group("inline", value.text)
    case .bind(let names, let statement): group("bind", names.text, statement.text)
    case .define(let names, let value, let isVariable):
      group(isVariable ? "var" : "let", names.text, value.text)
    case .update(let name, let op, let value): group("\(op.rawValue)=", name.name, value.text)
    case .loop(let names, let value, let body): group("for", names.text, value.text, body.text)
    case .conditional(let condition, let body, let alternative):
      group("if", condition.text, body.text, alternative?.text ?? "")
    case .from(let value, let body): group("from", value.text, body.text)
    case .sharedLayer(let name, let value): group("layer", name.name, value.text)
    case .input(let name, let value): group("input", name?.name ?? "", value.text)
    case .output(let name, let statement): group("output", name.name, statement.text)
    case .return(let values): group("return", values.map(\.text).spaced)
    case .preprocess(let steps): group("preprocess", steps.text)
    case .expect(let value): group("expect", value.text)
    case .invalid: "<invalid>"
    }
  }

}

extension [TextSegment] {

  fileprivate var text: String {
    map { segment in
      switch segment {
      case .text(let text): text
      case .interpolation(let value): "{" + value.text + "}"
      }
    }.joined()
  }

}

extension [Argument] {

  fileprivate var text: String {
    map { ($0.label.map { $0.name + ":" } ?? "") + $0.value.text }.spaced
  }

}

extension Expression {

  var text: String {
    switch kind {
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .boolean(let value): String(value)
    case .string(let segments): "\"" + segments.text + "\""
    case .name(let name): name
    case .list(let elements): "[" + elements.map(\.text).spaced + "]"
    case .tuple(let elements): group("tuple", elements.text)
    case .member(let base, let member): group(".", base.text, member.name)
    case .call(let callee, let arguments): group("call", callee.text, arguments.text)
    case .element(let base, let index): group("at", base.text, index.text)
    case .unary(let op, let operand): group(op.rawValue, operand.text)
    case .binary(let op, let left, let right): group(op.rawValue, left.text, right.text)
    case .conditional(let a, let b, let c): group("?", a.text, b.text, c.text)
    case .range(let lower, let upper, let isClosed):
      group(isClosed ? "..." : "..<", lower?.text ?? "_", upper?.text ?? "_")
    }
  }

}
