/// Filters in the order in which the convolution kernels read them.
///
/// A step of a kernel reads `run` neighbouring values of the input: some taps of all the channels of a
/// block, or of one channel where channels lie alone. The filters of a group of blocks follow each
/// other step by step, value by value.
struct FilterPacking {

  /// Neighbouring taps of a filter, and where they read relative to the window's first element.
  struct Step {
    var offset: Int
    /// The indices of the taps in a filter.
    var taps: [Int]
  }

  let filters: Int
  let channels: Int
  let groups: Int
  /// The channels that lie side by side in the input, and where each such block begins.
  let lanes: Int
  let inputs: [Int]
  /// The most blocks of filters that make a group.
  let blocksAtOnce: Int
  /// The distances in the weights between filters of a group, channels of a group, and taps; and the
  /// distance between groups.
  let weightStrides: (filter: Int, channel: Int, tap: Int, group: Int)

  /// How many channels of a block steps read: all, or fewer at a time where the last block holds few. Such
  /// steps take a tap each.
  static func lanes(of channels: Int, taps: Int) -> Int {
    let lanes = channels < Layout.lanes ? channels : Layout.lanes / 2
    func read(_ lanes: Int) -> Int { divideUp(channels, lanes) * lanes }
    // More steps cost a little; with several taps they are shorter than those of a row of taps.
    let isWorthwhile = (taps == 1 ? 10 : 12) * read(lanes) <= 9 * read(Layout.lanes)
    return isWorthwhile ? lanes : Layout.lanes
  }

  private var groupFilters: Int { filters / groups }
  private var groupChannels: Int { channels / groups }

  /// The filters as groups of blocks, each with its steps; `weights` count from the first filter on.
  func pack(_ steps: [Step]) -> (groups: [ConvolutionStep.FilterGroup], packing: Packing) {
    let taps = steps.flatMap(\.taps)
    var packed: [ConvolutionStep.FilterGroup] = []
    var copies: [[Packing.Copy]] = []
    var count = 0
    var last: (inputs: Range<Int>, offsets: [Int]) = (0..<0, [])
    for (block, vectors) in blocks() {
      let inputs = inputBlocks(of: block, vectors)
      // Mostly all filters read the same.
      if inputs != last.inputs {
        let offsets = inputs.flatMap { (input) in steps.map { self.inputs[input] + $0.offset } }
        last = (inputs, offsets)
      }
      packed.append(
        ConvolutionStep.FilterGroup(
          vectors: vectors, filters: filters(of: block, vectors), block: block,
          steps: last.offsets, weights: count))
      copies.append(self.copies(block, vectors, inputs, taps, to: count))
      count += inputs.count * taps.count * lanes * vectors * Layout.lanes
    }
    let packing = Packing(transform: nil, copies: Packing.Copy.joined(copies), count: count)
    return (packed, packing)
  }

  /// As `pack`, of filters that are transformed: with each coefficient's values of all the input
  /// before the next one's, and offsets of the input's blocks alone, for kernels that run once for each
  /// coefficient.
  ///
  /// - Requires: a single group, of channels in blocks.
  func pack(
    transformedBy size: WinogradSize
  ) -> (groups: [ConvolutionStep.FilterGroup], packing: Packing) {
    var packed: [ConvolutionStep.FilterGroup] = []
    var copies: [[Packing.Copy]] = []
    var count = 0
    for (block, vectors) in blocks() {
      let width = vectors * Layout.lanes
      let first = block * Layout.lanes
      let stride = inputs.count * lanes * width
      packed.append(
        ConvolutionStep.FilterGroup(
          vectors: vectors, filters: filters(of: block, vectors), block: block, steps: inputs,
          weights: count))
      copies.append([
        Packing.Copy(
          source: first * weightStrides.filter, target: count,
          loops: [
            .init(count: channels, source: weightStrides.channel, target: width),
            .init(
              count: filters(of: block, vectors), source: weightStrides.filter, target: 1),
          ], coefficientStride: stride)
      ])
      count += size.coefficients * stride
    }
    return (
      packed, Packing(transform: size, copies: Packing.Copy.joined(copies), count: count)
    )
  }

