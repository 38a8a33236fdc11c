import CNNIR
import CNNSource
import CNNSyntax

/// What an expression stands for while a network is built.
indirect enum Value {
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case string(String)
  case list([Value])
  case tuple([(label: String?, value: Value)])
  case range(Range<Int>)
  /// A value of the graph.
  case tensor(ValueID)
  case callable(Callable)
  /// What an error left behind; using it is no second error.
  case unknown
}

/// What can be applied or called.
enum Callable {
  case op(any Op.Type)
  case block(Definition)
  case network(Definition)
  case function(Definition, Expression)
  case builtin(Builtin)
  case sharedLayer(SharedLayer)
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
  var op: any Op
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

extension Value {

  /// What kind of value this is, with its article.
  var kindPhrase: String {
    switch self {
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "a boolean"
    case .string: "a string"
    case .list: "a list"
    case .tuple: "a tuple"
    case .range: "a range"
    case .tensor: "a value of the network"
    case .callable(.op), .callable(.sharedLayer): "a layer"
    case .callable(.block): "a block"
    case .callable(.network): "a network"
    case .callable(.function), .callable(.builtin): "a function"
    case .unknown: "unknown"
    }
  }

  /// Whether two compile-time values are equal; `nil` when a value of the network, which has no
  /// value yet, is compared. Values of different kinds are unequal.
  func isEqual(to other: Value) -> Bool? {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a == b
    case (.integer(let a), .number(let b)): Double(a) == b
    case (.number(let a), .integer(let b)): a == Double(b)
    case (.number(let a), .number(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.range(let a), .range(let b)): a == b
    case (.list(let a), .list(let b)): Self.areEqual(a, b)
    case (.tuple(let a), .tuple(let b)):
      a.map(\.label) == b.map(\.label) ? Self.areEqual(a.map(\.value), b.map(\.value)) : false
    case (.callable(let a), .callable(let b)): a.name == b.name
    case (.tensor, _), (_, .tensor), (.unknown, _), (_, .unknown): nil
    default: false
    }
  }

  private static func areEqual(_ a: [Value], _ b: [Value]) -> Bool? {
    guard a.count == b.count else { return false }
    for (x, y) in zip(a, b) {
      guard let equal = x.isEqual(to: y) else { return nil }
      if !equal { return false }
    }
    return true
  }

  /// The value as an attribute, or `nil` when it can be none.
  var attributeValue: AttributeValue? {
    switch self {
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .boolean(let value): return .boolean(value)
    case .string(let value): return .string(value)
    case .list(let values): return Self.attributeList(values)
    case .tuple(let elements): return Self.attributeList(elements.map(\.value))
    case .range, .tensor, .callable, .unknown: return nil
    }
  }

  private static func attributeList(_ values: [Value]) -> AttributeValue? {
    let attributes = values.compactMap(\.attributeValue)
    return attributes.count == values.count ? .list(attributes) : nil
  }

}

extension Callable {

  /// The name under which it was declared.
  var name: String {
    switch self {
    case .op(let type): type.mnemonic
    case .block(let definition), .network(let definition), .function(let definition, _):
      definition.name.name
    case .builtin(let builtin): builtin.rawValue
    case .sharedLayer(let layer): layer.path
    }
  }

}
