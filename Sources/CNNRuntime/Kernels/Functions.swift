import CNNKernels
import CNNPlanning

extension ElementFunction {

  /// What the kernels call the function, and its parameters.
  var kernel: (function: cnn_function, parameters: (Float, Float)) {
    switch self {
    case .sigmoid: (CNN_SIGMOID, (0, 0))
    case .tanh: (CNN_TANH, (0, 0))
    case .silu: (CNN_SILU, (0, 0))
    case .gelu: (CNN_GELU, (0, 0))
    case .approximateGELU: (CNN_GELU_TANH, (0, 0))
    case .hardSwish: (CNN_HARD_SWISH, (0, 0))
    case .hardSigmoid(let slope, let offset): (CNN_HARD_SIGMOID, (slope, offset))
    case .leakyReLU(let slope): (CNN_LEAKY_RELU, (slope, 0))
    case .limits(let limits): (CNN_CLIP, (limits.low, limits.high))
    }
  }

}

extension UnsafePointer<cnn_kernels> {

  /// Maps `count` neighbouring elements.
  @inline(__always)
  func apply(
    _ function: ElementFunction, _ source: UnsafePointer<Float>,
    to target: UnsafeMutablePointer<Float>, count: Int
  ) {
    let (function, parameters) = function.kernel
    withUnsafePointer(to: parameters) { (parameters) in
      parameters.withMemoryRebound(to: Float.self, capacity: 2) { (parameters) in
        pointee.map(function, parameters, source, target, count)
      }
    }
  }

  /// Maps `count` neighbouring elements in place.
  @inline(__always)
  func apply(_ function: ElementFunction, to elements: UnsafeMutablePointer<Float>, count: Int) {
    apply(function, UnsafePointer<Float>(elements), to: elements, count: count)
  }

  /// Maps the blocks of `pixels` pixels in place, which lie `pixel` floats apart.
  @inline(__always)
  func apply(
    _ function: ElementFunction, to row: UnsafeMutablePointer<Float>, pixels: Int, pixel: Int
  ) {
    if pixel == Layout.lanes {
      apply(function, to: row, count: pixels &* pixel)
    } else {
      for index in 0..<pixels {
        apply(function, to: row + index &* pixel, count: Layout.lanes)
      }
    }
  }

}
