import CNNIR
import CNNSource
import CNNSyntax

/// The names and the input of a block, network or function while it runs.
struct Frame {

  struct Binding {
    var value: Value
    var isVariable: Bool
  }

  /// The module whose declarations the body sees.
  var module: Int
  /// The bindings of each open brace, innermost last.
  var scopes: [[String: Binding]] = [[:]]
  /// What `in` stands for.
  var input: ValueID?
  /// The call that made the frame; the network itself has none.
  var call: (name: String, range: SourceRange)?

  func binding(_ name: String) -> Binding? {
    for scope in scopes.reversed() {
      if let binding = scope[name] { return binding }
    }
    return nil
  }

  /// Gives an existing variable another value.
  mutating func rebind(_ name: String, to value: Value) {
    guard let index = scopes.lastIndex(where: { $0[name] != nil }) else { return }
    scopes[index][name]?.value = value
  }

}

extension Lowering {

  var frame: Frame { frames[frames.count - 1] }

  mutating func bind(_ name: String, to value: Value, isVariable: Bool = false) {
    let frame = frames.count - 1
    let scope = frames[frame].scopes.count - 1
    frames[frame].scopes[scope][name] = .init(value: value, isVariable: isVariable)
  }

  /// Binds several names to the elements of `value`, or one name to all of it.
  mutating func bind(
    _ names: [Identifier], to value: Value, isVariable: Bool, _ range: SourceRange
  ) throws(Failure) {
    if names.count == 1 { return bind(names[0].name, to: value, isVariable: isVariable) }
    let elements: [Value]
    switch value {
    case .unknown: elements = names.map { (_) in .unknown }
    case .list(let values): elements = values
    case .tuple(let values): elements = values.map(\.value)
    default: throw .mistake(.notDestructible(value, range))
    }
    guard elements.count == names.count else {
      throw .mistake(.wrongElementCount(names.count, elements.count, range))
    }
    for (name, element) in zip(names, elements) {
      bind(name.name, to: element, isVariable: isVariable)
    }
  }

  /// Runs `body` with bindings of its own.
  mutating func inScope<Result>(
    _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let frame = frames.count - 1
    frames[frame].scopes.append([:])
    defer { frames[frame].scopes.removeLast() }
    return try body(&self)
  }

}
