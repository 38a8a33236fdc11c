extension EmissionTarget {

  /// The rows whose sums stay in registers: each vector of the input is read once for all of them.
  private static let denseRows = 8

  var dense: Kernel {
    let rows = Self.denseRows
    var several = SwiftWriter(depth: 4)
    writeRows(rows, to: &several)
    var one = SwiftWriter(depth: 4)
    writeRows(1, to: &one)
    return Kernel(
      "dense", requires: [load, multiplyAdd, sumOfLanes],
      """
      /// A matrix of `rows` rows times a vector of `count` numbers, plus a bias if there is one,
      /// limited to a range.
      static func dense(
        _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        to y: UnsafeMutablePointer<Float>, rows: Int, count: Int, low: Float, high: Float
      ) {
        /// The sum of a row, from the sums of its whole vectors.
        @inline(__always)
        func finish(_ sum: Vector, _ row: Int) {
          var total: Float = sumOfLanes(sum)
          for i in count / \(lanes) * \(lanes)..<count { total += weight[row * count + i] * x[i] }
          if let bias { total += bias[row] }
          total = total < low ? low : total
          y[row] = total > high ? high : total
        }
        var row = 0
        while row + \(rows) <= rows {
      \(several.kernelText)
        }
        while row < rows {
      \(one.kernelText)
        }
      }
      """)
  }

  private func writeRows(_ rows: Int, to writer: inout SwiftWriter) {
    writer.write("let w0 = weight + row * count")
    for row in 1..<max(rows, 1) { writer.write("let w\(row) = w\(row - 1) + count") }
    for row in 0..<rows { writer.write("var s\(row) = Vector()") }
    writer.write("var i = 0")
    writer.block("while i + \(lanes) <= count") { (writer) in
      writer.write("let v: Vector = load(x + i)")
      for row in 0..<rows {
        writer.write("s\(row) = multiplyAdd(load(w\(row) + i), v, s\(row))")
      }
      writer.write("i += \(lanes)")
    }
    for row in 0..<rows { writer.write("finish(s\(row), row\(row == 0 ? "" : " + \(row)"))") }
    writer.write("row += \(rows)")
  }

}
