import CNNSource

extension GraphReader {

  /// `%0 = conv %input {filters = 20, kernel = 5} with weight = …, bias = … then relu : f32[…]`
  mutating func readNode() throws(Diagnostic) {
    let start = scanner.range
    scanner.advance()
    let name = try readName("the node's name")
    try checkIsNew(name, at: start)
    // Should the rest of the line be wrong, the name is taken all the same.
    lostValues.insert(name)
    try expect("=")
    let opRange = scanner.range
    let op = try readOp()
    guard let operands = try readOperands() else { return scanner.skipLine() }
    let configured = try readAttributes(of: op, at: opRange)
    let expressions = try readParameters()
    guard let epilogue = try readEpilogue() else { return scanner.skipLine() }
    let value = try append(configured, operands, expressions, epilogue, name, at: opRange)
    if scanner.token == .punctuation(":") { try checkType(of: value) }
    values[name] = value
    lostValues.remove(name)
  }

  private mutating func readOp() throws(Diagnostic) -> any Op {
    let range = scanner.range
    let mnemonic = try readName("an op")
    if let type = table[mnemonic] { return type.init() }
    var notes: [Diagnostic.Note] = []
    if let near = nearestName(to: mnemonic, among: table.mnemonics) {
      notes.append(.init("did you mean '\(near)'?"))
    }
    throw Diagnostic(.error, "unknown-op", "there is no op '\(mnemonic)'", at: range, notes: notes)
  }

  /// The operands, or `nil` when one was lost to an earlier error.
  private mutating func readOperands() throws(Diagnostic) -> [ValueID]? {
    var operands: [ValueID] = []
    while scanner.token == .punctuation("%") {
      guard let operand = try readOperand() else { return nil }
      operands.append(operand)
      if scanner.token == .punctuation(",") { scanner.advance() } else { break }
    }
    return operands
  }

  /// `{filters = 20, kernel = 5}`, or nothing, of the op whose name stands at `place`.
  private mutating func readAttributes(
    of op: any Op, at place: SourceRange
  ) throws(Diagnostic) -> any Op {
    var op = op
    var missing = type(of: op).requiredAttributes
    try readAttributes { (name, value, range) throws(Diagnostic) in
      do throws(OpFault) {
        try op.setAttribute(name, to: value)
      } catch {
        throw Diagnostic(.error, error.constraint, error.message, at: range)
      }
      missing.removeAll { $0 == name }
    }
    if let name = missing.first {
      throw error("missing-attribute", "\(op.mnemonic) needs the attribute '\(name)'", place)
    }
    return op
  }

  /// `{filters = 20, kernel = 5}`, or nothing; `visit` sees each attribute and where its name stands.
  mutating func readAttributes(
    _ visit: (String, AttributeValue, SourceRange) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard scanner.token == .punctuation("{") else { return }
    scanner.advance()
    var given: Set<String> = []
    while scanner.token != .punctuation("}") {
      let range = scanner.range
      let name = try readName("an attribute's name")
      try expect("=")
      try visit(name, try readAttributeValue(depth: 0), range)
      guard given.insert(name).inserted else {
        throw error("duplicate-attribute", "'\(name)' is given twice", range)
      }
      if scanner.token == .punctuation(",") { scanner.advance() } else { break }
    }
    try expect("}")
  }

  private mutating func readAttributeValue(depth: Int) throws(Diagnostic) -> AttributeValue {
    switch scanner.token {
    case .string(let text):
      scanner.advance()
      return .string(text)
    case .word(let word):
      guard let value = AttributeValue(word: word) else { throw expected("a value") }
      scanner.advance()
      return value
    case .punctuation("[") where depth < 2:
      scanner.advance()
      var elements: [AttributeValue] = []
      while scanner.token != .punctuation("]") {
        elements.append(try readAttributeValue(depth: depth + 1))
        if scanner.token == .punctuation(",") { scanner.advance() } else { break }
      }
      try expect("]")
      return .list(elements)
    case .punctuation, .end:
      throw expected("a value")
    }
  }

  /// `with weight = …, bias = …`, or nothing.
  private mutating func readParameters() throws(Diagnostic) -> [(
    slot: String, expression: ParameterExpression
  )]? {
    guard scanner.token == .word("with") else { return nil }
    scanner.advance()
    var parameters: [(slot: String, expression: ParameterExpression)] = []
    while true {
      let slot = try readName("a parameter's name")
      try expect("=")
      parameters.append((slot, try readExpression(depth: 0)))
      guard scanner.token == .punctuation(",") else { return parameters }
      scanner.advance()
    }
  }

  /// A step of an epilogue, and where it stands.
  private typealias Step = (step: EpilogueStep, range: SourceRange)

  /// `then relu then add %x then …`, or nothing; `nil` when a value was lost to an earlier error.
  private mutating func readEpilogue() throws(Diagnostic) -> [Step]? {
    var epilogue: [Step] = []
    while scanner.token == .word("then") {
      scanner.advance()
      let range = scanner.range
      if scanner.token == .word("add") {
        scanner.advance()
        guard let value = try readOperand() else { return nil }
        epilogue.append((.add(value), range))
        continue
      }
      let op = try readAttributes(of: try readOp(), at: range)
      guard let op = op as? any ElementwiseOp else {
        throw error("not-elementwise", "\(op.mnemonic) does not map single elements", range)
      }
      epilogue.append((.apply(op), range))
    }
    return epilogue
  }

