import CNNIR
import CNNSource
import CNNSyntax

/// What can be applied or called.
indirect enum Callable {
  case op(any Op.Type)
  case block(Definition)
  case network(Definition)
  case function(Definition, Expression)
  case builtin(Builtin)
  case sharedLayer(SharedLayer)
  /// Parts of the channels: the one layer with several results.
  case split
  case partial(Partial)
}

/// A layer or block with some of its arguments, to pass on or to apply later.
struct Partial {
  /// What is called in the end, which is not partial itself.
  let callable: Callable
  let arguments: [EvaluatedArgument]
  /// The values of the arguments, with the measures that bound the work on them.
  let values: Elements

  /// - Requires: a callable that is not partial.
  init(_ callable: Callable, _ arguments: [EvaluatedArgument]) {
    self.callable = callable
    self.arguments = arguments
    values = Elements(arguments.map(\.value))
  }
}

/// A block, network or function as declared.
struct Definition {
  var name: Identifier
  var parameters: [Parameter]
  var body: [Statement]
  /// The index of the module whose names the body sees.
  var module: Int
}

/// A layer that is declared once and applied as often as wanted, with the same parameters.
struct SharedLayer {
  var layer: Layer
  /// The path under which its parameters are stored.
  var path: String
}

/// Functions of the language itself.
enum Builtin: String, CaseIterable {
  case min
  case max
  case floor
  case ceil
  case round
  case abs
}

extension Callable {

  static let splitName = "split"

  /// The name under which it was declared.
  var name: String {
    switch self {
    case .op(let type): type.mnemonic
    case .block(let definition), .network(let definition), .function(let definition, _):
      definition.name.name
    case .builtin(let builtin): builtin.rawValue
    case .sharedLayer(let layer): layer.path
    case .split: Self.splitName
    case .partial(let partial): partial.callable.name
    }
  }

  /// What it is, with its article.
  var kindPhrase: String {
    switch self {
    case .op, .sharedLayer, .split: "a layer"
    case .block: "a block"
    case .network: "a network"
    case .function, .builtin: "a function"
    case .partial(let partial): partial.callable.kindPhrase
    }
  }

  /// What is called in the end, with `arguments` behind those that it has already; operands stay in
  /// front, and arguments with labels behind those without.
  func flattened(
    _ arguments: [EvaluatedArgument]
  ) -> (callable: Callable, arguments: [EvaluatedArgument]) {
    guard case .partial(let partial) = self else { return (self, arguments) }
    let operands = arguments.prefix { $0.isOperand }
    let others = partial.arguments + arguments.dropFirst(operands.count)
    let (plain, labelled) = (others.filter { $0.label == nil }, others.filter { $0.label != nil })
    return (partial.callable, operands + plain + labelled)
  }

  /// Whether `other` is the same declaration.
  func isSame(as other: Callable) -> Bool {
    switch (self, other) {
    case (.op(let a), .op(let b)): a == b
    case (.block(let a), .block(let b)), (.network(let a), .network(let b)),
      (.function(let a, _), .function(let b, _)):
      a.name == b.name
    case (.builtin(let a), .builtin(let b)): a == b
    case (.sharedLayer(let a), .sharedLayer(let b)): a.path == b.path
    case (.split, .split): true
    default: false
    }
  }

}