  /// The first block of each group and the number of its blocks.
  private func blocks() -> [(first: Int, count: Int)] {
    // Blocks that are computed together must not read more groups of channels than each alone.
    var most = blocksAtOnce
    if groups > 1 { while most > 1, groupFilters % (most * Layout.lanes) != 0 { most -= 1 } }
    var first = 0
    return evenParts(of: divideUp(filters, Layout.lanes), most: most).map { (count) in
      defer { first += count }
      return (first, count)
    }
  }

  /// How many filters some blocks have.
  private func filters(of block: Int, _ vectors: Int) -> Int {
    min(vectors * Layout.lanes, filters - block * Layout.lanes)
  }

  /// The blocks of the input that some blocks of filters read.
  private func inputBlocks(of block: Int, _ vectors: Int) -> Range<Int> {
    let first = block * Layout.lanes / groupFilters * groupChannels
    let lastFilter = min((block + vectors) * Layout.lanes, filters) - 1
    let end = (lastFilter / groupFilters + 1) * groupChannels
    return first / lanes..<(end + lanes - 1) / lanes
  }

  /// The copies of all taps of some blocks of filters.
  private func copies(
    _ block: Int, _ vectors: Int, _ inputs: Range<Int>, _ taps: [Int], to target: Int
  ) -> [Packing.Copy] {
    let width = vectors * Layout.lanes
    let first = block * Layout.lanes
    let last = min(first + width, filters) - 1
    let ofGroups = (first / groupFilters...last / groupFilters).map { (group) in
      let start = max(first, group * groupFilters)
      let end = min(first + width, (group + 1) * groupFilters)
      let channels = group * groupChannels..<(group + 1) * groupChannels
      return pieces(of: channels).flatMap { (piece) in
        runs(of: taps).map { (run) in
          Packing.Copy(
            source: group * weightStrides.group
              + (start - group * groupFilters) * weightStrides.filter
              + (piece.first - channels.lowerBound) * weightStrides.channel
              + taps[run.lowerBound] * weightStrides.tap,
            target: target + start - first
              + ((piece.first / lanes - inputs.lowerBound) * taps.count * lanes
                + run.lowerBound * lanes + piece.first % lanes) * width,
            loops: [
              .init(
                count: piece.blocks, source: lanes * weightStrides.channel,
                target: taps.count * lanes * width),
              .init(
                count: run.count,
                source: run.count == 1
                  ? 0 : (taps[run.lowerBound + 1] - taps[run.lowerBound]) * weightStrides.tap,
                target: lanes * width),
              .init(count: piece.lanes, source: weightStrides.channel, target: width),
              .init(count: end - start, source: weightStrides.filter, target: 1),
            ])
        }
      }
    }
    return Packing.Copy.joined(ofGroups)
  }

  /// Channels as parts of a block, whole blocks and parts of a block.
  private func pieces(of channels: Range<Int>) -> [(first: Int, blocks: Int, lanes: Int)] {
    var pieces: [(first: Int, blocks: Int, lanes: Int)] = []
    var first = channels.lowerBound
    while first < channels.upperBound {
      let rest = channels.upperBound - first
      if first % lanes == 0, rest >= lanes {
        pieces.append((first, rest / lanes, lanes))
        first += rest / lanes * lanes
      } else {
        let count = min(rest, lanes - first % lanes)
        pieces.append((first, 1, count))
        first += count
      }
    }
    return pieces
  }

  /// The positions of taps that are equally far apart.
  private func runs(of taps: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    while start < taps.count {
      var end = min(start + 2, taps.count)
      while end < taps.count, taps[end] - taps[end - 1] == taps[start + 1] - taps[start] {
        end += 1
      }
      runs.append(start..<end)
      start = end
    }
    return runs
  }

}
