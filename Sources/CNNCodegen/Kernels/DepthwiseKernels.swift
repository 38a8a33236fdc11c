import CNNPlanning

extension EmissionTarget {

  private static let depthwiseRow = Kernel(
    "DepthwiseRow",
    """
    /// A row of a convolution of each channel with a filter of its own, for a block of channels.
    struct DepthwiseRow {
      var input: UnsafePointer<Float>
      /// The input's offset of each row of taps.
      var steps: UnsafePointer<Int>
      var stepCount: Int
      var weights: UnsafePointer<Float>
      var bias: UnsafePointer<Float>?
      var output: UnsafeMutablePointer<Float>
      /// The pixels of the row.
      var count: Int
      /// The range that the output is limited to.
      var low: Float
      var high: Float
    }
    """)

  /// The pixels whose sums stay in registers.
  private static let depthwisePixels = [7, 2, 1]

  /// A row of windows of `taps` columns, `tapStride` apart, for pixels `pitch` apart.
  func depthwise(taps: Int, tapStride: Int, pitch: Int) -> Kernel {
    let dilation = tapStride == Layout.lanes ? "" : "Dilated\(tapStride / Layout.lanes)"
    let stride = pitch == Layout.lanes ? "" : "By\(pitch / Layout.lanes)"
    let name = "depthwise\(taps)\(stride)\(dilation)"
    let loops = Self.depthwisePixels.map { (pixels) in
      var writer = SwiftWriter(depth: 4)
      writer.block("while pixel + \(pixels) <= d.count") { (writer) in
        write(pixels: pixels, taps, tapStride, pitch, to: &writer)
      }
      return writer.kernelText
    }
    return Kernel(
      name, requires: [Self.depthwiseRow, load, store, multiplyAdd, limit],
      """
      /// A row of windows of \(taps == 1 ? "a column" : "\(taps) columns").
      static func \(name)(_ d: DepthwiseRow) {
        let low = Vector(repeating: d.low)
        let high = Vector(repeating: d.high)
        for lane in stride(from: 0, to: 16, by: \(lanes)) {
          var start = Vector()
          if let bias = d.bias { start = load(bias + lane) }
          var pixel = 0
      \(loops.joined(separator: "\n"))
        }
      }
      """)
  }

  private func write(
    pixels: Int, _ taps: Int, _ tapStride: Int, _ pitch: Int, to writer: inout SwiftWriter
  ) {
    for pixel in 0..<pixels { writer.write("var s\(pixel): Vector = start") }
    writer.write("var w = d.weights + lane")
    writer.block("for step in 0..<d.stepCount") { (writer) in
      writer.write("let x = d.input + (d.steps[step] + \(product("pixel", pitch)) + lane)")
      for tap in 0..<taps {
        writer.write("let w\(tap): Vector = load(w\(Self.plus(tap * Layout.lanes)))")
        for pixel in 0..<pixels {
          let place = "x\(Self.plus(tap * tapStride + pixel * pitch))"
          writer.write("s\(pixel) = multiplyAdd(load(\(place)), w\(tap), s\(pixel))")
        }
      }
      writer.write("w += \(taps * Layout.lanes)")
    }
    writer.write("let y = d.output + (pixel * 16 + lane)")
    for pixel in 0..<pixels {
      writer.write("store(limit(s\(pixel), low, high), to: y\(Self.plus(pixel * 16)))")
    }
    writer.write("pixel += \(pixels)")
  }

  private static func plus(_ offset: Int) -> String { offset == 0 ? "" : " + \(offset)" }

}
