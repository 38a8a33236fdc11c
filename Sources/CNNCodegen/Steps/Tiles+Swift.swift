import CNNPlanning

extension LayerBody {

  /// Writes the calls for the tiles of a row. Of their argument, `p`, all is set but where they read and
  /// write.
  ///
  /// - Parameters:
  ///   - input: the pointer to the first pixel, and the distance between pixels.
  ///   - output: the same of the results.
  ///   - residual: gives what is added, from a function that says where a tile's part of other pixels is.
  mutating func emitTiles(
    _ sizes: [Int], of vectors: Int, from input: (name: String, pitch: Int),
    to output: (name: String, pitch: Int), fetches: Bool = false,
    adding residual: (_ place: (_ pointer: String, _ pitch: Int) -> String) -> String? = { (_) in
      nil
    }
  ) {
    for run in TileRun.runs(of: sizes) {
      let kernel = use(
        target.tile(pixels: run.pixels, blocks: vectors, pitch: input.pitch, fetches: fetches))
      forEach("tile", in: run.count, moving: []) { (body) in
        body.write("p.input = UnsafePointer(\(run.place(input.name, input.pitch)))")
        body.write("p.output = \(run.place(output.name, output.pitch))")
        if let residual = residual(run.place) { body.write("p.residual = \(residual)") }
        body.write(fetches ? "\(kernel)(&p)" : "\(kernel)(p)")
      }
    }
  }

}

/// Tiles of as many pixels that follow each other.
private struct TileRun {

  let pixels: Int
  let count: Int
  /// The number of the first pixel.
  let first: Int

  static func runs(of sizes: [Int]) -> [TileRun] {
    var runs: [TileRun] = []
    var first = 0
    for size in sizes {
      if let last = runs.last, last.pixels == size {
        runs[runs.count - 1] = TileRun(pixels: size, count: last.count + 1, first: last.first)
      } else {
        runs.append(TileRun(pixels: size, count: 1, first: first))
      }
      first += size
    }
    return runs
  }

  /// Where a tile begins whose number is `tile`.
  func place(_ pointer: String, _ pitch: Int) -> String {
    pointer + offset(first * pitch, count == 1 ? nil : product("tile", pixels * pitch))
  }

}
