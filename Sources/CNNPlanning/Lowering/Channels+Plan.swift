import CNNIR
import CNNOps

extension BatchNorm: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    // Weight and bias, if any, come before the statistics.
    let values = context.node.parameters
    let (mean, variance) = (values[values.count - 2], values[values.count - 1])
    let scale = (affine ? values[0] : .constant(1)) / .squareRoot(variance + .constant(epsilon))
    let shift = (affine ? values[1] : .constant(0)) - mean * scale
    return affineRealization(context, scale: scale, shift: shift)
  }

}

extension Scale: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    let values = context.node.parameters
    return affineRealization(context, scale: values[0], shift: bias ? values[1] : nil)
  }

}

extension Op {

  /// Each channel times a factor plus a summand, if there is one.
  fileprivate func affineRealization(
    _ context: NodeContext, scale: ParameterExpression, shift: ParameterExpression?
  ) -> Realization? {
    guard Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let channels = context.resultShape[1]
    let epilogue = context.epilogue()
    let request = StepRequest(
      operands: [.init(form: .blocked)], result: .blocked, overwrites: 0
    ) { (site) in
      func add(_ value: ParameterExpression, _ slot: String) -> Int {
        site.parameters.add(
          value, Shape(channels), layer: context.node.name, slot: slot, .plain(channels))
      }
      let step = AffineStep(
        rows: Rows(site.operands[0].layout, site.result.layout),
        input: Strides(site.operands[0]), output: Strides(site.result),
        scale: add(scale, "scale"),
        shift: shift.map { add($0, "shift") } ?? site.parameters.reserve(channels),
        limits: epilogue.first.limits)
      return [.affine(step)] + context.steps(for: epilogue.stagesWithoutLimits, at: site)
    }
    return .steps(request)
  }

}

extension LayerNorm: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    let form = context.forms[0]
    let isOverBlocks =
      span == .channels && form != .blockedLast || span == .last && form == .blockedLast
    guard isOverBlocks, Layout.allowsBlocks(context.operandShapes[0]) else { return nil }
    let target: Form = span == .last ? .blockedLast : .blocked
    let request = StepRequest(
      operands: [.init(form: target)], result: target, overwrites: 0
    ) { (site) in
      let step = LayerNormStep(
        rows: Rows(site.operands[0].layout, site.result.layout),
        channels: site.result.layout.channels, input: Strides(site.operands[0]),
        output: Strides(site.result), epsilon: Float(epsilon),
        weight: affine ? context.parameter(0, at: site) : nil,
        bias: affine ? context.parameter(1, at: site) : nil)
      return [.layerNorm(step)] + context.steps(for: context.epilogue().stages, at: site)
    }
    return .steps(request)
  }

}

extension Permute: PlannedOp {

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

extension Concat: PlannedOp {

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
      site.isJoined ? context.steps(for: context.epilogue().stages, at: site) : copy(site)
    }
    return .steps(request)
  }

}

extension StepSite {

  /// Whether the operands already lie one after the other where the result is.
  fileprivate var isJoined: Bool {
    var block = 0
    return operands.allSatisfy { (operand) in
      defer { block += operand.layout.blocks }
      return Strides(operand) == Strides(result).moved(byBlocks: block, result.layout)
    }
  }

}

extension Slice: PlannedOp {

  func realization(in context: NodeContext) -> Realization? {
    guard context.forms[0] == .blocked else { return nil }
    let isWhole = start % Layout.lanes == 0 && end % Layout.lanes == 0
    if isWhole, context.node.epilogue.isEmpty { return .channels(from: start) }
    return gathered((start..<end).map { (0, $0) }, context)
  }

}

extension ChannelShuffle: PlannedOp {

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
      ? .gathered(channels) : .steps(channelsRequest(channels, context))
  }

  /// The same, copied.
  fileprivate func channelsRequest(
    _ channels: [(operand: Int, channel: Int)], _ context: NodeContext
  ) -> StepRequest {
    StepRequest(
      operands: context.forms.map { (_) in .init(form: .blocked) }, result: .blocked
    ) { (site) in
      let places = channels.map { (operand, channel) in
        ChannelPlace(place: site.operands[operand], channel: channel)
      }
      return [.channels(ChannelsStep(places, to: site.result))]
        + context.steps(for: context.epilogue().stages, at: site)
    }
  }

}

extension ChannelsStep {

  /// A copy of channels one after the other.
  init(_ channels: [ChannelPlace], to result: Place) {
    let sources = channels.map { (channel) in
      var strides = Strides(channel.place)
      strides.origin = channel.origin
      return strides
    }
    // The lanes behind the last channel repeat it.
    let filling = result.layout.blocks * Layout.lanes - sources.count
    let all = sources + Array(repeating: sources[sources.count - 1], count: filling)
    self.init(rows: Rows(eachOf: result.layout), sources: all, output: Strides(result))
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
