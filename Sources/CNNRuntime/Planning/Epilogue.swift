import CNNIR
import CNNKernels
import CNNOps

/// What happens to a result as it is stored, in stages.
struct Epilogue {

  /// A sum, then limits, then a function; each may be missing.
  struct Stage {
    /// What is added, by its number among the node's addends.
    var addend: Int?
    var low = -Float.infinity
    var high = Float.infinity
    /// A function of the kernels.
    var map: Map?
    /// Or an op that the kernels do not know, alone.
    var op: (any ElementwiseOp)?

    var limits: Limits { Limits(low: low, high: high) }
  }

  struct Map: Sendable {
    var function: cnn_function
    var parameters: (Float, Float) = (0, 0)
  }

  /// What a kernel does itself.
  private(set) var first = Stage()
  /// What other kernels do after it.
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
    if self[count - 1].map != nil || self[count - 1].op != nil { append(Element()) }
    switch kernel {
    case .limits(let low, let high):
      // Limits after limits: what the first leave, the second move into theirs.
      self[count - 1].low = Swift.min(Swift.max(self[count - 1].low, low), high)
      self[count - 1].high = Swift.min(Swift.max(self[count - 1].high, low), high)
    case .map(let map):
      self[count - 1].map = map
    }
  }

}

/// How the kernels compute an elementwise op.
private enum ElementwiseKernel {
  case limits(Float, Float)
  case map(Epilogue.Map)
}

extension ElementwiseOp {

  /// The kernels' form of the op, or `nil` if they have none.
  fileprivate var kernel: ElementwiseKernel? {
    switch self {
    case is ReLU: .limits(0, .infinity)
    case is ReLU6: .limits(0, 6)
    case is Sigmoid: .map(.init(function: CNN_SIGMOID))
    case is Tanh: .map(.init(function: CNN_TANH))
    case is SiLU: .map(.init(function: CNN_SILU))
    case is HardSwish: .map(.init(function: CNN_HARD_SWISH))
    case let op as GELU:
      .map(.init(function: op.approximation == .tanh ? CNN_GELU_TANH : CNN_GELU))
    case let op as HardSigmoid:
      .map(.init(function: CNN_HARD_SIGMOID, parameters: (Float(op.slope), Float(op.offset))))
    case let op as LeakyReLU:
      .map(.init(function: CNN_LEAKY_RELU, parameters: (Float(op.slope), 0)))
    default: nil
    }
  }

}

/// The range that results are limited to.
struct Limits: Sendable {

  let low: Float
  let high: Float

  static let none = Limits(low: -.infinity, high: .infinity)

  var areNone: Bool { low == -.infinity && high == .infinity }

}

extension UnsafePointer<cnn_kernels> {

  /// Maps `count` neighbouring elements in place.
  @inline(__always)
  func apply(_ map: Epilogue.Map, to elements: UnsafeMutablePointer<Float>, count: Int) {
    withUnsafePointer(to: map.parameters) { (parameters) in
      parameters.withMemoryRebound(to: Float.self, capacity: 2) { (parameters) in
        pointee.map(map.function, parameters, elements, elements, count)
      }
    }
  }

  /// Maps the blocks of `pixels` pixels in place, which lie `pixel` floats apart.
  @inline(__always)
  func apply(
    _ map: Epilogue.Map, to row: UnsafeMutablePointer<Float>, pixels: Int, pixel: Int
  ) {
    if pixel == Layout.lanes {
      apply(map, to: row, count: pixels &* pixel)
    } else {
      for index in 0..<pixels { apply(map, to: row + index &* pixel, count: Layout.lanes) }
    }
  }

}
