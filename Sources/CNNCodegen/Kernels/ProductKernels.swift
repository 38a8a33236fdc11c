import CNNPlanning

/// Convolutions: sums of products that stay in registers.
extension EmissionTarget {

  static let products = Kernel(
    "Products",
    """
    /// A piece of a row of a convolution: sums of products of pixels with filters, which lie in
    /// blocks of sixteen.
    ///
    /// Each is the sum over steps `s` and values `k < run` of `input[steps[s] + k]`, seen from the
    /// pixel, times the filters' next weight.
    struct Products {
      var input: UnsafePointer<Float>
      var steps: UnsafePointer<Int>
      var stepCount: Int
      var run: Int
      var weights: UnsafePointer<Float>
      /// What is read after these weights, and how far that moves with each value: its lines are
      /// fetched into the cache meanwhile.
      var ahead: UnsafePointer<Float>
      var aheadDistance = 0
      /// The bias of the filters, if there is one.
      var bias: UnsafePointer<Float>?
      var output: UnsafeMutablePointer<Float>
      /// The distances between pixels and between blocks of the output.
      var outputPixel = 16
      var outputBlock = 0
      /// What is added to the output before it is limited, if there is something.
      var residual: UnsafePointer<Float>?
      var residualPixel = 16
      var residualBlock = 0
      /// The range that the output is limited to.
      var low = -Float.infinity
      var high = Float.infinity

      /// - Parameter memory: where the pointers begin that are set later.
      init(
        _ steps: UnsafePointer<Int>, count: Int, run: Int, at memory: UnsafeMutablePointer<Float>
      ) {
        (self.steps, stepCount, self.run) = (steps, count, run)
        (input, weights) = (UnsafePointer(memory), UnsafePointer(memory))
        (output, ahead) = (memory, UnsafePointer(memory))
      }
    }
    """)

  /// Swift has no such function, but calls LLVM's by its name. As a member it would have another type in
  /// each network, and a module may declare a symbol with one type only.
  private static let prefetch = Kernel(
    "prefetch",
    global: """
      /// LLVM's intrinsic. Its other arguments are literals: 0 to read, the closeness to the processor
      /// from 0 to 3, and 1 for data.
      @_silgen_name("llvm.prefetch.p0")
      private func prefetchFor\(Kernel.network)(
        _ address: UnsafePointer<Float>, _ writes: Int32, _ closeness: Int32, _ isData: Int32)
      """,
    """
    /// Begins to bring what is at an address into a cache; this never fails.
    @inline(__always)
    static func prefetch(_ address: UnsafePointer<Float>) {
      prefetchFor\(Kernel.network)(address, 0, 2, 1)
    }
    """)

  /// The sums of some pixels, `pitch` floats apart, for some blocks of filters.
  ///
  /// - Parameter fetches: whether it fetches what is read next, and moves on to what follows that.
  func tile(pixels: Int, blocks: Int, pitch: Int, fetches: Bool) -> Kernel {
    let suffix = pitch == Layout.lanes ? "" : "By\(pitch)"
    let name = (fetches ? "fetchingTile" : "tile") + "\(pixels)x\(blocks)\(suffix)"
    let text = TileText(
      target: self, pixels: pixels, blocks: blocks, pitch: pitch, fetches: fetches
    ).text
    let distance =
      switch pitch {
      case _ where pixels == 1: ""
      case Layout.lanes: ""
      case 1: ", side by side"
      default: ", \(pitch) numbers apart"
      }
    return Kernel(
      name,
      requires: [Self.products, load, store, multiplyAdd, limit]
        + (fetches ? [Self.prefetch] : []),
      """
      /// \(pixels == 1 ? "A pixel" : "\(pixels) pixels")\(distance), times \
      \(blocks == 1 ? "a block" : "\(blocks) blocks") of filters.
      @inline(never)
      static func \(name)(_ p: \(fetches ? "inout " : "")Products) {
      \(text)
      }
      """)
  }

}

/// The statements of a tile's kernel, unrolled over pixels and vectors of filters.
private struct TileText {

  let target: EmissionTarget
  let pixels: Int
  let blocks: Int
  let pitch: Int
  let fetches: Bool

  /// The vectors of all filters.
  private var vectors: Int { blocks * target.vectorsOfBlock }

  var text: String {
    var writer = SwiftWriter(depth: 3)
    writeStart(to: &writer)
    writer.write("var w = p.weights")
    if fetches { writer.write("var ahead = p.ahead") }
    writer.block("for step in 0..<p.stepCount") { (writer) in
      writer.write("var x = p.input + p.steps[step]")
      writer.block("for _ in 0..<p.run") { writeProducts(to: &$0) }
    }
    if fetches { writer.write("p.ahead = ahead") }
    writeResidual(to: &writer)
    writeEnd(to: &writer)
    return writer.kernelText
  }

  /// The offset of a vector of the output.
  private func offset(_ vector: Int, _ pixel: Int, _ block: String, _ distance: String) -> String {
    let (number, part) = vector.quotientAndRemainder(dividingBy: target.vectorsOfBlock)
    return CNNCodegen.offset(
      part * target.lanes, number == 0 ? nil : product(block, number),
      pixel == 0 ? nil : product(distance, pixel))
  }

  private func writeStart(to writer: inout SwiftWriter) {
    for vector in 0..<vectors { writer.write("var s0_\(vector) = Vector()") }
    writer.block("if let bias = p.bias") { (writer) in
      for vector in 0..<vectors {
        let offset = vector == 0 ? "" : " + \(vector * target.lanes)"
        writer.write("s0_\(vector) = load(bias\(offset))")
      }
    }
    for pixel in 1..<max(pixels, 1) {
      for vector in 0..<vectors { writer.write("var s\(pixel)_\(vector): Vector = s0_\(vector)") }
    }
  }

  private func writeProducts(to writer: inout SwiftWriter) {
    for vector in 0..<vectors {
      let offset = vector == 0 ? "" : " + \(vector * target.lanes)"
      writer.write("let w\(vector): Vector = load(w\(offset))")
    }
    for pixel in 0..<pixels {
      writer.write("let x\(pixel) = Vector(repeating: x[\(pixel * pitch)])")
      for vector in 0..<vectors {
        let sum = "s\(pixel)_\(vector)"
        writer.write("\(sum) = multiplyAdd(x\(pixel), w\(vector), \(sum))")
      }
    }
    writer.write("w += \(vectors * target.lanes)")
    writer.write("x += 1")
    if fetches {
      writer.write("prefetch(ahead)")
      writer.write("ahead += p.aheadDistance")
    }
  }

  private func writeResidual(to writer: inout SwiftWriter) {
    writer.block("if let residual = p.residual") { (writer) in
      forEach { (pixel, vector) in
        let offset = offset(vector, pixel, "p.residualBlock", "p.residualPixel")
        writer.write("s\(pixel)_\(vector) += load(residual\(offset))")
      }
    }
  }

  private func writeEnd(to writer: inout SwiftWriter) {
    writer.write("let low = Vector(repeating: p.low)")
    writer.write("let high = Vector(repeating: p.high)")
    writer.write("let y = p.output")
    forEach { (pixel, vector) in
      let offset = offset(vector, pixel, "p.outputBlock", "p.outputPixel")
      writer.write("store(limit(s\(pixel)_\(vector), low, high), to: y\(offset))")
    }
  }

  private func forEach(_ body: (_ pixel: Int, _ vector: Int) -> Void) {
    for pixel in 0..<pixels {
      for vector in 0..<vectors { body(pixel, vector) }
    }
  }

}
