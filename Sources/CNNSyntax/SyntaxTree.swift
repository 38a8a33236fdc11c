import CNNSource

/// One parsed `.arch` file: what could be read of it, in source order.
package struct SyntaxTree: Sendable {

  package var file: SourceFile
  package var declarations: [Declaration]
  /// Every comment, from its `//` to the end of its line, in source order.
  package var comments: [SourceRange]

  package init(file: SourceFile, declarations: [Declaration], comments: [SourceRange]) {
    self.file = file
    self.declarations = declarations
    self.comments = comments
  }

}

/// A name and where it stands.
package struct Identifier: Sendable, Hashable {

  package var name: String
  package var range: SourceRange

  package init(_ name: String, _ range: SourceRange) {
    self.name = name
    self.range = range
  }

}

/// What stands at the top level of a file.
package struct Declaration: Sendable {

  package enum Kind: Sendable {
    /// `import "common.arch"`
    case `import`(path: String, range: SourceRange)
    /// `func divisible(v, by = 8) = …`
    case function(Identifier, [Parameter], Expression)
    /// `block BasicBlock(channels, stride = 1) { … }`
    case block(Identifier, [Parameter], [Statement])
    /// `network ResNet(unit, layers) { … }`
    case network(Identifier, [Parameter], [Statement])
    /// `network ResNet18 = ResNet(…)`; the expression is a call or the name of a network.
    case specialization(Identifier, Expression)
    /// `let width = 1.5`
    case constant(Identifier, Expression)
    /// `emit { access: internal, storage: float16 }`: how the file's networks are written as Swift.
    case emit([Argument])
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

}

/// A parameter of a network, block or function.
package struct Parameter: Sendable {

  package var name: Identifier
  package var defaultValue: Expression?

  package init(name: Identifier, defaultValue: Expression?) {
    self.name = name
    self.defaultValue = defaultValue
  }

}

/// A piece of a label or a string: literal text, or an expression in braces.
package enum TextSegment: Sendable {
  case text(String)
  case interpolation(Expression)
}

/// The name before a colon: `conv1:`, `layer{i + 1}:`, `"0.conv":`.
package struct Label: Sendable {

  package var segments: [TextSegment]
  package var isQuoted: Bool
  package var range: SourceRange

  package init(segments: [TextSegment], isQuoted: Bool, range: SourceRange) {
    self.segments = segments
    self.isQuoted = isQuoted
    self.range = range
  }

}

/// A step of a body.
package struct Statement: Sendable {

  package indirect enum Kind: Sendable {
    /// A layer, a block, a shared layer or a value: `conv(20, kernel: 5)`, `relu`, `skip`.
    case apply(Expression)
    /// A combinator with its branches: `concat { … }`; the expression is its name or a call of it.
    case branches(Expression, [Statement])
    /// `{ … }`, alone or after a label.
    case braces([Statement])
    /// `inline Level(64)`
    case inline(Expression)
    /// `skip = it`, `(left, right) = split(2)`, and the rebinding of a `var`.
    case bind([Identifier], Statement)
    /// `let` (or `var`, when `isVariable`) of one or, from a tuple, several names.
    case define([Identifier], Expression, isVariable: Bool)
    /// `outs += [it]`; the operator is one of `+ - * / %`.
    case update(Identifier, BinaryOperator, Expression)
    /// `for i in 0..<4 { … }`, `for (i, count) in layers.enumerated { … }`
    case loop([Identifier], Expression, [Statement])
    /// `if`, with the `else` body if there is one (`else if` is an `if` in that body).
    case conditional(Expression, [Statement], [Statement]?)
    /// `from x { … }`
    case from(Expression, [Statement])
    /// `layer head: conv(256, kernel: 3)`
    case sharedLayer(Identifier, Expression)
    /// `input(1, 28, 28)` or `input image: (3, 512, 512)`
    case input(Identifier?, Expression)
    /// `preprocess { resize(256); centerCrop(224) }`
    case preprocess([Statement])
    /// `output cls: …`
    case output(Identifier, Statement)
    /// `return it` or `return left, right`
    case `return`([Expression])
    /// `expect macs <= 4.1G`
    case expect(Expression)
    /// A statement that could not be read; its error has been reported.
    case invalid
  }

  package var label: Label?
  package var kind: Kind
  package var range: SourceRange

  package init(label: Label? = nil, _ kind: Kind, _ range: SourceRange) {
    self.label = label
    self.kind = kind
    self.range = range
  }

}

/// An argument of a call or an element of a tuple, with its label if it has one.
package struct Argument: Sendable {

  package var label: Identifier?
  package var value: Expression

  package init(label: Identifier? = nil, value: Expression) {
    self.label = label
    self.value = value
  }

}

/// A compile-time expression.
package struct Expression: Sendable {

  package indirect enum Kind: Sendable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case string([TextSegment])
    /// A variable, parameter, layer, block or value; `it` and `in` too.
    case name(String)
    case list([Expression])
    /// `(3, 224, 224)` or `(weight: "gamma")`; one unlabelled element in parentheses is no tuple.
    case tuple([Argument])
    case member(Expression, Identifier)
    case call(Expression, [Argument])
    case element(Expression, Expression)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case conditional(Expression, Expression, Expression)
    /// `a..<b` or, when `isClosed`, `a...b`; inside an index either end may be missing.
    case range(Expression?, Expression?, isClosed: Bool)
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

}

package enum UnaryOperator: String, Sendable {
  case negate = "-"
  case not = "!"
}

package enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and = "&&"
  case or = "||"
}
