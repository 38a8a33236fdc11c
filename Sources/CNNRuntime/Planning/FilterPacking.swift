import CNNIR

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

  let store: ProgramMemory
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

  private var groupFilters: Int { filters / groups }
  private var groupChannels: Int { channels / groups }

  /// The filters as groups of blocks, each with its steps.
  func pack(
    _ weights: [Float], bias: UnsafePointer<Float>?, _ steps: [Step]
  ) -> UnsafeBufferPointer<ConvolutionKernel.FilterGroup> {
    var packed: [ConvolutionKernel.FilterGroup] = []
    var stepsOfBlocks: [Range<Int>: UnsafeBufferPointer<Int>] = [:]
    for (block, vectors) in blocks() {
      let inputs = inputBlocks(of: block, vectors)
      let offsets =
        stepsOfBlocks[inputs]
        ?? store.table(inputs.flatMap { (input) in steps.map { self.inputs[input] + $0.offset } })
      stepsOfBlocks[inputs] = offsets
      let taps = steps.reduce(0) { $0 + $1.taps.count }
      let values = store.floats(inputs.count * taps * lanes * vectors * Layout.lanes)
      pack(weights, block, vectors, inputs, steps, to: values)
      packed.append(
        ConvolutionKernel.FilterGroup(
          vectors: vectors, steps: offsets, weights: UnsafePointer(values),
          bias: bias.map { $0 + block * Layout.lanes }, block: block))
    }
    return store.table(packed)
  }

  /// As `pack`, but with each step's values of all the input before the next step's, and offsets of
  /// the input's blocks alone: for kernels that run once for each step.
  func pack(
    byCoefficient weights: [Float], bias: UnsafePointer<Float>?, _ steps: [Step]
  ) -> UnsafeBufferPointer<ConvolutionKernel.FilterGroup> {
    let offsets = store.table(inputs)
    let packed = blocks().map { (block, vectors) in
      let step = offsets.count * lanes * vectors * Layout.lanes
      let values = store.floats(steps.count * step)
      for (index, one) in steps.enumerated() {
        pack(weights, block, vectors, 0..<offsets.count, [one], to: values + index * step)
      }
      return ConvolutionKernel.FilterGroup(
        vectors: vectors, steps: offsets, weights: UnsafePointer(values),
        bias: bias.map { $0 + block * Layout.lanes }, block: block)
    }
    return store.table(packed)
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

  /// The blocks of the input that some blocks of filters read.
  private func inputBlocks(of block: Int, _ vectors: Int) -> Range<Int> {
    let first = block * Layout.lanes / groupFilters * groupChannels
    let lastFilter = min((block + vectors) * Layout.lanes, filters) - 1
    let end = (lastFilter / groupFilters + 1) * groupChannels
    return first / lanes..<(end + lanes - 1) / lanes
  }

  private func pack(
    _ weights: [Float], _ block: Int, _ vectors: Int, _ inputs: Range<Int>, _ steps: [Step],
    to packed: UnsafeMutablePointer<Float>
  ) {
    let width = vectors * Layout.lanes
    weights.withUnsafeBufferPointer { (weights) in
      var target = packed
      for input in inputs {
        for step in steps {
          for tap in step.taps {
            for channel in input * lanes..<(input + 1) * lanes {
              if channel < channels {
                copy(weights, tap, channel, block * Layout.lanes, width, to: target)
              }
              target += width
            }
          }
        }
      }
    }
  }

  /// The weights of a channel's tap in the filters from `first` on that read the channel.
  private func copy(
    _ weights: UnsafeBufferPointer<Float>, _ tap: Int, _ channel: Int, _ first: Int, _ width: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let group = channel / groupChannels
    let start = max(first, group * groupFilters)
    let end = min(first + width, (group + 1) * groupFilters)
    if start >= end { return }
    var source =
      group * weightStrides.group + (start - group * groupFilters) * weightStrides.filter
      + (channel - group * groupChannels) * weightStrides.channel + tap * weightStrides.tap
    for filter in start..<end {
      target[filter - first] = weights[source]
      source += weightStrides.filter
    }
  }

}