  private mutating func append(
    _ op: any Op, _ operands: [ValueID],
    _ expressions: [(slot: String, expression: ParameterExpression)]?,
    _ epilogue: [Step], _ name: String, at range: SourceRange
  ) throws(Diagnostic) -> ValueID {
    let value: ValueID
    do throws(OpFault) {
      if let expressions {
        let types = operands.map { graph.type(of: $0) }
        let type = try op.checkedResultType(for: types)
        let parameters = try arrange(expressions, for: op.parameters(for: types), range)
        value = graph.append(op, operands, parameters, type: type, name: name, at: range)
      } else {
        value = try graph.append(op, operands, name: name, at: range)
        try checkOwnTensors(of: value)
      }
    } catch {
      throw self.error(error.constraint, error.message, range)
    }
    if !epilogue.isEmpty, !op.acceptsEpilogue {
      throw error("no-epilogue", "\(op.mnemonic) cannot apply ops to its result", range)
    }
    for (step, range) in epilogue {
      do throws(OpFault) {
        try step.check(appliesTo: graph.type(of: value), in: graph)
      } catch {
        throw self.error(error.constraint, error.message, range)
      }
    }
    if !epilogue.isEmpty { graph.appendToEpilogue(epilogue.map(\.step), of: value) }
    return value
  }

  /// A tensor declared on top under the name of a node's own has the shape that the node needs.
  private func checkOwnTensors(of value: ValueID) throws(OpFault) {
    guard let node = graph.node(value) else { return }
    for (slot, parameter) in zip(node.slots(in: graph), node.parameters) {
      try check(parameter, fits: slot)
    }
  }

  /// The expressions in the order of the slots, each checked against its slot's shape.
  private func arrange(
    _ expressions: [(slot: String, expression: ParameterExpression)], for slots: [ParameterSlot],
    _ range: SourceRange
  ) throws(OpFault) -> [ParameterExpression] {
    guard expressions.map(\.slot) == slots.map(\.name) else {
      let names = slots.map { "'\($0.name)'" }.joined(separator: ", ")
      let message =
        slots.isEmpty
        ? "there are no parameters here" : "the parameters here are \(names), in this order"
      throw OpFault(.node, "wrong-parameters", message)
    }
    for (slot, expression) in zip(slots, expressions.map(\.expression)) {
      for name in expression.tensorNames where graph.tensor(named: name) == nil {
        throw OpFault(.node, "unknown-parameter", "no parameter '@\(irName(name))' is declared")
      }
      try check(expression, fits: slot)
    }
    return expressions.map(\.expression)
  }

  private func check(
    _ expression: ParameterExpression, fits slot: ParameterSlot
  ) throws(OpFault) {
    guard expression.shape(of: { graph.tensor(named: $0)?.shape }) == slot.shape else {
      let message = "'\(slot.name)' needs the shape \(slot.shape)"
      throw OpFault(.node, "wrong-parameters", message)
    }
  }

  private mutating func checkType(of value: ValueID) throws(Diagnostic) {
    scanner.advance()
    let range = scanner.range
    let type = try readType()
    let inferred = graph.type(of: value)
    if type != inferred {
      throw error("wrong-type", "the type of this node is \(inferred), not \(type)", range)
    }
  }

  /// `multiply(@w, reshape(sqrt(@v), [64x1x1x1]))`
  private mutating func readExpression(depth: Int) throws(Diagnostic) -> ParameterExpression {
    guard depth < ParameterExpression.depthLimit else {
      let message = "an expression may nest \(ParameterExpression.depthLimit) deep"
      throw error("nesting-too-deep", message, scanner.range)
    }
    if scanner.token == .punctuation("@") {
      scanner.advance()
      return .tensor(try readName("a parameter's name"))
    }
    guard case .word(let word) = scanner.token else { throw expected("an expression") }
    if let number = Double(word) {
      scanner.advance()
      return .constant(number)
    }
    guard Self.functions.contains(word) else {
      throw expected("a parameter, a number, or a function of them")
    }
    scanner.advance()
    try expect("(")
    let operand = try readExpression(depth: depth + 1)
    let result = try readCall(of: word, operand, depth: depth)
    try expect(")")
    return result
  }

  private static let functions = Set(
    ParameterExpression.Arithmetic.allCases.map(\.rawValue)
      + ["sqrt", "norm", "sum", "reshape", "broadcast", "concat"])

  /// What follows the first operand of `function`, and the expression that it makes.
  private mutating func readCall(
    of function: String, _ operand: ParameterExpression, depth: Int
  ) throws(Diagnostic) -> ParameterExpression {
    switch function {
    case "sqrt": return .squareRoot(operand)
    case "norm": return .norm(operand)
    case "sum": return .sum(operand)
    case "concat":
      var operands = [operand]
      while scanner.token == .punctuation(",") {
        scanner.advance()
        operands.append(try readExpression(depth: depth + 1))
      }
      return .concatenation(operands)
    default:
      try expect(",")
      if function == "reshape" { return .reshape(operand, try readShape()) }
      if function == "broadcast" { return .broadcast(operand, try readShape()) }
      let second = try readExpression(depth: depth + 1)
      return .arithmetic(.init(rawValue: function) ?? .add, operand, second)
    }
  }

}

extension AttributeValue {

  /// The value of an unquoted word: an integer, a number, `true` or `false`.
  fileprivate init?(word: String) {
    switch word {
    case "true": self = .boolean(true)
    case "false": self = .boolean(false)
    default:
      if let integer = Int(word) {
        self = .integer(integer)
      } else if let number = Double(word) {
        self = .number(number)
      } else {
        return nil
      }
    }
  }

}
