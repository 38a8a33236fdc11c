import CNNPlanning

/// Norms over the channels of pixels in blocks.
extension EmissionTarget {

  /// - Parameter inWholeBlocks: whether the last block has as many channels as the others.
  func normalizeChannels(inWholeBlocks: Bool) -> Kernel {
    let name = inWholeBlocks ? "normalizeBlocks" : "normalizeChannels"
    func statements(_ change: String, _ end: String) -> String {
      let value = "v: Vector = load(x + (b * block + lane))\(change)"
      // What is beyond the channels counts as 0.
      let mask = "v = lanes(v, from: b * 16 + lane, below: channels)"
      return inWholeBlocks ? "let \(value)\n\(end)" : "var \(value)\n\(mask)\n\(end)"
    }
    let sum = forEachVector(statements("", "sum += v"))
    let squares = forEachVector(statements(" - mean", "squares = multiplyAdd(v, v, squares)"))
    let result = forEachVector(
      """
      var v: Vector = (load(x + (b * block + lane)) - mean) * factor
      if let weight, let bias {
        v = multiplyAdd(v, load(weight + (b * 16 + lane)), load(bias + (b * 16 + lane)))
      }
      store(v, to: y + (b * yBlock + lane))
      """)
    return Kernel(
      name,
      requires: [.squareRoot, load, store, multiplyAdd, sumOfLanes]
        + (inWholeBlocks ? [] : [lanesBelow]),
      """
      /// Pixels, normalised over their channels\(inWholeBlocks ? ", which fill blocks" : ""): \
      with weight and bias, if there are any.
      static func \(name)(
        _ x: UnsafePointer<Float>, block: Int, to y: UnsafeMutablePointer<Float>, block yBlock: Int,
        channels: Int, pixels: Int, epsilon: Float, weight: UnsafePointer<Float>?,
        bias: UnsafePointer<Float>?
      ) {
        let blocks = (channels + 15) / 16
        for i in 0..<pixels {
          let (x, y) = (x + i * 16, y + i * 16)
          var sum = Vector()
      \(sum)
          let mean = Vector(repeating: sumOfLanes(sum) / Float(channels))
          var squares = Vector()
      \(squares)
          let variance: Float = sumOfLanes(squares) / Float(channels) + epsilon
          let factor = Vector(repeating: 1 / squareRoot(variance))
      \(result)
        }
      }
      """)
  }

  /// Loops over the vectors of a pixel: that from `lane` on of each block `b`.
  private func forEachVector(_ body: String) -> String {
    var writer = SwiftWriter(depth: 4)
    writer.block("for b in 0..<blocks") { (writer) in
      writer.block("for lane in stride(from: 0, to: 16, by: \(lanes))") { $0.write(body) }
    }
    return writer.kernelText
  }

  private var lanesBelow: Kernel {
    let numbers = (0..<lanes).map(String.init).joined(separator: ", ")
    return Kernel(
      "lanes", requires: [vector],
      """
      /// `v` with zeros in the lanes whose numbers, counted from `first` on, are not below `end`.
      @inline(__always)
      static func lanes(_ v: Vector, from first: Int, below end: Int) -> Vector {
        let numbers: SIMD\(lanes)<Int32> = [\(numbers)]
        return v.replacing(with: 0, where: numbers .>= Int32(truncatingIfNeeded: end &- first))
      }
      """)
  }

}
