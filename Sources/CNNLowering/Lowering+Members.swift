import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// The value that a name stands for: a local one, a declaration, a layer or a function.
  mutating func value(named name: String, _ range: SourceRange) throws(Failure) -> Value {
    if name == "it" { return try currentValue(range) }
    if name == "in" {
      guard let input = frame.input else { throw .mistake(.noInput(range)) }
      return .tensor(input)
    }
    if let binding = frame.binding(name) { return binding.value }
    if let (entry, module) = declaration(name, inModule: frame.module) {
      return try value(of: entry.declaration, inModule: module)
    }
    if let type = table[name] { return .callable(.op(type)) }
    if let builtin = Builtin(rawValue: name) { return .callable(.builtin(builtin)) }
    throw .mistake(unknownName(name, range))
  }

  /// The current value as a value of the language.
  func currentValue(_ range: SourceRange) throws(Failure) -> Value {
    switch current {
    case .value(let value): return .tensor(value)
    case .none(let reason): throw .mistake(.noCurrentValue(reason, range))
    case .unknown: throw .consequence
    }
  }

  private mutating func value(
    of declaration: Declaration, inModule module: Int
  ) throws(Failure) -> Value {
    switch declaration.kind {
    case .block(let name, let parameters, let body):
      return .callable(
        .block(Definition(name: name, parameters: parameters, body: body, module: module)))
    case .network(let name, let parameters, let body):
      return .callable(
        .network(Definition(name: name, parameters: parameters, body: body, module: module)))
    case .function(let name, let parameters, let expression):
      let definition = Definition(name: name, parameters: parameters, body: [], module: module)
      return .callable(.function(definition, expression))
    case .constant(_, let expression):
      return try inFrame(Frame(module: module)) { (lowering) throws(Failure) in
        try lowering.evaluate(expression)
      }
    case .specialization(let name, _):
      return .callable(.network(Definition(name: name, parameters: [], body: [], module: module)))
    case .import:
      return .unknown
    }
  }

  /// Runs `body` with the names of `frame` instead of the current ones.
  mutating func inFrame<Result>(
    _ frame: Frame, _ body: (inout Lowering) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    frames.append(frame)
    defer { frames.removeLast() }
    return try body(&self)
  }

  /// `it.channels`, `layers.count` and the like.
  func member(_ member: Identifier, of value: Value) throws(Failure) -> Value {
    switch value {
    case .tensor(let tensor): return try extent(member, of: graph.type(of: tensor))
    case .list(let elements):
      if member.name == "count" { return .integer(elements.count) }
      if member.name == "enumerated" {
        return .list(
          elements.enumerated().map { .tuple([(nil, .integer($0)), (nil, $1)]) })
      }
      throw .mistake(.unknownMember(member, of: value, ["count", "enumerated"]))
    case .tuple(let elements):
      if member.name == "count" { return .integer(elements.count) }
      if let element = elements.first(where: { $0.label == member.name }) { return element.value }
      throw .mistake(.unknownMember(member, of: value, ["count"] + elements.compactMap(\.label)))
    case .range(let range):
      if member.name == "count" { return .integer(range.count) }
      throw .mistake(.unknownMember(member, of: value, ["count"]))
    case .unknown: throw .consequence
    default: throw .mistake(.unknownMember(member, of: value, []))
    }
  }

  /// A named extent of a value, or its shape without the batch.
  private func extent(_ member: Identifier, of type: TensorType) throws(Failure) -> Value {
    let spatial = type.spatialExtents.map(Value.integer)
    var members: [String: Value] = [
      "shape": .tuple(type.shape.dropFirst().map { (nil, .integer($0)) })
    ]
    if type.shape.count > 1 { members["channels"] = .integer(type.channels) }
    switch spatial.count {
    case 1: members["length"] = spatial[0]
    case 2: (members["height"], members["width"]) = (spatial[0], spatial[1])
    case 3:
      members["depth"] = spatial[0]
      (members["height"], members["width"]) = (spatial[1], spatial[2])
    default: break
    }
    if let value = members[member.name] { return value }
    throw .mistake(.unknownExtent(member, type.shape.withoutBatch, members.keys.sorted()))
  }

  /// `a[i]`, `a[1...]` and the like; the first element has the index 0.
  mutating func element(
    of base: Value, _ index: Expression, _ range: SourceRange
  ) throws(Failure) -> Value {
    let elements: [Value]
    switch base {
    case .list(let values): elements = values
    case .tuple(let values): elements = values.map(\.value)
    case .unknown: throw .consequence
    default: throw .mistake(.notIndexable(base, range))
    }
    guard case .range(let lower, let upper, let isClosed) = index.kind else {
      let position = try integer(index)
      guard elements.indices.contains(position) else {
        throw .mistake(.indexOutOfRange(position, elements.count, index.range))
      }
      return elements[position]
    }
    let first = try lower.map { (expression) throws(Failure) in try integer(expression) } ?? 0
    let last = try upper.map { (expression) throws(Failure) in try integer(expression) }
    let end = last.map { isClosed ? $0 &+ 1 : $0 } ?? elements.count
    guard first >= 0, first <= end, end <= elements.count else {
      throw .mistake(.indexOutOfRange(first, elements.count, index.range))
    }
    return .list(Array(elements[first..<end]))
  }

  /// The mistake of using a name that means nothing, with the nearest one that does.
  func unknownName(_ name: String, _ range: SourceRange) -> Diagnostic {
    let locals = frame.scopes.reversed().flatMap { $0.keys.sorted() }
    let candidates =
      locals + declaredNames(inModule: frame.module) + table.mnemonics
      + Builtin.allCases.map(\.rawValue)
    return .unknownName(name, range, near: nearestName(to: name, among: candidates))
  }

}
