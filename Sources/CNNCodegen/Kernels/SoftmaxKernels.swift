extension Kernel {

  static let softmax = Kernel(
    "softmax", requires: [.exp],
    """
    /// The softmax of `count` elements, `distance` apart.
    static func softmax(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, distance: Int
    ) {
      var largest = -Float.infinity
      for i in 0..<count where x[i * distance] > largest { largest = x[i * distance] }
      // The largest goes to exp(0), so that nothing overflows.
      var sum = 0.0
      for i in 0..<count {
        let value: Double = exp(Double(x[i * distance]) - Double(largest))
        y[i * distance] = Float(value)
        sum += value
      }
      for i in 0..<count { y[i * distance] = Float(Double(y[i * distance]) / sum) }
    }
    """)

  static let logSoftmax = Kernel(
    "logSoftmax", requires: [.exp, .log],
    """
    /// The logarithm of the softmax of `count` elements, `distance` apart.
    static func logSoftmax(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, distance: Int
    ) {
      var largest = -Float.infinity
      for i in 0..<count where x[i * distance] > largest { largest = x[i * distance] }
      // The largest goes to exp(0), so that nothing overflows.
      var sum = 0.0
      for i in 0..<count { sum += exp(Double(x[i * distance]) - Double(largest)) }
      let shift: Double = sum.isNaN ? .nan : log(sum)
      for i in 0..<count {
        let distanceToLargest: Double = Double(x[i * distance]) - Double(largest)
        y[i * distance] = Float(distanceToLargest - shift)
      }
    }
    """)

}

extension EmissionTarget {

  /// - Requires: at least as many vectors side by side as there are lanes.
  var softmaxOfNeighbours: Kernel {
    Kernel(
      "softmaxOfNeighbours", requires: [.softmax, exponential, load, store],
      """
      /// The softmaxes of `distance` vectors, which lie side by side, of `count` elements.
      static func softmaxOfNeighbours(
        _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int, distance: Int
      ) {
        var column = 0
        while column + \(lanes) <= distance {
          let (x, y) = (x + column, y + column)
          var largest: Vector = load(x)
          for i in 1..<count {
            let v: Vector = load(x + i * distance)
            largest.replace(with: v, where: v .> largest)
          }
          var sum = Vector()
          for i in 0..<count {
            let power: Vector = exponential(load(x + i * distance) - largest)
            sum += power
            store(power, to: y + i * distance)
          }
          let factor: Vector = 1 / sum
          for i in 0..<count {
            store(load(y + i * distance) * factor, to: y + i * distance)
          }
          column += \(lanes)
        }
        while column < distance {
          softmax(x + column, to: y + column, count: count, distance: distance)
          column += 1
        }
      }
      """)
  }

}
