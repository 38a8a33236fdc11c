import CNNPlanning

/// The transforms of Winograd's minimal filtering (Lavin and Gray, 2016), with the points 0, 1, -1 (, 2,
/// -2) and infinity.
extension EmissionTarget {

  /// A tile of pixels to its coefficients.
  func winogradInput(_ size: WinogradSize) -> Kernel {
    let (name, side) = ("winogradInput\(size.input)", size.input)
    var writer = SwiftWriter(depth: 4)
    for x in 0..<side {
      let loads = (0..<side).map { "load(s\(Self.offset($0, "row", x * Layout.lanes)))" }
      writer.list("let c\(x) = inputTransform\(side)(", loads, ")")
    }
    for y in 0..<side {
      let columns = (0..<side).map { "c\($0).\(y)" }
      writer.list("let r\(y) = inputTransform\(side)(", columns, ")")
      for x in 0..<side {
        let index = y * side + x
        writer.write("store(r\(y).\(x), to: t\(Self.offset(index, "distance", 0)))")
      }
    }
    return Kernel(
      name, requires: [load, store, inputTransform(side)],
      """
      /// The coefficients, `distance` apart, of a tile of \(side)x\(side) pixels.
      static func \(name)(
        _ source: UnsafePointer<Float>, row: Int, to target: UnsafeMutablePointer<Float>,
        distance: Int
      ) {
        for lane in stride(from: 0, to: 16, by: \(lanes)) {
          let (s, t) = (source + lane, target + lane)
      \(writer.kernelText)
        }
      }
      """)
  }

  /// The products of a tile to its pixels.
  func winogradOutput(_ size: WinogradSize) -> Kernel {
    let (side, tile) = (size.input, size.tile)
    let suffix = "\(side)to\(tile)"
    let name = "winogradOutput\(suffix)"
    var writer = SwiftWriter(depth: 4)
    for x in 0..<side {
      let loads = (0..<side).map { "load(s\(Self.offset($0 * side + x, "distance", 0)))" }
      writer.list("let c\(x) = outputTransform\(suffix)(", loads, ")")
    }
    for y in 0..<tile {
      writer.block("if \(y) < w.rows") { (writer) in
        let columns = (0..<side).map { "c\($0).\(y)" }
        writer.list("var r = outputTransform\(suffix)(", columns, ")")
        for x in 0..<tile { writer.write("r.\(x) += bias") }
        writer.block("if let residual = w.residual") { (writer) in
          writer.write("let z = residual + \(Self.place("lane", y, "w.residualRow"))")
          writePixels(to: &writer, count: tile) { (x, offset) in "r.\(x) += load(z\(offset))" }
        }
        writer.write("let y = w.output + \(Self.place("lane", y, "w.outputRow"))")
        writePixels(to: &writer, count: tile) { (x, offset) in
          "store(limit(r.\(x), low, high), to: y\(offset))"
        }
      }
    }
    return Kernel(
      name, requires: [load, store, limit, Self.winogradPixels, outputTransform(size)],
      """
      /// The pixels that the products of a tile make, which are `distance` apart.
      static func \(name)(
        _ source: UnsafePointer<Float>, distance: Int, to w: WinogradPixels
      ) {
        let (low, high) = (Vector(repeating: w.low), Vector(repeating: w.high))
        for lane in stride(from: 0, to: 16, by: \(lanes)) {
          let s = source + lane
          var bias = Vector()
          if let start = w.bias { bias = load(start + lane) }
      \(writer.kernelText)
        }
      }
      """)
  }

  /// A statement for each pixel of a row that there is.
  private func writePixels(
    to writer: inout SwiftWriter, count: Int, _ statement: (_ x: Int, _ offset: String) -> String
  ) {
    writer.write(statement(0, ""))
    for x in 1..<count {
      writer.write("if \(x) < w.columns { \(statement(x, " + \(x * Layout.lanes)")) }")
    }
  }

