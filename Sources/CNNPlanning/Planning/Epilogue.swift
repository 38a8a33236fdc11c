import CNNIR
import CNNOps

/// What happens to a result as it is stored, in stages.
struct Epilogue {

  /// A sum, then limits, then a function; each may be missing.
  struct Stage {
    /// What is added, by its number among the node's addends.
    var addend: Int?
    var low = -Float.infinity
    var high = Float.infinity
    /// A function that targets know.
    var function: ElementFunction?
    /// Or an op that they do not know, alone.
    var op: (any ElementwiseOp)?

    var limits: Limits { Limits(low: low, high: high) }
  }

  /// What a step does itself.
  private(set) var first = Stage()
  /// What other steps do after it.
  private(set) var rest: [Stage] = []

  /// - Parameter adds: whether the kernel can add something before it limits.
  init(_ steps: [EpilogueStep] = [], adds: Bool = false) {
    var stages = [Stage()]
    var addends = 0
    for (index, step) in steps.enumerated() {
      switch step {
      case .apply(let op):
        stages.apply(op)
      case .add:
        if index > 0 || !adds { stages.append(Stage()) }
        stages[stages.count - 1].addend = addends
        addends += 1
      }
    }
    first = stages[0]
    rest = Array(stages.dropFirst())
  }

  /// The stages of a kernel that has none of its own.
  var stages: [Stage] { [first] + rest }

  /// The stages of a kernel that only limits.
  var stagesWithoutLimits: [Stage] {
    var stage = first
    (stage.low, stage.high) = (Limits.none.low, Limits.none.high)
    return [stage] + rest
  }

}

extension [Epilogue.Stage] {

  /// Applies an op in the last stage, or in one of its own.
  fileprivate mutating func apply(_ op: any ElementwiseOp) {
    guard let kernel = op.kernel else { return append(Element(op: op)) }
    if self[count - 1].function != nil || self[count - 1].op != nil { append(Element()) }
    switch kernel {
    case .limits(let low, let high):
      // Limits after limits: what the first leave, the second move into theirs.
      self[count - 1].low = Swift.min(Swift.max(self[count - 1].low, low), high)
      self[count - 1].high = Swift.min(Swift.max(self[count - 1].high, low), high)
    case .function(let function):
      self[count - 1].function = function
    }
  }

}

/// How the kernels compute an elementwise op.
private enum ElementwiseKernel {
  case limits(Float, Float)
  case function(ElementFunction)
}

extension ElementwiseOp {

  /// The kernels' form of the op, or `nil` if they have none.
  fileprivate var kernel: ElementwiseKernel? {
    switch self {
    case is ReLU: .limits(0, .infinity)
    case is ReLU6: .limits(0, 6)
    case is Sigmoid: .function(.sigmoid)
    case is Tanh: .function(.tanh)
    case is SiLU: .function(.silu)
    case is HardSwish: .function(.hardSwish)
    case let op as GELU:
      .function(op.approximation == .tanh ? .approximateGELU : .gelu)
    case let op as HardSigmoid:
      .function(.hardSigmoid(slope: Float(op.slope), offset: Float(op.offset)))
    case let op as LeakyReLU: .function(.leakyReLU(slope: Float(op.slope)))
    default: nil
    }
  }

}
