/// The declaration of an op that readers, printers and the documentation share.
package struct Schema<Root: Op>: Sendable {

  /// What the op computes, in a sentence.
  package let summary: String

  /// What an evaluation computes, as formulas in words; for an op that maps each element on its own
  /// its declaration says it.
  let counts: String?

  /// What others call the op, so that who writes that can be told the mnemonic.
  let synonyms: [String]

  package let operands: Operands

  /// The attributes in the order of positional arguments.
  package let attributes: [Attribute<Root>]

  /// The names of the attributes, and of those that must be given.
  ///
  /// They are asked for at every layer, so they are put together once.
  let attributeNames: [String]
  let requiredAttributes: [String]

  /// Whether an unlabelled use takes a number in its scope, as a module of `nn.Sequential` does.
  package let isModule: Bool

  /// How many operands an op takes.
  package enum Operands: Sendable, Hashable {
    case exactly(Int)
    case atLeast(Int)
    case between(Int, Int)

    package func allows(_ count: Int) -> Bool {
      switch self {
      case .exactly(let needed): count == needed
      case .atLeast(let least): count >= least
      case .between(let least, let most): (least...most).contains(count)
      }
    }
  }

  package init(
    operands: Operands = .exactly(1), attributes: [Attribute<Root>] = [],
    isModule: Bool = true, summary: String, counts: String? = nil, synonyms: [String] = []
  ) {
    self.operands = operands
    self.attributes = attributes
    attributeNames = attributes.map { $0.name }
    requiredAttributes = attributes.filter { $0.isRequired }.map { $0.name }
    self.isModule = isModule
    self.summary = summary
    self.counts = counts
    self.synonyms = synonyms
  }

}

/// One attribute of an op: its name, how to read and write it, and what it means.
package struct Attribute<Root: Op>: Sendable {

  package let name: String
  package let documentation: String
  /// What a user may write, as a phrase.
  package let valueDescription: String
  package let isRequired: Bool
  package let get: @Sendable (Root) -> AttributeValue
  package let set: @Sendable (inout Root, AttributeValue) throws(OpFault) -> Void

  /// An attribute that must be given. Its integers must lie within `bounds`.
  package static func required<Value: AttributeRepresentable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable,
    in bounds: ClosedRange<Int> = 1...Shape.largestExtent, _ documentation: String
  ) -> Self {
    Self(name, path, bounds, documentation, isRequired: true)
  }

  /// An attribute with a default. Its integers must lie within `bounds`.
  package static func optional<Value: AttributeRepresentable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable,
    in bounds: ClosedRange<Int> = 1...Shape.largestExtent, _ documentation: String
  ) -> Self {
    Self(name, path, bounds, documentation, isRequired: false)
  }

  private init<Value: AttributeRepresentable>(
    _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable,
    _ bounds: ClosedRange<Int>, _ documentation: String, isRequired: Bool
  ) {
    self.name = name
    self.documentation = documentation
    self.isRequired = isRequired
    valueDescription = Value.valueDescription
    get = { (op) in op[keyPath: path].attributeValue }
    set = { (op, attribute) throws(OpFault) in
      guard let value = Value(attribute: attribute) else {
        let message = "\(name) must be \(Value.valueDescription), not \(attribute)"
        throw OpFault(.attribute(name), "attribute-type", message)
      }
      if let integer = value.integers.first(where: { !bounds.contains($0) }) {
        let message =
          integer < bounds.lowerBound
          ? "\(name) must be at least \(bounds.lowerBound), not \(integer)"
          : "\(name) must be at most \(bounds.upperBound), not \(integer)"
        throw OpFault(.attribute(name), "attribute-range", message)
      }
      op[keyPath: path] = value
    }
  }

}

/// The parts of a schema that do not depend on the op's type.
extension Op {

  package var mnemonic: String { Self.mnemonic }
  package static var isModule: Bool { schema.isModule }
  package static var attributeNames: [String] { schema.attributeNames }

  /// The attributes that must be given.
  package static var requiredAttributes: [String] { schema.requiredAttributes }

  package static var summary: String { schema.summary }

  /// What an evaluation computes, as formulas in words.
  package static var counts: String {
    if let counts = schema.counts { return counts }
    guard let op = Self() as? any ElementwiseOp, op.arithmeticPerElement != Arithmetic() else {
      return "nothing"
    }
    return op.arithmeticPerElement.phrase + " for each element"
  }

  /// What others call the op.
  package static var synonyms: [String] { schema.synonyms }

  /// How many operands the op takes, as a phrase.
  package static var operandPhrase: String { schema.operands.description }

  /// Each attribute's name, default (none if it must be given), possible values and meaning.
  package static var attributeDocumentation:
    [(name: String, defaultValue: AttributeValue?, value: String, meaning: String)]
  {
    let plain = Self()
    return schema.attributes.map { (attribute) in
      let value = attribute.isRequired ? nil : attribute.get(plain)
      return (attribute.name, value, attribute.valueDescription, attribute.documentation)
    }
  }

  package static func allows(operandCount: Int) -> Bool { schema.operands.allows(operandCount) }

  /// The value of the attribute called `name`, its default too, or `nil` when there is none.
  package func attribute(_ name: String) -> AttributeValue? {
    Self.schema.attributes.first { $0.name == name }?.get(self)
  }

  /// The attributes that differ from their defaults, and those that have none, in schema order.
  package var attributes: [(name: String, value: AttributeValue)] {
    let plain = Self()
    return Self.schema.attributes.compactMap { (attribute) in
      let value = attribute.get(self)
      guard attribute.isRequired || value != attribute.get(plain) else { return nil }
      return (attribute.name, value)
    }
  }

  /// Sets the attribute called `name`.
  ///
  /// - Throws: when there is no such attribute, or the value is not one that it can have.
  package mutating func setAttribute(_ name: String, to value: AttributeValue) throws(OpFault) {
    guard let attribute = Self.schema.attributes.first(where: { $0.name == name }) else {
      let message = "\(Self.mnemonic) has no attribute '\(name)'"
      throw OpFault(.attribute(name), "unknown-attribute", message)
    }
    try attribute.set(&self, value)
  }

}
