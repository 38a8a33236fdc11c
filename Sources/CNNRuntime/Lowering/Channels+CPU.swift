import CNNIR
import CNNOps

extension BatchNorm: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    affineRealization(context) {
      // Weight and bias, if any, come before the statistics.
      let count = context.node.parameters.count
      let mean = context.parameter(count - 2).elements
      let variance = context.parameter(count - 1).elements
      let weight = count > 2 ? context.parameter(0).elements : nil
      let bias = count > 2 ? context.parameter(1).elements : nil
      // In double, as batch norms are folded.
      let scale = variance.indices.map { (channel) in
        Double(weight?[channel] ?? 1) / (Double(variance[channel]) + epsilon).squareRoot()
      }
      let shift = mean.indices.map { (channel) in
        Double(bias?[channel] ?? 0) - Double(mean[channel]) * scale[channel]
      }
      return (scale.map(Float.init), shift.map(Float.init))
    }
  }

}

extension Scale: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    affineRealization(context) {
      let scale = context.parameter(0).elements
      let shift = bias ? context.parameter(1).elements : scale.map { (_) in 0 }
      return (scale, shift)
    }
  }

}

extension Op {

  /// Each channel times a factor plus a summand.
  fileprivate func affineRealization(
    _ context: NodeContext, _ factors: @escaping () -> (scale: [Float], shift: [Float])
  ) -> Realization? {
    guard Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let epilogue = context.epilogue()
    let request = KernelRequest(
      operands: [.init(form: .blocked)], result: .blocked, overwrites: 0
    ) { (site) in
      let (scale, shift) = factors()
      let kernel = AffineKernel(
        kernels: context.kernels, rows: Rows(site.operands[0].layout, site.result.layout),
        input: Strides(site.operands[0]), output: Strides(site.result),
        scale: context.blocked(scale, site.store), shift: context.blocked(shift, site.store),
        limits: epilogue.first.limits)
      return [kernel] + context.kernels(for: epilogue.stagesWithoutLimits, at: site)
    }
    return .kernels(request)
  }

}

extension LayerNorm: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    let form = context.forms[0]
    let isOverBlocks =
      span == .channels && form != .blockedLast || span == .last && form == .blockedLast
    guard isOverBlocks, Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let target: Form = span == .last ? .blockedLast : .blocked
    let request = KernelRequest(
      operands: [.init(form: target)], result: target, overwrites: 0
    ) { (site) in
      let kernel = LayerNormKernel(
        kernels: context.kernels, rows: Rows(site.operands[0].layout, site.result.layout),
        channels: site.result.layout.channels, input: Strides(site.operands[0]),
        output: Strides(site.result), epsilon: Float(epsilon),
        weight: affine ? context.blocked(context.parameter(0).elements, site.store) : nil,
        bias: affine ? context.blocked(context.parameter(1).elements, site.store) : nil)
      return [kernel] + context.kernels(for: context.epilogue().stages, at: site)
    }
    return .kernels(request)
  }

}

extension Permute: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    let rank = context.resultShape.count
    guard context.node.epilogue.isEmpty, Layout.allowsBlocks(context.resultShape) else {
      return nil
    }
    // Moving the channels behind the spatial axes, or back, moves nothing in blocks.
    let last = [0] + (2..<rank) + [1]
    let first = [0, rank - 1] + (1..<rank - 1)
    if context.forms[0] == .blocked, order == last { return .view(.blocked, result: .blockedLast) }
    if context.forms[0] == .blockedLast, order == first {
      return .view(.blockedLast, result: .blocked)
    }
    return nil
  }

}

extension Concat: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    guard context.forms.contains(.blocked), Layout.allowsBlocks(context.resultShape) else {
      return nil
    }
    let extents = context.operandShapes.map { $0[1] }
    let channels = extents.enumerated().flatMap { (operand, extent) in
      (0..<extent).map { (operand: operand, channel: $0) }
    }
    // Whole blocks may be computed in place.
    guard extents.dropLast().allSatisfy({ $0 % Layout.lanes == 0 }) else {
      return gathered(channels, context)
    }
    var request = channelsRequest(channels, context)
    let copy = request.make
    request.joinsOperands = true
    request.make = { (site) in
      site.isJoined ? context.kernels(for: context.epilogue().stages, at: site) : copy(site)
    }
    return .kernels(request)
  }

}

extension KernelSite {

  /// Whether the operands already lie one after the other where the result is.
  fileprivate var isJoined: Bool {
    var block = 0
    return operands.allSatisfy { (operand) in
      defer { block += operand.layout.blocks }
      return Strides(operand) == Strides(result).moved(byBlocks: block, result.layout)
    }
  }

}

extension Slice: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    guard context.forms[0] == .blocked else { return nil }
    let isWhole = start % Layout.lanes == 0 && end % Layout.lanes == 0
    if isWhole, context.node.epilogue.isEmpty { return .channels(from: start) }
    return gathered((start..<end).map { (0, $0) }, context)
  }

}

extension ChannelShuffle: CPUOp {

  func realization(in context: NodeContext) -> Realization? {
    guard context.forms[0] == .blocked else { return nil }
    let channels = context.resultShape[1]
    return gathered(
      (0..<channels).map { (0, $0 % groups * (channels / groups) + $0 / groups) }, context)
  }

}

extension Op {

  /// Some channels of the operands, in a given order.
  fileprivate func gathered(
    _ channels: [(operand: Int, channel: Int)], _ context: NodeContext
  ) -> Realization {
    context.node.epilogue.isEmpty
      ? .gathered(channels) : .kernels(channelsRequest(channels, context))
  }

  /// The same, copied.
  fileprivate func channelsRequest(
    _ channels: [(operand: Int, channel: Int)], _ context: NodeContext
  ) -> KernelRequest {
    KernelRequest(
      operands: context.forms.map { (_) in .init(form: .blocked) }, result: .blocked
    ) { (site) in
      let places = channels.map { (operand, channel) in
        ChannelPlace(place: site.operands[operand], channel: channel)
      }
      return [ChannelsKernel(places, to: site.result, site.store)]
        + context.kernels(for: context.epilogue().stages, at: site)
    }
  }

}

extension ChannelsKernel {

  /// A copy of channels one after the other.
  init(_ channels: [ChannelPlace], to result: Place, _ store: ProgramMemory) {
    let sources = channels.map { (channel) in
      var strides = Strides(channel.place)
      strides.origin = channel.origin
      return strides
    }
    // The lanes behind the last channel repeat it.
    let filling = result.layout.blocks * Layout.lanes - sources.count
    let all = sources + Array(repeating: sources[sources.count - 1], count: filling)
    self.init(
      rows: Rows(windowsOver: result.layout), sources: store.table(all), output: Strides(result))
  }

}

extension Strides {

  /// The strides of the part of a tensor that begins some blocks later.
  fileprivate func moved(byBlocks blocks: Int, _ layout: Layout) -> Strides {
    var strides = self
    strides.origin += blocks * layout.block
    return strides
  }

}
