import CNNIR

extension SwiftProgram {

  /// Writes the computation of folded parameters, if there are any: a function for each layer and
  /// the tensors that it calculates with.
  ///
  /// One function for all would take the compiler's optimiser too long in a deep network.
  func writeFolding(to writer: inout SwiftWriter) {
    guard case .tensors = weights, parameters.areFolded else { return }
    writer.blank()
    writer.write("// MARK: - Folding")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      for group in parameters.groups {
        guard let name = foldingNames[group.layer] else { continue }
        writer.blank()
        writer.documentation("Appends the parameters of \(group.layer).")
        writer.function(
          "private static func \(name)",
          ["_ tensors: Tensors", "to parameters: inout ParameterStore"]
        ) { (writer) in
          var folding = FoldingWriter(group) { graph.tensor(named: $0)!.shape }
          for entry in group.entries { folding.write(entry, to: &writer) }
        }
      }
      writer.blank()
      writer.write(Self.exactTensor)
      writer.blank()
    }
  }

  private static let exactTensor = """
    /// The weights, as tensors to calculate with.
    private struct Tensors {

      let weights: [String: [Float]]

      /// The tensor called `name`, which has this shape.
      subscript(name: String, shape: Int...) -> Exact {
        Exact(shape: shape, elements: weights[name]!.map { Double($0) })
      }

    }

    /// A tensor in double precision, so that folding rounds only once.
    private struct Exact {

      var shape: [Int]
      var elements: [Double]

      init(shape: [Int], elements: [Double]) {
        self.shape = shape
        self.elements = elements
      }

      /// A number, which goes with tensors of every shape.
      init(_ value: Double) { self.init(shape: [], elements: [value]) }

      static func + (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 + $1 } }
      static func - (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 - $1 } }
      static func * (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 * $1 } }
      static func / (a: Exact, b: Exact) -> Exact { combine(a, b) { $0 / $1 } }

      func squareRoot() -> Exact {
        Exact(shape: shape, elements: elements.map(Self.squareRoot))
      }

      /// The Euclidean norm over all axes but the first.
      func norm() -> Exact {
        reduced { Self.squareRoot($0.reduce(0) { $0 + $1 * $1 }) }
      }

      /// The sum over all axes but the first.
      func sum() -> Exact { reduced { $0.reduce(0, +) } }

      /// What `reduce` makes of the elements of each index of the first axis.
      private func reduced(_ reduce: (ArraySlice<Double>) -> Double) -> Exact {
        let size = elements.count / shape[0]
        let values = (0..<shape[0]).map { reduce(elements[$0 * size..<($0 + 1) * size]) }
        let ones = Array(repeating: 1, count: shape.count - 1)
        return Exact(shape: [shape[0]] + ones, elements: values)
      }

      /// Tensors one after the other along the first axis.
      init(joining parts: [Exact]) {
        shape = [parts.reduce(0) { $0 + $1.shape[0] }] + parts[0].shape.dropFirst()
        elements = parts.flatMap(\\.elements)
      }

      /// The tensor repeated to fill a shape.
      func broadcast(_ shape: Int...) -> Exact {
        let zeros = Array(repeating: 0.0, count: shape.reduce(1, *))
        return Self.combine(self, Exact(shape: shape, elements: zeros)) { (x, _) in x }
      }

      /// The square root of a number, made so that the linker finds it without the C library.
      private static func squareRoot<Number: FloatingPoint>(_ x: Number) -> Number {
        let root = x.magnitude.squareRoot()
        return x < 0 ? .nan : root
      }

      func reshaped(_ shape: Int...) -> Exact { Exact(shape: shape, elements: elements) }

      /// The elements in single precision.
      var rounded: [Float] { elements.map { Float($0) } }

      /// An elementwise function of two tensors, which broadcast as in NumPy.
      private static func combine(
        _ a: Exact, _ b: Exact, _ function: (Double, Double) -> Double
      ) -> Exact {
        let rank = max(a.shape.count, b.shape.count)
        let aShape = Array(repeating: 1, count: rank - a.shape.count) + a.shape
        let bShape = Array(repeating: 1, count: rank - b.shape.count) + b.shape
        let shape = zip(aShape, bShape).map { max($0, $1) }
        let aStrides = strides(aShape)
        let bStrides = strides(bShape)
        let count = shape.reduce(1, *)
        var result = Exact(shape: shape, elements: [])
        result.elements.reserveCapacity(count)
        var position = Array(repeating: 0, count: rank)
        var aOffset = 0
        var bOffset = 0
        for _ in 0..<count {
          result.elements.append(function(a.elements[aOffset], b.elements[bOffset]))
          // The position and both offsets move on together, like the digits of a counter.
          for axis in (0..<rank).reversed() {
            position[axis] += 1
            aOffset += aStrides[axis]
            bOffset += bStrides[axis]
            if position[axis] < shape[axis] { break }
            position[axis] = 0
            aOffset -= aStrides[axis] * shape[axis]
            bOffset -= bStrides[axis] * shape[axis]
          }
        }
        return result
      }

      /// The distances between elements along the axes of `shape`, 0 where they are repeated.
      private static func strides(_ shape: [Int]) -> [Int] {
        var strides = shape
        var distance = 1
        for axis in shape.indices.reversed() {
          strides[axis] = shape[axis] == 1 ? 0 : distance
          distance *= shape[axis]
        }
        return strides
      }

    }
    """

}
