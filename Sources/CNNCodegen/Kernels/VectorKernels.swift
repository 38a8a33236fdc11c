import CNNPlanning

extension EmissionTarget {

  /// The vectors that kernels work with.
  var vector: Kernel {
    Kernel(
      "Vector",
      """
      /// As many numbers as a register of the processor holds.
      typealias Vector = SIMD\(lanes)<Float>
      """)
  }

  var load: Kernel {
    Kernel(
      "load", requires: [vector],
      """
      /// A vector of the numbers from `x` on.
      @inline(__always)
      static func load(_ x: UnsafePointer<Float>) -> Vector {
        UnsafeRawPointer(x).loadUnaligned(as: Vector.self)
      }
      """)
  }

  var store: Kernel {
    Kernel(
      "store", requires: [vector],
      """
      /// Stores the numbers of a vector from `y` on.
      @inline(__always)
      static func store(_ v: Vector, to y: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(y).storeBytes(of: v, as: Vector.self)
      }
      """)
  }

  var loadSome: Kernel {
    Kernel(
      "loadSome", requires: [vector],
      """
      /// The first `count` lanes from `x` on, and zeros in the others.
      @inline(__always)
      static func loadSome(_ x: UnsafePointer<Float>, count: Int) -> Vector {
        var v = Vector()
        for lane in 0..<count { v[lane] = x[lane] }
        return v
      }
      """)
  }

  var storeSome: Kernel {
    Kernel(
      "storeSome", requires: [vector],
      """
      /// Stores the first `count` lanes from `y` on.
      @inline(__always)
      static func storeSome(_ v: Vector, to y: UnsafeMutablePointer<Float>, count: Int) {
        for lane in 0..<count { y[lane] = v[lane] }
      }
      """)
  }

  /// Without the instruction, a fused multiply-add would be a call for each lane.
  var multiplyAdd: Kernel {
    let fused = "c.addingProduct(a, b)"
    let separate = "c + a * b"
    let body =
      self == .baseline
      ? "#if arch(arm64)\n    return \(fused)\n  #else\n    return \(separate)\n  #endif" : fused
    return Kernel(
      "multiplyAdd", requires: [vector],
      """
      /// `a * b + c`.
      @inline(__always)
      static func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
        \(body)
      }
      """)
  }

  var limit: Kernel {
    Kernel(
      "limit", requires: [vector],
      """
      /// The numbers limited to a range. A NaN stays one.
      @inline(__always)
      static func limit(_ v: Vector, _ low: Vector, _ high: Vector) -> Vector {
        let raised: Vector = v.replacing(with: low, where: v .< low)
        return raised.replacing(with: high, where: raised .> high)
      }
      """)
  }

  /// The lanes are added in halves: `sum()` makes the compiler shuffle lanes one by one.
  var sumOfLanes: Kernel {
    var writer = SwiftWriter(depth: 1)
    var name = "v"
    var width = lanes
    while width > 2 {
      width /= 2
      writer.write("let v\(width): SIMD\(width)<Float> = \(name).lowHalf + \(name).highHalf")
      name = "v\(width)"
    }
    writer.write("return \(name).x + \(name).y")
    return Kernel(
      "sumOfLanes", requires: [vector],
      """
      /// The sum of all lanes.
      @inline(__always)
      static func sumOfLanes(_ v: Vector) -> Float {
      \(writer.text.dropLast())
      }
      """)
  }

}

extension Kernel {

  static let fill = Kernel(
    "fill",
    """
    /// Sets `count` elements from `y` on to `value`.
    static func fill(_ y: UnsafeMutablePointer<Float>, with value: Float, count: Int) {
      for i in 0..<count { y[i] = value }
    }
    """)

}