  private static func place(_ first: String, _ count: Int, _ distance: String) -> String {
    count == 0 ? first : "(\(first) + \(product(distance, count)))"
  }

  private static func offset(_ index: Int, _ distance: String, _ constant: Int) -> String {
    CNNCodegen.offset(constant, index == 0 ? nil : product(distance, index))
  }

  private static let winogradPixels = Kernel(
    "WinogradPixels",
    """
    /// Where the pixels of a tile go, and what becomes of them there.
    struct WinogradPixels {
      var output: UnsafeMutablePointer<Float>
      let outputRow: Int
      /// The pixels that there are.
      var rows: Int
      var columns: Int
      var bias: UnsafePointer<Float>?
      var residual: UnsafePointer<Float>?
      var residualRow = 0
      let low: Float
      let high: Float
    }
    """)

  private func inputTransform(_ side: Int) -> Kernel {
    if side == 4 {
      return Kernel(
        "inputTransform4", requires: [vector],
        """
        /// Four coefficients of four pixels.
        @inline(__always)
        static func inputTransform4(
          _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector
        ) -> (Vector, Vector, Vector, Vector) {
          (d0 - d2, d1 + d2, d2 - d1, d1 - d3)
        }
        """)
    }
    return Kernel(
      "inputTransform6", requires: [multiplyAdd],
      """
      /// Six coefficients of six pixels.
      @inline(__always)
      static func inputTransform6(
        _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ d5: Vector
      ) -> (Vector, Vector, Vector, Vector, Vector, Vector) {
        let (two, four) = (Vector(repeating: 2), Vector(repeating: 4))
        let (minusFour, minusFive) = (Vector(repeating: -4), Vector(repeating: -5))
        let a: Vector = multiplyAdd(minusFour, d2, d4)
        let b: Vector = multiplyAdd(minusFour, d1, d3)
        let c: Vector = d4 - d2
        let e: Vector = two * (d3 - d1)
        let first: Vector = multiplyAdd(four, d0, multiplyAdd(minusFive, d2, d4))
        let last: Vector = multiplyAdd(four, d1, multiplyAdd(minusFive, d3, d5))
        return (first, a + b, a - b, c + e, c - e, last)
      }
      """)
  }

  private func outputTransform(_ size: WinogradSize) -> Kernel {
    if size.input == 4 {
      return Kernel(
        "outputTransform4to2", requires: [vector],
        """
        /// Two pixels of four products.
        @inline(__always)
        static func outputTransform4to2(
          _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector
        ) -> (Vector, Vector) {
          let sum: Vector = m1 + m2
          let difference: Vector = m1 - m2
          return (m0 + sum, difference - m3)
        }
        """)
    }
    if size.tile == 2 {
      return Kernel(
        "outputTransform6to2", requires: [multiplyAdd],
        """
        /// Two pixels of six products.
        @inline(__always)
        static func outputTransform6to2(
          _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
        ) -> (Vector, Vector) {
          let a: Vector = m1 + m2
          let b: Vector = m1 - m2
          let c: Vector = m3 + m4
          let d: Vector = m3 - m4
          let second: Vector = multiplyAdd(Vector(repeating: 2), d, b)
          return (m0 + a + c, second + m5)
        }
        """)
    }
    return Kernel(
      "outputTransform6to4", requires: [multiplyAdd],
      """
      /// Four pixels of six products.
      @inline(__always)
      static func outputTransform6to4(
        _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
      ) -> (Vector, Vector, Vector, Vector) {
        let a: Vector = m1 + m2
        let b: Vector = m1 - m2
        let c: Vector = m3 + m4
        let d: Vector = m3 - m4
        let second: Vector = multiplyAdd(Vector(repeating: 2), d, b)
        let third: Vector = multiplyAdd(Vector(repeating: 4), c, a)
        let fourth: Vector = multiplyAdd(Vector(repeating: 8), d, b)
        return (m0 + a + c, second, third, fourth + m5)
      }
      """)
  }

}
