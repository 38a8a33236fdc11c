extension Target {

  /// The pixels of each call that together compute a row, for each number of blocks of filters.
  ///
  /// - Parameter pitch: the floats from an input pixel to the next.
  func tiles(_ pixels: Int, pitch: Int) -> ConvolutionStep.Tiles {
    ConvolutionStep.Tiles(sizes: (1...mostVectors).map { tileSizes(pixels, pitch, $0) })
  }

  /// Nearly equal sizes where there are kernels for them, else the largest that fit.
  private func tileSizes(_ pixels: Int, _ pitch: Int, _ vectors: Int) -> [Int] {
    let possible = self.pixels(vectors: vectors, pitch: pitch)
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

  /// The fewest pixels that a thread should read filters for: a pixel takes 64 bytes of them in half a
  /// cycle, and they come from beyond the second-level cache at about 5 bytes a cycle.
  static var fewestPixels: Int { 24 }

  /// How many blocks of filters are best computed together, over rows of so many pixels with sums of so
  /// many products, where so many threads have groups of them of their own.
  func blocksAtOnce(filters: Int, pixels: Int, pitch: Int, sums: Int, threads: Int = 1) -> Int {
    let blocks = divideUp(filters, Layout.lanes)
    // The sizes of the tiles are the same for all groups of as many blocks.
    let sizes = (1...mostVectors).map { tileSizes(pixels, pitch, $0) }
    func cost(_ most: Int) -> Double {
      let groups = evenParts(of: blocks, most: most).map { (vectors) in
        sizes[vectors - 1].reduce(0) {
          $0 + Self.cycles(pixels: $1, vectors: vectors, sums: sums)
        }
      }
      // That of the thread that has most to do.
      return (0..<threads).map { (thread) in
        groups[share(of: groups.count, worker: thread, of: threads)].reduce(0, +)
      }.max() ?? 0
    }
    let costs = (1...mostVectors).map(cost)
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
