import CNNPlanning

/// Functions of single elements, for as many as a row has.
extension EmissionTarget {

  /// The emitted function of many elements, and what it takes besides.
  func kernel(of function: ElementFunction) -> (Kernel, arguments: [String]) {
    switch function {
    case .sigmoid: (sigmoid, [])
    case .tanh: (tanh, [])
    case .silu: (silu, [])
    case .gelu: (gelu, [])
    case .approximateGELU: (approximateGELU, [])
    case .hardSwish: (hardSwish, [])
    case .hardSigmoid(let slope, let offset):
      (
        hardSigmoid,
        ["slope: \(floatLiteral(Double(slope)))", "offset: \(floatLiteral(Double(offset)))"]
      )
    case .leakyReLU(let slope): (leakyReLU, ["slope: \(floatLiteral(Double(slope)))"])
    case .limits(let limits): (limitAll, limits.labelled)
    }
  }

  private var sigmoid: Kernel {
    mapping("sigmoid", "The logistic function", by: [exponential], "1 / (1 + exponential(-x))")
  }

  private var tanh: Kernel {
    mapping("tanh", "The hyperbolic tangent", by: [hyperbolicTangent], "hyperbolicTangent(x)")
  }

  private var silu: Kernel {
    mapping(
      "silu", "`x` times its logistic function", by: [powerOfTwo, zeroUpTo],
      """
      let limited: Vector = x.replacing(with: 87.3, where: x .> 87.3)
      let factor: Vector = 1 / (1 + powerOfTwo(limited, -\(Self.log2E)))
      return x * zeroUpTo(-87.3, x, factor)
      """)
  }

  private var gelu: Kernel {
    mapping(
      "gelu", "`x` times the part of a normal distribution below it",
      by: [normalDistribution, zeroUpTo], "x * zeroUpTo(-5.5, x, normalDistribution(x))")
  }

  private var approximateGELU: Kernel {
    mapping(
      "approximateGELU", "What approximates the GELU by the hyperbolic tangent",
      by: [hyperbolicTangent, multiplyAdd, zeroUpTo],
      """
      let slope = Vector(repeating: 0.79788456)
      let inner: Vector = x * multiplyAdd(x * x, Vector(repeating: 0.035677408), slope)
      return x * zeroUpTo(-5.5, x, 0.5 + 0.5 * hyperbolicTangent(inner))
      """)
  }

  private var hardSwish: Kernel {
    mapping(
      "hardSwish", "`x` times a piecewise linear sigmoid of it", by: [limit],
      """
      let factor: Vector = limit(x + 3, Vector(), Vector(repeating: 6))
      return x * (factor * (1 / 6.0))
      """)
  }

  private var hardSigmoid: Kernel {
    mapping(
      "hardSigmoid", "The line of a slope through an offset, limited to 0 to 1",
      by: [limit, multiplyAdd], taking: ["slope", "offset"],
      """
      let line: Vector = multiplyAdd(x, Vector(repeating: slope), Vector(repeating: offset))
      return limit(line, Vector(), Vector(repeating: 1))
      """)
  }

  var leakyReLU: Kernel {
    mapping(
      "leakyReLU", "`x`, times `slope` where it is not positive", by: [], taking: ["slope"],
      "(x * slope).replacing(with: x, where: x .> 0)")
  }

  private var limitAll: Kernel {
    mapping(
      "limitAll", "`x`, limited to a range", by: [limit], taking: ["low", "high"],
      "limit(x, Vector(repeating: low), Vector(repeating: high))")
  }

  /// A kernel that maps numbers.
  ///
  /// - Parameters:
  ///   - parameters: what it takes besides.
  ///   - image: an expression for the image of the vector `x`, or statements that return it.
  private func mapping(
    _ name: String, _ summary: String, by kernels: [Kernel], taking parameters: [String] = [],
    _ image: String
  ) -> Kernel {
    let others = parameters.map { "\($0): Float" }.joined(separator: ", ")
    let tail = others.isEmpty ? "" : ",\n    \(others)"
    return Kernel(
      name, requires: [map] + kernels,
      """
      /// \(summary), for `count` numbers.
      @inline(never)
      static func \(name)(
        _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int\(tail)
      ) {
        @inline(__always)
        func image(_ x: Vector) -> Vector {
      \(image.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
        }
        map(x, to: y, count: count, image)
      }
      """)
  }

  private var map: Kernel {
    Kernel(
      "map", requires: [load, store, loadSome, storeSome],
      """
      /// Sets `count` numbers from `y` on to the images of those from `x` on.
      @inline(__always)
      static func map(
        _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int,
        _ image: (Vector) -> Vector
      ) {
        var i = 0
        while i &+ \(lanes) <= count {
          store(image(load(x + i)), to: y + i)
          i &+= \(lanes)
        }
        if i == count { return }
        let rest: Vector = image(loadSome(x + i, count: count &- i))
        storeSome(rest, to: y + i, count: count &- i)
      }
      """)
  }

}
