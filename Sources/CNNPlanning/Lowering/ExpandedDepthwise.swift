import CNNIR
import CNNOps

/// A convolution of single pixels and a depthwise convolution that alone reads it, computed together
/// where what lies between them would not stay in the cache.
struct ExpandedDepthwise {

  private let expansion: NodeContext
  private let depthwise: NodeContext
  private let geometry: ConvolutionGeometry

  /// `nil` for other pairs of nodes.
  init?(_ expansion: NodeContext, _ depthwise: NodeContext) {
    guard let conv = depthwise.node.op as? Conv, Self.isExpansion(expansion),
      depthwise.node.operands == [expansion.node.id],
      depthwise.graph.isOnlyUser(depthwise.node.id, of: expansion.node.id),
      let geometry = conv.geometry(in: depthwise)
    else { return nil }
    let x = expansion.resultShape
    let isDepthwise = conv.groups == x[1] && conv.filters == x[1]
    let bytes = x.elementCount / x[0] * MemoryLayout<Float>.size
    guard isDepthwise, x.count == 4, geometry.windows.allSatisfy({ $0.dilation == 1 }),
      bytes > expansion.target.cacheSize / 2
    else { return nil }
    (self.expansion, self.depthwise, self.geometry) = (expansion, depthwise, geometry)
  }

  /// Whether a node is a convolution of single pixels that stores nothing but its own result.
  private static func isExpansion(_ context: NodeContext) -> Bool {
    let x = context.operandShapes[0]
    guard let conv = context.node.op as? Conv, x.count == 4, x[1] >= Layout.lanes,
      conv.groups == 1, conv.mode == .zeros, context.epilogue().rest.isEmpty
    else { return false }
    let windows = conv.windowAttributes.unchecked(over: TensorType(x))
    return windows.allSatisfy { $0.kernel == 1 && $0.stride == 1 }
      && x.dropFirst(2).elementsEqual(context.resultShape.dropFirst(2))
  }

  private var target: Target { expansion.target }

  /// The request of the depthwise node, over the operand of the expansion.
  var request: StepRequest {
    let epilogue = depthwise.epilogue()
    let ring = ring(at: 0)
    return StepRequest(
      operands: [.init(form: .blocked)], result: .blocked,
      scratch: ring.worker * expansion.options.threads
    ) { (site) in
      let expansion = expanded(site)
      let conv = depthwise.node.op as? Conv
      let step = ExpandedDepthwiseStep(
        batch: site.result.layout.batch, expansion: expansion, ring: self.ring(at: site.scratch),
        windows: (geometry.windows[1], geometry.windows[2]),
        weights: depthwise.depthwiseWeights(at: site),
        bias: conv?.bias == true ? depthwise.parameter(1, at: site) : nil,
        output: Strides(site.result), rows: geometry.output.height,
        width: geometry.output.width,
        bands: bands(expansion.groups.count * site.result.layout.batch),
        limits: epilogue.first.limits, function: epilogue.first.function)
      return [.expandedDepthwise(step)] + depthwise.steps(for: epilogue.rest, at: site)
    }
  }

  /// As many rows as a window has, for a group of blocks.
  private func ring(at offset: Int) -> ExpandedDepthwiseStep.Ring {
    let (rows, columns) = (geometry.windows[1], geometry.windows[2])
    let reach = (geometry.output.width - 1) * columns.stride + columns.kernel
    let block = max(columns.before + geometry.input.width, reach) * Layout.lanes
    let row = block * target.mostVectors
    return ExpandedDepthwiseStep.Ring(
      offset: offset, worker: row * rows.kernel, row: row, block: block, before: columns.before)
  }

  /// Enough pieces for all threads, and no more: rows at the edge of a band are expanded twice.
  private func bands(_ pieces: Int) -> Int {
    let threads = expansion.options.threads
    return pieces % threads == 0 || pieces >= 8 * threads ? 1 : threads
  }

  private func expanded(_ site: StepSite) -> ExpandedDepthwiseStep.Expansion {
    let channels = expansion.operandShapes[0][1]
    let width = geometry.input.width
    let lanes = FilterPacking.lanes(of: channels, taps: 1)
    let packing = FilterPacking(
      filters: expansion.resultShape[1], channels: channels, groups: 1, lanes: lanes,
      inputs: site.operands[0].layout.pieces(lanes: lanes),
      blocksAtOnce: target.blocksAtOnce(
        filters: expansion.resultShape[1], pixels: width, pitch: Layout.lanes, sums: channels),
      weightStrides: (filter: channels, channel: 1, tap: 0, group: 0))
    let packed = packing.pack([FilterPacking.Step(offset: 0, taps: [0])])
    let epilogue = expansion.epilogue()
    let conv = expansion.node.op as? Conv
    return ExpandedDepthwiseStep.Expansion(
      value: expansion.node.id, groups: expansion.filters(packed, at: site), run: lanes,
      bias: conv?.bias == true ? expansion.parameter(1, at: site) : nil,
      tiles: target.tiles(width, pitch: Layout.lanes), input: Strides(site.operands[0]),
      rows: geometry.input.height, width: width, limits: epilogue.first.limits,
      function: epilogue.first.function)
  }

}
