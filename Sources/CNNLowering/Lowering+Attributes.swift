import CNNIR
import CNNSource
import CNNSyntax

/// An op with its attributes, and what else the arguments of a layer say.
struct Layer {
  var op: any Op
  /// The argument that each attribute comes from.
  var arguments: [String: EvaluatedArgument] = [:]
  /// Full names of tensors, by the last component that they replace.
  var tensorNames: [String: ScopeName] = [:]

  /// The full name of the tensor whose last component is `leaf`, in a layer called `name`.
  func tensorName(_ leaf: String, of name: String) -> String {
    tensorNames[leaf]?.text ?? Graph.tensorName(leaf, of: name)
  }
}

extension Lowering {

  /// An op of `type` with its attributes set.
  mutating func configure(
    _ type: any Op.Type, _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> Layer {
    var layer = Layer(op: type.init())
    var attributes = arguments
    layer.tensorNames = try takeTensorNames(from: &attributes)
    attributes = try resolvingLike(attributes, of: type)
    let names = type.attributeNames
    layer.arguments = try match(
      attributes, to: names, unknown: { .unknownAttribute($0, of: type, free: $1) },
      surplus: { .surplusAttribute($0, type) })
    var isWrong = false
    for name in names {
      guard let argument = layer.arguments[name] else { continue }
      do throws(Failure) {
        try set(name, of: &layer.op, to: argument)
      } catch {
        report(error)
        isWrong = true
      }
    }
    let missing = type.requiredAttributes.filter { layer.arguments[$0] == nil }
    if !missing.isEmpty { throw .mistake(.missingAttributes(missing, of: type, range)) }
    if isWrong { throw .consequence }
    return layer
  }

  /// Reports labels that name no attribute of `type`.
  mutating func checkLabels(
    of arguments: [EvaluatedArgument], _ type: any Op.Type
  ) throws(Failure) {
    _ = try match(
      arguments.filter { $0.label != nil }, to: type.attributeNames + ["like", "names"],
      unknown: { .unknownAttribute($0, of: type, free: $1) },
      surplus: { .surplusAttribute($0, type) })
  }

  private mutating func set(
    _ name: String, of op: inout any Op, to argument: EvaluatedArgument
  ) throws(Failure) {
    if argument.value.isUnknown { throw .consequence }
    try charge(argument.value.weight, at: argument.range)
    guard let value = argument.value.attributeValue else {
      throw .mistake(.notAnAttribute(name, of: type(of: op), argument.value, argument.range))
    }
    do throws(OpFault) {
      try op.setAttribute(name, to: value)
    } catch {
      throw .mistake(Diagnostic(.error, error.constraint, error.message, at: argument.range))
    }
  }

  /// `like: value` as the `size` that it stands for.
  private mutating func resolvingLike(
    _ arguments: [EvaluatedArgument], of type: any Op.Type
  ) throws(Failure) -> [EvaluatedArgument] {
    guard type.attributeNames.contains("size") else { return arguments }
    var arguments = arguments
    for index in arguments.indices where arguments[index].label?.name == "like" {
      switch try applied(arguments[index].value, arguments[index].range) {
      case .unknown: throw .consequence
      case .tensor(let value):
        arguments[index].value = .tuple(graph.type(of: value).spatialExtents)
        arguments[index].label?.name = "size"
      case let value: throw .mistake(.notATensor(value, arguments[index].range))
      }
    }
    return arguments
  }

}
