import CNNIR
import CNNOps

extension SeededRandom {

  /// An op of a type, with random attributes that may go with an operand like `operand`.
  package mutating func makeOp(_ type: any Op.Type, for operand: TensorType) -> any Op {
    makeLayer(type, operand) ?? makePool(type, operand) ?? makeNorm(type, operand)
      ?? makeActivation(type) ?? makeLayout(type, operand) ?? makeReduction(type) ?? makeJoin(type)
      ?? type.init()
  }

  /// One number for all of `rank` axes, or one for each.
  package mutating func extents(_ range: ClosedRange<Int>, rank: Int) -> Extents {
    chance(60)
      ? Extents([integer(in: range)])
      : Extents((0..<max(rank, 1)).map { (_) in integer(in: range) })
  }

  /// A number of parts into which `count` falls.
  mutating func divisor(of count: Int) -> Int {
    element(of: (1...count).filter { count % $0 == 0 })
  }

  /// Widths, which may differ before and after, or a rule.
  mutating func padding(upTo limit: Int, rank: Int) -> Padding {
    switch integer(in: 0...9) {
    case 0: .same
    case 1: .sameLower
    case 2: .valid
    default: paddingWidths(upTo: limit, rank: rank)
    }
  }

  /// Widths, which may differ before and after.
  mutating func paddingWidths(upTo limit: Int, rank: Int) -> Padding {
    chance(20)
      ? .explicit(before: extents(0...limit, rank: rank), after: extents(0...limit, rank: rank))
      : .symmetric(extents(0...limit, rank: rank))
  }

  private mutating func makeActivation(_ type: any Op.Type) -> (any Op)? {
    switch type {
    case is LeakyReLU.Type:
      var relu = LeakyReLU()
      relu.slope = element(of: [0.01, 0.1, 0.3])
      return relu
    case is HardSigmoid.Type:
      var sigmoid = HardSigmoid()
      if chance(50) { (sigmoid.slope, sigmoid.offset) = (0.2, element(of: [0.4, 0.5])) }
      return sigmoid
    case is GELU.Type:
      var gelu = GELU()
      gelu.approximation = element(of: GELU.Approximation.allCases)
      return gelu
    case is PReLU.Type:
      var relu = PReLU()
      relu.perChannel = chance(50)
      return relu
    case is Softmax.Type:
      var softmax = Softmax()
      softmax.axis = element(of: VectorAxis.allCases)
      return softmax
    case is LogSoftmax.Type:
      var softmax = LogSoftmax()
      softmax.axis = element(of: VectorAxis.allCases)
      return softmax
    default:
      return makeBentActivation(type)
    }
  }

  /// Activations with attributes that say where they bend.
  private mutating func makeBentActivation(_ type: any Op.Type) -> (any Op)? {
    switch type {
    case is ELU.Type:
      var elu = ELU()
      elu.alpha = element(of: [0.5, 1, 1.5])
      return elu
    case is CELU.Type:
      var celu = CELU()
      celu.alpha = element(of: [0.5, 1, 1.5])
      return celu
    case is Softplus.Type:
      var softplus = Softplus()
      if chance(50) { (softplus.beta, softplus.threshold) = (2, element(of: [0.5, 20])) }
      return softplus
    case is Clip.Type:
      var clip = Clip()
      let bound = integer(in: 0...2)
      if bound != 0 { clip.min = element(of: [-0.5, 0]) }
      if bound != 1 { clip.max = element(of: [0.25, 1]) }
      return clip
    default:
      return nil
    }
  }

  private mutating func makeJoin(_ type: any Op.Type) -> (any Op)? {
    let number: Double? = chance(40) ? element(of: [-0.5, 0.25, 1.5]) : nil
    switch type {
    case is Add.Type:
      var sum = Add()
      sum.number = number
      return sum
    case is Multiply.Type:
      var product = Multiply()
      product.number = number
      return product
    case is Maximum.Type:
      var maximum = Maximum()
      maximum.number = number
      return maximum
    case is Minimum.Type:
      var minimum = Minimum()
      minimum.number = number
      return minimum
    case is Subtract.Type:
      var difference = Subtract()
      if chance(50) { difference.number = number } else { difference.minuend = number }
      return difference
    case is Divide.Type:
      // A value may be near 0, so what divides is a number.
      var quotient = Divide()
      quotient.number = number ?? 2
      return quotient
    default:
      return nil
    }
  }

}
