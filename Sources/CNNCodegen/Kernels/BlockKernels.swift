/// What is done to rows of pixels with sixteen channels side by side.
extension EmissionTarget {

  private func forEachLane(_ body: String) -> String {
    """
      for lane in stride(from: 0, to: 16, by: \(lanes)) {
    \(body.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
      }
    """
  }

  private static let window = Kernel(
    "Window",
    """
    /// The windows of a pool along an axis.
    struct Window {
      let inputs: Int
      let taps: Int
      var stride = 1
      var dilation = 1
      var before = 0
      var after = 0

      /// The taps of a window that lie inside the input.
      @inline(__always)
      func tapsInside(_ window: Int) -> Range<Int> {
        let start = window * stride - before
        let first = start < 0 ? (dilation - 1 - start) / dilation : 0
        let room = inputs - start
        let end = room <= 0 ? 0 : min((room - 1) / dilation + 1, taps)
        return first..<max(end, first)
      }

      /// How many positions of a window lie on the input or its padding.
      @inline(__always)
      func positions(_ window: Int) -> Int {
        let start = window * stride - before
        return min(start + taps, inputs + after) - start
      }
    }
    """)

  private static let poolRows = Kernel(
    "PoolRows", requires: [window],
    """
    /// The rows of a block of channels that the windows of an output row see.
    struct PoolRows {
      let input: UnsafePointer<Float>
      let depth: Range<Int>
      let rows: Range<Int>
      let columns: Window
      /// The distances between the rows and planes of taps.
      let plane: Int
      let row: Int
      let output: UnsafeMutablePointer<Float>
      let count: Int
    }
    """)

  /// Whether an element is larger, or no number: a NaN stays once it is there.
  var maxPool: Kernel {
    Kernel(
      "maxPool", requires: [Self.poolRows, load, store],
      """
      /// The largest elements of a row of windows. A NaN wins.
      static func maxPool(_ p: PoolRows) {
      \(forEachLane(poolLoop("-.infinity", "sum.replace(with: v, where: (v .> sum) .| (v .!= v))", "store(sum")))
      }
      """)
  }

  /// The sums of windows; `divide` says by which expression they are divided.
  var averagePool: Kernel {
    Kernel(
      "averagePool", requires: [Self.poolRows, load, store],
      """
      /// The means of a row of windows, over the elements inside, or over the padding too, with
      /// `paddedRows` rows of it.
      static func averagePool(_ p: PoolRows, paddedRows: Int? = nil) {
      \(forEachLane(poolLoop("0", "sum += v", "let inside: Int = p.depth.count * p.rows.count * taps.count\nlet count: Int = paddedRows.map { $0 * p.columns.positions(x) } ?? inside\nstore(sum / Vector(repeating: Float(count))")))
      }
      """)
  }

  private func poolLoop(_ start: String, _ take: String, _ end: String) -> String {
    """
    for x in 0..<p.count {
      let taps = p.columns.tapsInside(x)
      let first = x * p.columns.stride - p.columns.before
      var sum = Vector(repeating: \(start))
      for z in p.depth {
        for y in p.rows {
          let line = p.input + (z * p.plane + y * p.row + first * 16 + lane)
          for tap in taps {
            let v: Vector = load(line + tap * p.columns.dilation * 16)
            \(take)
          }
        }
      }
    \(end.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")), to: p.output + (x * 16 + lane))
    }
    """
  }

  var sumOfPixels: Kernel {
    Kernel(
      "sumOfPixels", requires: [load, store],
      """
      /// Adds pixels to the pixel at `sums`.
      static func sumOfPixels(
        _ x: UnsafePointer<Float>, pixels: Int, to sums: UnsafeMutablePointer<Float>
      ) {
      \(forEachLane("""
        var even: Vector = load(sums + lane)
        var odd = Vector()
        var i = 0
        while i + 2 <= pixels {
          even += load(x + (i * 16 + lane))
          odd += load(x + (i * 16 + 16 + lane))
          i += 2
        }
        if i < pixels { even += load(x + (i * 16 + lane)) }
        store(even + odd, to: sums + lane)
        """))
      }
      """)
  }

  var affine: Kernel {
    Kernel(
      "affine", requires: [load, store, multiplyAdd, limit],
      """
      /// Pixels times a factor plus a summand of each channel, limited to a range.
      static func affine(
        _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>, pixels: Int, low: Float, high: Float
      ) {
        let (lowest, highest) = (Vector(repeating: low), Vector(repeating: high))
      \(forEachLane("""
        let (a, b) = (load(scale + lane), load(shift + lane))
        for i in 0..<pixels {
          let v: Vector = multiplyAdd(load(x + (i * 16 + lane)), a, b)
          store(limit(v, lowest, highest), to: y + (i * 16 + lane))
        }
        """))
      }
      """)
  }

}
