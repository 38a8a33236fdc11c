import CNNIR
import CNNOps

/// What an op does to each channel: `(x - center) scale + shift`. A part that is `nil` does nothing;
/// the others have a number for each channel, or one for all of them.
struct ChannelAffine {

  var center: ParameterExpression?
  var scale: ParameterExpression?
  var shift: ParameterExpression?

  /// What `node` does; `nil` when that is something else.
  init?(_ node: Node, in graph: Graph) {
    guard node.epilogue.isEmpty, node.operands.count == 1 else { return nil }
    let parameters = node.parameters
    if let norm = node.op as? BatchNorm {
      let statistics = Array(parameters.suffix(2))
      center = statistics[0]
      let deviation = ParameterExpression.squareRoot(statistics[1] + .constant(norm.epsilon))
      scale = (norm.affine ? parameters[0] : .constant(1)) / deviation
      shift = norm.affine ? parameters[1] : nil
    } else if let op = node.op as? Scale {
      let channels = Shape(node.type.channels)
      scale = parameters[0].reshaped(to: channels, from: node.slots(in: graph)[0].shape)
      shift =
        op.bias ? parameters[1].reshaped(to: channels, from: node.slots(in: graph)[1].shape) : nil
    } else if let number = (node.op as? Add)?.number {
      shift = .constant(number)
    } else if let number = (node.op as? Multiply)?.number {
      scale = .constant(number)
    } else {
      return nil
    }
  }

  /// What is added to the product with the scale: `shift - center scale`.
  var offset: ParameterExpression? {
    guard let center else { return shift }
    let centered = scale.map { center * $0 } ?? center
    return (shift ?? .constant(0)) - centered
  }

  /// Whether one number each does for all channels.
  var isUniform: Bool {
    [center, scale, shift].allSatisfy { (part) in
      guard let part else { return true }
      if case .constant = part { return true }
      return false
    }
  }

  /// The image of `x`, or of zeros.
  func callAsFunction(_ x: ParameterExpression?) -> ParameterExpression? {
    var value = x
    if let center { value = (value ?? .constant(0)) - center }
    if let scale, let centered = value { value = centered * scale }
    if let shift { value = value.map { $0 + shift } ?? shift }
    return value
  }

}

extension ParameterExpression {

  /// The value in another shape of as many elements.
  func reshaped(to shape: Shape, from own: Shape? = nil) -> ParameterExpression {
    if own == shape { return self }
    if case .reshape(let inner, _) = self { return .reshape(inner, shape) }
    return .reshape(self, shape)
  }

  /// A number for each of `count` channels, of an expression that has that or one for all.
  func perChannel(_ count: Int) -> ParameterExpression {
    if case .constant = self { return .broadcast(self, Shape(count)) }
    return self
  }

  /// The numbers of channels along `axis` of a tensor of rank `rank`; one for all stays.
  func alongAxis(_ axis: Int, of rank: Int, _ count: Int) -> ParameterExpression {
    if case .constant = self { return self }
    var extents = Array(repeating: 1, count: rank)
    extents[axis] = count
    return reshaped(to: Shape(extents))
  }

}
