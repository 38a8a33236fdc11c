import CNNIR

extension Program {

  /// Writes the type that folded parameters are computed with, if there are any.
  func writeFolding(to writer: inout SwiftWriter) {
    if !parameters.areFolded { return }
    writer.blank()
    writer.write("// MARK: - Folding")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      writer.write(Self.exactTensor)
      writer.blank()
    }
  }

  private static let exactTensor = """
    /// A tensor in double precision, so that folding rounds only once.
    private struct Exact {

      var shape: [Int]
      var elements: [Double]

      /// A tensor of one element, which goes with every other.
      static func constant(_ value: Double) -> Exact { Exact(shape: [], elements: [value]) }

      static func + (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 + $1 } }
      static func - (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 - $1 } }
      static func * (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 * $1 } }
      static func / (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 / $1 } }

      func squareRoot() -> Exact {
        Exact(shape: shape, elements: elements.map { $0.squareRoot() })
      }

      func reshaped(_ shape: Int...) -> Exact { Exact(shape: shape, elements: elements) }

      /// The elements in single precision.
      var rounded: [Float] { elements.map { Float($0) } }

      /// An elementwise function of two tensors, which broadcast as in NumPy.
      @inline(__always)
      private static func combine(
        _ a: Exact, _ b: Exact, _ function: (Double, Double) -> Double
      ) -> Exact {
        let rank = max(a.shape.count, b.shape.count)
        let aShape = Array(repeating: 1, count: rank - a.shape.count) + a.shape
        let bShape = Array(repeating: 1, count: rank - b.shape.count) + b.shape
        let shape = zip(aShape, bShape).map { max($0, $1) }
        var result = Exact(shape: shape, elements: [])
        result.elements.reserveCapacity(shape.reduce(1, *))
        for index in 0..<shape.reduce(1, *) {
          var rest = index
          var aOffset = 0
          var bOffset = 0
          var aDistance = 1
          var bDistance = 1
          for axis in (0..<rank).reversed() {
            let position = rest % shape[axis]
            rest /= shape[axis]
            if aShape[axis] > 1 { aOffset += position * aDistance }
            if bShape[axis] > 1 { bOffset += position * bDistance }
            aDistance *= aShape[axis]
            bDistance *= bShape[axis]
          }
          result.elements.append(function(a.elements[aOffset], b.elements[bOffset]))
        }
        return result
      }

    }
    """

}
