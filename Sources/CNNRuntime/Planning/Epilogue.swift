import CNNIR
import CNNKernels
import CNNOps

/// What happens to a result as it is stored.
struct Epilogue: Sendable {

  /// Limits, applied first.
  var low = -Float.infinity
  var high = Float.infinity
  /// A function of the kernels, applied next.
  var map: Map?
  /// What the kernels do not know, applied last.
  var rest: [any ElementwiseOp] = []

  struct Map: Sendable {
    var function: cnn_function
    var parameters: (Float, Float) = (0, 0)
  }

  /// - Requires: steps that apply ops; sums are nodes of their own here.
  init(_ steps: [EpilogueStep] = []) {
    for step in steps { if let op = step.op { append(op) } }
  }

  private mutating func append(_ op: any ElementwiseOp) {
    guard rest.isEmpty, map == nil else { return rest.append(op) }
    switch op.kernel {
    case .limits(let low, let high):
      // Limits after limits: what the first leave, the second move into theirs.
      self.low = min(max(self.low, low), high)
      self.high = min(max(self.high, low), high)
    case .map(let map):
      self.map = map
    case nil:
      rest.append(op)
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

  init(_ epilogue: Epilogue) { (low, high) = (epilogue.low, epilogue.high) }

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
