import CNNKernels

extension UnsafePointer<cnn_kernels> {

  /// The calls that compute a row of pixels.
  ///
  /// - Parameters:
  ///   - pitch: the floats from an input pixel to the next.
  ///   - run: how many of them a step takes.
  func tiles(
    _ pixels: Int, pitch: Int, run: Int, _ store: ProgramMemory
  ) -> ConvolutionKernel.Tiles {
    let tiles = (1...pointee.mostVectors).map { (vectors) in
      var pixel = 0
      let tiles = tileSizes(pixels, pitch, run, vectors).compactMap { (size) in
        defer { pixel += size }
        return pointee.convolution(pitch, run, size, vectors).map {
          ConvolutionKernel.Tile(pixel: pixel, kernel: $0)
        }
      }
      return store.table(tiles)
    }
    return ConvolutionKernel.Tiles(store.table(tiles))
  }

  /// Nearly equal sizes where there are kernels for them, else the largest that fit.
  private func tileSizes(_ pixels: Int, _ pitch: Int, _ run: Int, _ vectors: Int) -> [Int] {
    let possible = (1...Self.mostPixels).filter {
      pointee.convolution(pitch, run, $0, vectors) != nil
    }
    let even = evenParts(of: pixels, most: possible.last ?? 1)
    if even.allSatisfy(possible.contains) { return even }
    var sizes: [Int] = []
    var rest = pixels
    while rest > 0 {
      let size = possible.last { $0 <= rest } ?? 1
      sizes.append(size)
      rest -= size
    }
    return sizes
  }

  /// At least as many pixels as any kernel computes at a time.
  static var mostPixels: Int { 16 }

  /// How many blocks of filters are best computed together, over rows of so many pixels with sums of so
  /// many products.
  func blocksAtOnce(filters: Int, pixels: Int, pitch: Int, run: Int, sums: Int) -> Int {
    let blocks = divideUp(filters, Layout.lanes)
    func cost(_ most: Int) -> Double {
      evenParts(of: blocks, most: most).reduce(0) { (total, vectors) in
        tileSizes(pixels, pitch, run, vectors).reduce(total) {
          $0 + Self.cycles(pixels: $1, vectors: vectors, sums: sums)
        }
      }
    }
    let costs = (1...pointee.mostVectors).map(cost)
    return (costs.indices.min { costs[$0] < costs[$1] } ?? 0) + 1
  }

  /// An estimate of the cycles for each product of a sum, as measured with AVX-512: two multiply-adds
  /// start in a cycle, a load hinders them a little, and filters that the first-level cache does not hold
  /// come at 28 bytes a cycle.
  private static func cycles(pixels: Int, vectors: Int, sums: Int) -> Double {
    let row = vectors * Layout.lanes * MemoryLayout<Float>.size
    let isNear = sums * row <= 24 << 10
    let multiplyAdds = Double(pixels * vectors) / 2
    let loads = Double(pixels + vectors)
    return max(multiplyAdds, isNear ? 0 : Double(row) / 28) + 0.13 * loads
  }

}

/// The fewest numbers that are at most `most`, make `count` and are nearly equal.
func evenParts(of count: Int, most: Int) -> [Int] {
  let parts = divideUp(count, most)
  return (0..<parts).map { count * ($0 + 1) / parts - count * $0 / parts }
}
