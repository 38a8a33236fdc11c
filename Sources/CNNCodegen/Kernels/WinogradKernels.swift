import CNNPlanning

/// The transforms of Winograd's minimal filtering (Lavin and Gray, 2016) for tiles of pixels: of all
/// columns, and then of all rows in the same place. A line at a time is little code, which compiles fast
/// and stays in the processor's cache of decoded instructions.
extension EmissionTarget {

  /// A tile of pixels to its coefficients.
  func winogradInput(_ size: WinogradSize) -> Kernel {
    let (rows, columns) = (size.rows.input, size.columns.input)
    let name = "winogradInput\(rows)x\(columns)"
    var writer = SwiftWriter(depth: 4)
    if rows > 1 {
      writer.block("for x in 0..<\(columns)") { (writer) in
        writer.write("let (d, c) = (s + x * \(Layout.lanes), t + x * distance)")
        let pixels = (0..<rows).map { "load(d\(Self.offset($0, "row")))" }
        writer.list("let r = \(size.rows.inputTransform)(", pixels, ")")
        for y in 0..<rows {
          writer.write("store(r.\(y), to: c\(Self.offset(y * columns, "distance")))")
        }
      }
    }
    if columns > 1 {
      writer.block("for y in 0..<\(rows)") { (writer) in
        writer.write("let c = t + y * (\(columns) * distance)")
        let line = (0..<columns).map {
          rows > 1
            ? "load(c\(Self.offset($0, "distance")))"
            : "load(s\(CNNCodegen.offset($0 * Layout.lanes, nil)))"
        }
        writer.list("let r = \(size.columns.inputTransform)(", line, ")")
        for x in 0..<columns {
          writer.write("store(r.\(x), to: c\(Self.offset(x, "distance")))")
        }
      }
    }
    return Kernel(
      name,
      requires: [load, store]
        + [size.rows, size.columns].filter { $0.input > 1 }.map(inputTransform),
      """
      /// The coefficients, `distance` apart, of a tile of \(rows)x\(columns) pixels.
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
    let (rows, columns) = (size.rows, size.columns)
    let name =
      "winogradOutput\(rows.input)x\(columns.input)to\(rows.tile)x\(columns.tile)"
    var writer = SwiftWriter(depth: 4)
    if rows.input > 1 {
      writer.block("for x in 0..<\(columns.input)") { (writer) in
        writer.write("let c = s + x * distance")
        let products = (0..<rows.input).map {
          "load(c\(Self.offset($0 * columns.input, "distance")))"
        }
        writer.list("let r = \(rows.outputTransform)(", products, ")")
        for y in 0..<rows.tile {
          writer.write("store(r.\(y), to: c\(Self.offset(y * columns.input, "distance")))")
        }
      }
    }
    writer.block("for row in 0..<w.rows") { (writer) in
      writer.write("let c = s + row * (\(columns.input) * distance)")
      let line = (0..<columns.input).map { "load(c\(Self.offset($0, "distance")))" }
      if columns.input == 1 {
        writer.write("var r = \(line[0])")
      } else {
        writer.list("var r = \(columns.outputTransform)(", line, ")")
      }
      writePixels(columns.tile, to: &writer)
    }
    return Kernel(
      name,
      requires: [load, store, limit, Self.winogradPixels]
        + [rows, columns].filter { $0.input > 1 }.map(outputTransform),
      """
      /// The pixels that the products of a tile make, which are `distance` apart and are lost.
      static func \(name)(
        _ source: UnsafeMutablePointer<Float>, distance: Int, to w: WinogradPixels
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

  /// Stores a row of a tile's pixels, `r`.
  private func writePixels(_ count: Int, to writer: inout SwiftWriter) {
    func pixel(_ x: Int) -> String { count == 1 ? "r" : "r.\(x)" }
    func forEach(_ writer: inout SwiftWriter, _ statement: (_ x: Int, _ offset: String) -> String) {
      writer.write(statement(0, ""))
      for x in 1..<max(count, 1) {
        writer.write("if \(x) < w.columns { \(statement(x, " + \(x * Layout.lanes)")) }")
      }
    }
    for x in 0..<count { writer.write("\(pixel(x)) += bias") }
    writer.block("if let residual = w.residual") { (writer) in
      writer.write("let z = residual + (lane + row * w.residualRow)")
      forEach(&writer) { (x, offset) in "\(pixel(x)) += load(z\(offset))" }
    }
    writer.write("let y = w.output + (lane + row * w.outputRow)")
    forEach(&writer) { (x, offset) in "store(limit(\(pixel(x)), low, high), to: y\(offset))" }
  }

  private static func offset(_ index: Int, _ distance: String) -> String {
    CNNCodegen.offset(0, index == 0 ? nil : product(distance, index))
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

}
