import CNNPlanning

/// Tensors joined element by element.
extension EmissionTarget {

  /// - Parameters:
  ///   - rightIsOnePixel: whether a pixel is joined with all pixels of a row, in blocks.
  ///   - limits: whether the result is limited to a range.
  func combination(
    _ operation: CombinationStep.Operation, rightIsOnePixel: Bool, limits: Bool
  ) -> Kernel {
    let (verb, noun) =
      switch operation {
      case .add: ("add", "The sums")
      case .subtract: ("subtract", "The differences")
      case .multiply: ("multiply", "The products")
      case .maximum: ("maximum", "The larger")
      case .minimum: ("minimum", "The smaller")
      }
    let name = verb + (rightIsOnePixel ? "Pixel" : "") + (limits ? "Limited" : "")
    let end = limits ? ", limited to a range" : ""
    let loops = rightIsOnePixel ? pixelLoops(operation, limits) : rowLoop(operation, limits)
    return Kernel(
      name,
      requires: [load, store] + (limits ? [limit] : [])
        + (operation == .maximum ? [larger] : operation == .minimum ? [smaller] : [])
        + (rightIsOnePixel ? [] : [loadSome, storeSome]),
      """
      /// \(noun) of \(rightIsOnePixel ? "pixels of a block of channels and the pixel `b`" : "numbers")\(end).
      static func \(name)(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>,
        \(rightIsOnePixel ? "pixels" : "count"): Int\(limits ? ", low: Float, high: Float" : "")
      ) {
      \(limits ? "  let (low, high) = (Vector(repeating: low), Vector(repeating: high))\n" : "")\
      \(loops)
      }
      """)
  }

  /// The join of two vectors as an expression.
  private func join(
    _ operation: CombinationStep.Operation, _ limits: Bool, _ a: String, _ b: String
  ) -> String {
    let value =
      switch operation {
      case .add: "\(a) + \(b)"
      case .subtract: "\(a) - \(b)"
      case .multiply: "\(a) * \(b)"
      case .maximum: "larger(\(a), \(b))"
      case .minimum: "smaller(\(a), \(b))"
      }
    return limits ? "limit(\(value), low, high)" : value
  }

  private func rowLoop(_ operation: CombinationStep.Operation, _ limits: Bool) -> String {
    """
      var i = 0
      while i &+ \(lanes) <= count {
        let v: Vector = load(a + i), w: Vector = load(b + i)
        store(\(join(operation, limits, "v", "w")), to: y + i)
        i &+= \(lanes)
      }
      if i == count { return }
      let v: Vector = loadSome(a + i, count: count &- i)
      let w: Vector = loadSome(b + i, count: count &- i)
      storeSome(\(join(operation, limits, "v", "w")), to: y + i, count: count &- i)
    """
  }

  private func pixelLoops(_ operation: CombinationStep.Operation, _ limits: Bool) -> String {
    """
      for lane in stride(from: 0, to: 16, by: \(lanes)) {
        let w: Vector = load(b + lane)
        for i in 0..<pixels {
          let v: Vector = load(a + (i &* 16 &+ lane))
          store(\(join(operation, limits, "v", "w")), to: y + (i &* 16 &+ lane))
        }
      }
    """
  }

  private var larger: Kernel { selection("larger", by: ".>") }
  private var smaller: Kernel { selection("smaller", by: ".<") }

  /// One of two numbers in each lane.
  private func selection(_ name: String, by comparison: String) -> Kernel {
    Kernel(
      "\(name)Lanes", requires: [vector],
      """
      /// The \(name) of two numbers in each lane; a NaN wins.
      @inline(__always)
      static func \(name)(_ a: Vector, _ b: Vector) -> Vector {
        b.replacing(with: a, where: (a \(comparison) b) .| (a .!= a))
      }
      """)
  }

}
