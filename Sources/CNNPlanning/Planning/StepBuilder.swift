import CNNIR
import CNNPasses

/// Turns a plan into steps with places in an arena.
struct StepBuilder {

  private let plan: ProgramPlan
  private let parameters = PackedParameters()
  private(set) var loads: [ParameterLoad] = []

  /// Where the memory of each root begins.
  private var offsets: [ValueVersion: Int] = [:]
  private(set) var arenaSize = 0

  /// Steps in order, each with what it is for.
  private(set) var steps: [(step: Step, purpose: StepPlan.Purpose)] = []

  init(_ plan: ProgramPlan) {
    self.plan = plan
    let (placement, scratch) = placeAll()
    var cleared: Set<ValueVersion> = []
    var needs: [(size: Int, step: Int)] = []
    for (index, step) in plan.steps.enumerated() {
      switch step {
      case .convert(let source, let target):
        let conversion = ConversionStep(source: self.source(source), target: place(target))
        add([.conversion(conversion)], .conversion(source.value), of: target, &cleared)
      case .gather(let sources, let target):
        let gathering = ChannelsStep(sources.map(place), to: place(target))
        add([.channels(gathering)], .conversion(target.value), of: target, &cleared)
      case .compute(let value, let request):
        let result = ValueVersion(value: value, form: request.result)
        let site = site(value, request, scratch: scratch[index] ?? 0)
        let made = request.make(site)
        if !plan.options.keepsParameters, let load = parameters.load(before: steps.count) {
          loads.append(load)
          needs.append((load.size, index))
        }
        add(made, .layer(value), of: result, &cleared)
      }
    }
    if let all = parameters.load(before: 0) { loads.append(all) }
    // In a single run, the next weights are not packed yet.
    if plan.options.keepsParameters { fetchWeights() }
    for (index, offset) in placement.places(for: needs).enumerated() {
      loads[index].offset = offset
      arenaSize = max(arenaSize, offset + loads[index].size)
    }
  }

  /// Appends steps that compute a version, and before the first element of its memory is written,
  /// zeros around that.
  private mutating func add(
    _ steps: [Step], _ purpose: StepPlan.Purpose, of version: ValueVersion,
    _ cleared: inout Set<ValueVersion>
  ) {
    let root = plan.memory.root(of: version).version
    if plan.memory.border(of: root) != .none, cleared.insert(root).inserted {
      self.steps.append((.border(BorderStep(place: place(root))), purpose))
    }
    self.steps += steps.map { ($0, purpose) }
  }

  /// Has the steps fetch the weights of those after them.
  private mutating func fetchWeights() {
    var following: [Int] = []
    for index in steps.indices.reversed() {
      let step = steps[index].step
      steps[index].step = step.fetching(following)
      following = step.firstWeights(workers: plan.options.threads) ?? following
    }
  }

  /// The places of the outputs.
  var outputs: [Source] { plan.outputs.map(source) }

}

// MARK: - Places

extension StepBuilder {

  /// Where a version lies, once all roots have places.
  private func place(_ version: ValueVersion) -> Place {
    let (root, channel) = plan.memory.root(of: version)
    let whole = layout(root)
    var layout = layout(version)
    // A view of another shape has an image of as many elements, and no distance to keep.
    if version.form.isBlocked { layout.image = whole.image }
    return Place(
      offset: (offsets[root] ?? 0) + channel / Layout.lanes * whole.block, layout: layout)
  }

  private func place(_ source: ChannelSource) -> ChannelPlace {
    ChannelPlace(place: place(source.version), channel: source.channel)
  }

  private func layout(_ version: ValueVersion) -> Layout {
    Layout(
      version.form, plan.graph.type(of: version.value).shape,
      border: plan.memory.border(of: version))
  }

  private func source(_ version: ValueVersion) -> Source {
    let root = plan.memory.root(of: version).version
    if plan.isInput(version),
      let index = plan.graph.inputs.firstIndex(where: { $0.id == root.value })
    {
      return .input(index, layout(version))
    }
    return .arena(place(version))
  }

  private func site(
    _ value: ValueID, _ request: StepRequest, scratch: Int
  ) -> StepSite {
    let (operands, addends) = plan.reads(of: value)
    let sources = zip(operands + addends, request.operands).map { (operand, need) in
      source(need.gathered?.first?.version ?? ValueVersion(value: operand, form: need.form))
    }
    return StepSite(
      sources: Array(sources.prefix(operands.count)),
      channels: request.operands.map { $0.gathered?.map(place) },
      addends: sources.dropFirst(operands.count).map(\.place),
      result: place(ValueVersion(value: value, form: request.result)), scratch: scratch,
      parameters: parameters)
  }

}

// MARK: - Lifetimes

extension StepBuilder {

  /// Memory that is needed from one step to another.
  private struct Block {
    enum Owner {
      case root(ValueVersion)
      case scratch(step: Int)
    }
    var owner: Owner
    var size: Int
    var first: Int
    var last: Int
  }

  /// Gives every root, and every step's scratch memory, a place; returns the latter, too.
  private mutating func placeAll() -> (placement: ArenaPlacement, scratch: [Int: Int]) {
    var scratch: [Int: Int] = [:]
    let blocks = blocks()
    let placement = ArenaPlacement(
      blocks.map { ArenaPlacement.Block(size: $0.size, steps: $0.first...$0.last) })
    for (block, offset) in zip(blocks, placement.offsets) {
      switch block.owner {
      case .root(let version): offsets[version] = offset
      case .scratch(let step): scratch[step] = offset
      }
    }
    arenaSize = placement.size
    return (placement, scratch)
  }

  private func blocks() -> [Block] {
    var uses: [ValueVersion: ClosedRange<Int>] = [:]
    var order: [ValueVersion] = []
    func use(_ version: ValueVersion, at step: Int) {
      let root = plan.memory.root(of: version).version
      if let range = uses[root] {
        uses[root] = range.lowerBound...step
      } else {
        uses[root] = step...step
        order.append(root)
      }
    }
    var blocks: [Block] = []
    for (index, step) in plan.steps.enumerated() {
      switch step {
      case .convert(let source, let target):
        use(source, at: index)
        use(target, at: index)
      case .gather(let sources, let target):
        for source in sources { use(source.version, at: index) }
        use(target, at: index)
      case .compute(let value, let request):
        let (operands, addends) = plan.reads(of: value)
        for (operand, need) in zip(operands + addends, request.operands) {
          if let sources = need.gathered {
            for source in sources { use(source.version, at: index) }
          } else {
            use(ValueVersion(value: operand, form: need.form), at: index)
          }
        }
        use(ValueVersion(value: value, form: request.result), at: index)
        if request.scratch > 0 {
          blocks.append(
            Block(owner: .scratch(step: index), size: request.scratch, first: index, last: index))
        }
      }
    }
    for output in plan.outputs { use(output, at: plan.steps.count) }
    for root in order where !plan.isInput(root) {
      let range = uses[root]!
      blocks.append(
        Block(
          owner: .root(root), size: layout(root).count, first: range.lowerBound,
          last: range.upperBound))
    }
    return blocks
  }

}
