import CNNPlanning

/// The transforms of Winograd's minimal filtering (Lavin and Gray, 2016) for tiles of pixels.
extension EmissionTarget {

  /// A tile of pixels to its coefficients.
  func winogradInput(_ size: WinogradSize) -> Kernel {
    let (rows, columns) = (size.rows.input, size.columns.input)
    let name = "winogradInput\(rows)x\(columns)"
    var writer = SwiftWriter(depth: 4)
    for x in 0..<columns {
      let pixels = (0..<rows).map { "load(s\(Self.offset($0, "row", x * Layout.lanes)))" }
      writeLine("let c\(x)", size.rows.inputTransform, pixels, to: &writer)
    }
    for y in 0..<rows {
      let line = (0..<columns).map { Self.component("c\($0)", y, of: rows) }
      writeLine("let r\(y)", size.columns.inputTransform, line, to: &writer)
      for x in 0..<columns {
        let place = Self.offset(y * columns + x, "distance", 0)
        writer.write("store(\(Self.component("r\(y)", x, of: columns)), to: t\(place))")
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
    for x in 0..<columns.input {
      let products = (0..<rows.input).map {
        "load(s\(Self.offset($0 * columns.input + x, "distance", 0)))"
      }
      writeLine("let c\(x)", rows.outputTransform, products, to: &writer)
    }
    for y in 0..<rows.tile {
      let line = (0..<columns.input).map { Self.component("c\($0)", y, of: rows.tile) }
      writer.block(y == 0 ? "do" : "if \(y) < w.rows") { (writer) in
        writeLine("var r", columns.outputTransform, line, to: &writer)
        writeRow(y, columns.tile, to: &writer)
      }
    }
    return Kernel(
      name,
      requires: [load, store, limit, Self.winogradPixels]
        + [rows, columns].filter { $0.input > 1 }.map(outputTransform),
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

  /// Has `result` be the transform of some vectors, or the vector where there is one.
  private func writeLine(
    _ result: String, _ transform: String, _ vectors: [String], to writer: inout SwiftWriter
  ) {
    if vectors.count == 1 { return writer.write("\(result) = \(vectors[0])") }
    writer.list("\(result) = \(transform)(", vectors, ")")
  }

  /// Stores a row of a tile's pixels, `r`.
  private func writeRow(_ y: Int, _ count: Int, to writer: inout SwiftWriter) {
    func pixel(_ x: Int) -> String { Self.component("r", x, of: count) }
    for x in 0..<count { writer.write("\(pixel(x)) += bias") }
    writer.block("if let residual = w.residual") { (writer) in
      writer.write("let z = residual + \(Self.place("lane", y, "w.residualRow"))")
      writePixels(to: &writer, count: count) { (x, offset) in "\(pixel(x)) += load(z\(offset))" }
    }
    writer.write("let y = w.output + \(Self.place("lane", y, "w.outputRow"))")
    writePixels(to: &writer, count: count) { (x, offset) in
      "store(limit(\(pixel(x)), low, high), to: y\(offset))"
    }
  }

  /// A vector of a tuple, or the vector itself where it is alone.
  private static func component(_ name: String, _ index: Int, of count: Int) -> String {
    count == 1 ? name : "\(name).\(index)"
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

}
