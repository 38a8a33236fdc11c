extension Kernel {

  static let nearestAxis = Kernel(
    "NearestAxis",
    """
    /// One axis of a tensor that takes another size by repeating or leaving out elements.
    struct NearestAxis {

      let inputs: Int
      let outputs: Int
      /// How far apart neighbours of the output are in the input. The precision decides ties.
      var step: Float = 1
      var shift: Float = 0

      /// The input element that an output element repeats.
      func position(_ index: Int) -> Int {
        let place: Float = (Float(index) + shift) * step
        return min(Int(place), inputs - 1)
      }

    }
    """)

  static let resizeNearest = Kernel(
    "resizeNearest", requires: [.nearestAxis],
    """
    /// Sets each element of `y` to the element of `x` nearest to its place.
    static func resizeNearest(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, planes: NearestAxis,
      rows: NearestAxis, columns: NearestAxis
    ) {
      var y = y
      for z in 0..<planes.outputs {
        let plane = x + planes.position(z) * rows.inputs * columns.inputs
        for row in 0..<rows.outputs {
          let line = plane + rows.position(row) * columns.inputs
          for column in 0..<columns.outputs { y[column] = line[columns.position(column)] }
          y += columns.outputs
        }
      }
    }
    """)

  /// The input elements that an output element mixes along one axis.
  private static let taps = Kernel(
    "Taps",
    """
    /// Up to four elements of an axis with their weights.
    struct Taps {
      var count = 1
      var positions: SIMD4<Int>
      var weights = SIMD4<Double>(1, 0, 0, 0)
    }
    """)

  static let mixedAxis = Kernel(
    "MixedAxis", requires: [.taps, .floor],
    """
    /// One axis of a tensor that takes another size by mixing neighbouring elements.
    struct MixedAxis {

      /// What decides where an output element lies in the input.
      enum Mapping {
        /// The axis stays as it is.
        case kept
        /// The first and the last elements keep their places.
        case corners
        /// The elements' centres are `step` apart, the first half of that inside.
        case centers(step: Double)
      }

      let inputs: Int
      let outputs: Int
      var mapping = Mapping.kept

      /// The place of an output element, or `nil` when it is the input element of its number.
      func place(of index: Int) -> Double? {
        switch mapping {
        case .kept:
          return nil
        case .corners:
          if outputs == 1 { return 0 }
          return Double(index) * Double(inputs - 1) / Double(outputs - 1)
        case .centers(let step):
          return (Double(index) + 0.5) * step - 0.5
        }
      }

      private static func single(_ index: Int) -> Taps { Taps(positions: SIMD4(repeating: index)) }

      /// The two elements around an output element.
      func linearTaps(_ index: Int) -> Taps {
        guard let place = self.place(of: index) else { return Self.single(index) }
        let inside = max(place, 0)
        let first = min(Int(inside), inputs - 1)
        let fraction: Double = inside - Double(first)
        return Taps(
          count: 2, positions: SIMD4(first, min(first + 1, inputs - 1), 0, 0),
          weights: SIMD4(1 - fraction, fraction, 0, 0))
      }

      /// The four elements around an output element.
      func cubicTaps(_ index: Int) -> Taps {
        guard let place = self.place(of: index) else { return Self.single(index) }
        let first = floor(place)
        let fraction: Double = place - Double(first)
        var taps = Taps(count: 4, positions: SIMD4(repeating: 0))
        for tap in 0..<4 {
          taps.positions[tap] = min(max(first + tap - 1, 0), inputs - 1)
          taps.weights[tap] = Self.cubic((Double(tap - 1) - fraction).magnitude)
        }
        return taps
      }

      /// The weight of an element at the distance `x`, with the coefficient -0.75 (Keys, 1981).
      private static func cubic(_ x: Double) -> Double {
        if x <= 1 { return (1.25 * x - 2.25) * x * x + 1 }
        return ((3.75 - 0.75 * x) * x - 6) * x + 3
      }

    }
    """)

  static let resizeLinear = mix("resizeLinear", by: "linearTaps")

  static let resizeCubic = mix("resizeCubic", by: "cubicTaps")

  /// A kernel that mixes the elements that `function` of an axis gives.
  private static func mix(_ name: String, by function: String) -> Kernel {
    Kernel(
      name, requires: [.mixedAxis],
      """
      /// Sets each element of `y` to the mix of the elements of `x` around its place.
      static func \(name)(
        _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, planes: MixedAxis,
        rows: MixedAxis, columns: MixedAxis
      ) {
        var y = y
        for z in 0..<planes.outputs {
          let zTaps = planes.\(function)(z)
          for row in 0..<rows.outputs {
            let yTaps = rows.\(function)(row)
            for column in 0..<columns.outputs {
              let xTaps = columns.\(function)(column)
              // Adding to 0 would make 0 of -0.
              var sum = -0.0
              for kz in 0..<zTaps.count {
                for ky in 0..<yTaps.count {
                  let line = zTaps.positions[kz] &* rows.inputs &+ yTaps.positions[ky]
                  let source = x + line &* columns.inputs
                  let weight: Double = zTaps.weights[kz] * yTaps.weights[ky]
                  for kx in 0..<xTaps.count {
                    let value = Double(source[xTaps.positions[kx]])
                    sum += weight * xTaps.weights[kx] * value
                  }
                }
              }
              y[column] = Float(sum)
            }
            y += columns.outputs
          }
        }
      }
      """)
  }

}
