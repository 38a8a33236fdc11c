import CNNIR
import CNNSource
import CNNSyntax

/// The names and the input of a block, network or function while it runs.
struct Frame {

  /// What a name stands for.
  struct Binding {
    var value: Value
    var isVariable: Bool
    /// The settings of the command line that the value depends on.
    var settings: Set<Identifier>
  }

  /// A call, by the name of what is called and its place.
  struct Call {
    var name: String
    var range: SourceRange
  }

  /// The module whose declarations the body sees.
  var module: Int
  /// The bindings of each open brace, innermost last.
  var scopes: [[String: Binding]] = [[:]]
  /// What `in` stands for.
  var input = Current.none("the network has no input yet")
  /// The call that made the frame; the network itself has none.
  var call: Call?

  func binding(_ name: String) -> Binding? {
    for scope in scopes.reversed() {
      if let binding = scope[name] { return binding }
    }
    return nil
  }

  /// Binds `name` in the innermost brace.
  mutating func bind(
    _ name: String, to value: Value, isVariable: Bool = false, settings: Set<Identifier> = []
  ) {
    scopes[scopes.count - 1][name] = Binding(
      value: value, isVariable: isVariable, settings: settings)
  }

  /// Changes the value of an existing name in place.
  mutating func change(
    _ name: String, settings: Set<Identifier>, _ body: (inout Value) -> Void
  ) {
    guard let index = scopes.lastIndex(where: { $0[name] != nil }) else { return }
    scopes[index][name]!.settings.formUnion(settings)
    body(&scopes[index][name]!.value)
  }

}

extension Lowering {

  /// The frame of what runs now.
  var frame: Frame {
    get { frames[frames.count - 1] }
    _modify { yield &frames[frames.count - 1] }
  }

  /// Binds several names to the elements of `value`, or one name to all of it.
  mutating func bind(
    _ names: [Identifier], to value: Value, isVariable: Bool, _ range: SourceRange
  ) throws(Failure) {
    if names.count == 1, !names[0].isReserved {
      return frame.bind(
        names[0].name, to: value, isVariable: isVariable, settings: settingsRead)
    }
    for (name, element) in try pair(names, [value], range) {
      frame.bind(name.name, to: element, isVariable: isVariable, settings: settingsRead)
    }
  }

  /// Each name with its value; several names take the elements of a single tuple or list.
  func pair(
    _ names: [Identifier], _ values: [Value], _ range: SourceRange
  ) throws(Failure) -> [(Identifier, Value)] {
    for name in names where name.isReserved { throw .mistake(.reservedName(name)) }
    var values = values
    if values.count == 1, names.count != 1 {
      if values[0].isUnknown { return names.map { ($0, .unknown) } }
      guard let elements = values[0].elements else {
        throw .mistake(.notDestructible(values[0], range))
      }
      values = elements.values
    }
    guard values.count == names.count else {
      throw .mistake(.wrongElementCount(names.count, values.count, range))
    }
    return Array(zip(names, values))
  }

  /// Runs `body` with bindings of its own.
  mutating func inScope<Result>(
    _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    frame.scopes.append([:])
    defer { frame.scopes.removeLast() }
    return try body(&self)
  }

  /// Runs `body` with the names of `inner` instead of the current ones.
  ///
  /// What goes wrong in there is reported in there, with the calls that led to it.
  mutating func inFrame<Result>(
    _ inner: Frame, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    frames.append(inner)
    defer { frames.removeLast() }
    do throws(Failure) {
      return try body(&self)
    } catch {
      report(error)
      throw .consequence
    }
  }

}

extension Identifier {

  /// Whether the name means something of its own everywhere.
  var isReserved: Bool {
    switch name {
    case "it", "in", "true", "false": true
    default: false
    }
  }

}
