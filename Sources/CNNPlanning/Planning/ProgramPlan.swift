import CNNIR

/// The lowering of a graph to steps: how each node is computed, in which forms its values lie, and
/// what shares memory. Places follow in `StepBuilder`.
struct ProgramPlan {

  enum Step {
    /// A value is brought from one form into another.
    case convert(ValueVersion, to: ValueVersion)
    /// Channels that lie elsewhere are brought together.
    case gather([ChannelSource], to: ValueVersion)
    case compute(ValueID, StepRequest)
  }

  let graph: Graph
  private(set) var steps: [Step] = []
  private(set) var memory = SharedMemory()
  private(set) var outputs: [ValueVersion] = []

  /// The form in which each value is computed.
  private(set) var forms: [ValueID: Form] = [:]

  /// Values that are nowhere as a whole until somebody needs that, and where their channels are.
  private var gathered: [ValueID: [ChannelSource]] = [:]

  /// The nodes that are computed with the one that reads them, by that one.
  private var absorbed: [ValueID: Node] = [:]

  private var versions: Set<ValueVersion> = []
  let options: PlanOptions

  /// The most coefficients of the windows of some nodes.
  private var mostCoefficients: [ValueID: Int] = [:]

  init(_ graph: Graph, options: PlanOptions) {
    self.graph = graph
    self.options = options
    if options.keepsParameters {
      mostCoefficients = FilterBudget(graph.nodes.map(context)).mostCoefficients
    }
    for input in graph.inputs { define(input.id, .plain) }
    for node in graph.nodes { add(node) }
    outputs = graph.outputs.map { require($0.value, .plain, .none) }
    shareMemory()
    alignBorders()
  }

  private mutating func define(_ value: ValueID, _ form: Form) {
    forms[value] = form
    versions.insert(ValueVersion(value: value, form: form))
  }

  /// What the steps of a node read: the operands, those of the node before it where they compute
  /// that too, and then what its epilogue adds.
  func reads(of value: ValueID) -> (operands: [ValueID], addends: [ValueID]) {
    guard let node = graph.node(value) else { return ([], []) }
    return (
      absorbed[value]?.operands ?? node.operands, Array(node.reads.dropFirst(node.operands.count))
    )
  }

  private func context(_ node: Node) -> NodeContext {
    NodeContext(
      graph: graph, node: node, forms: node.operands.map { forms[$0] ?? .plain }, options: options,
      mostCoefficients: mostCoefficients[node.id] ?? .max)
  }

  private mutating func add(_ node: Node) {
    if let reader = graph.users(of: node.id).first.flatMap(graph.node),
      ExpandedDepthwise(context(node), context(reader)) != nil
    {
      absorbed[reader.id] = node
      return
    }
    switch realization(of: node) {
    case .view(let form, let result):
      let operand = require(node.operands[0], form, .none)
      define(node.id, result)
      memory.put(ValueVersion(value: node.id, form: result), into: operand)
    case .channels(let first) where gathered[node.operands[0]] != nil:
      let channels = first..<first + node.type.shape[1]
      gather(channels.map { (0, $0) }, of: node)
    case .gathered(let channels):
      gather(channels, of: node)
    case .channels(let first):
      let operand = require(node.operands[0], .blocked, .none)
      define(node.id, .blocked)
      memory.put(ValueVersion(value: node.id, form: .blocked), into: operand, from: first)
    case .steps(var request):
      let (operands, addends) = reads(of: node.id)
      request.operands += addends.map { (_) in .init(form: request.result) }
      for (index, operand) in (operands + addends).enumerated() {
        let need = request.operands[index]
        if need.mayBeGathered, let sources = scattered(operand) {
          request.operands[index].gathered = sources
          continue
        }
        let version = require(operand, need.form, need.border)
        if !need.mayBeInput, isInput(version) {
          request.operands[index].form = .bordered
          _ = require(operand, .bordered, need.border)
        }
      }
      define(node.id, request.result)
      steps.append(.compute(node.id, request))
    }
  }

  private mutating func gather(_ channels: [(operand: Int, channel: Int)], of node: Node) {
    forms[node.id] = .blocked
    gathered[node.id] = channels.map { (index, channel) in
      let operand = node.operands[index]
      if let sources = scattered(operand) { return sources[channel] }
      return ChannelSource(version: require(operand, .blocked, .none), channel: channel)
    }
  }

  /// Where the channels of a value are, if that is nowhere as a whole yet.
  private func scattered(_ value: ValueID) -> [ChannelSource]? {
    versions.contains(ValueVersion(value: value, form: .blocked)) ? nil : gathered[value]
  }

  /// Whether the version is in the caller's memory.
  func isInput(_ version: ValueVersion) -> Bool {
    let root = memory.root(of: version).version
    return root.form == .plain && graph.node(root.value) == nil
  }

  private func realization(of node: Node) -> Realization {
    let context = context(node)
    if let producer = absorbed[node.id],
      let pair = ExpandedDepthwise(self.context(producer), context)
    {
      return .steps(pair.request)
    }
    if node.op.isView, node.epilogue.isEmpty {
      // The same shape may stay as it is; another one is the same only row by row.
      let isSame = node.type == graph.type(of: node.operands[0])
      let form = context.forms[0]
      return isSame ? .view(form, result: form) : .view(.plain, result: .plain)
    }
    if let op = node.op as? any PlannedOp, let realization = op.realization(in: context) {
      return realization
    }
    if let op = node.op as? any ElementwiseOp { return context.mapRealization(op) }
    return .steps(referenceRequest(context))
  }

  private func referenceRequest(_ context: NodeContext) -> StepRequest {
    let node = context.node
    return StepRequest(
      operands: node.operands.map { (_) in .init(form: .plain, mayBeInput: true) }, result: .plain
    ) { (site) in
      let slots = node.slots(in: context.graph)
      let step = ReferenceStep(
        op: node.op, operands: Array(zip(node.operandTypes(in: context.graph), site.sources)),
        parameters: slots.indices.map { (slots[$0], context.parameter($0, at: site)) },
        result: (node.type, site.result.offset))
      return [.reference(step)] + context.steps(for: context.epilogue().stages, at: site)
    }
  }

  /// The version of a value in a form, converted if it is not computed like that.
  private mutating func require(
    _ value: ValueID, _ form: Form, _ border: Border
  ) -> ValueVersion {
    let version = ValueVersion(value: value, form: form)
    if form == .blocked, let sources = scattered(value) {
      versions.insert(version)
      steps.append(.gather(sources, to: version))
    } else if versions.insert(version).inserted {
      let native = forms[value] ?? .plain
      // Conversions know rows and blocks; blocks of other axes go by way of rows.
      let isDirect = native == .plain || form == .plain || (native == .blocked && form == .bordered)
      let source =
        isDirect ? require(value, native, .none) : require(value, .plain, .none)
      steps.append(.convert(source, to: version))
    }
    memory.requireBorder(border, of: version)
    return version
  }

}

// MARK: - Shared memory

extension ProgramPlan {

  /// Computes the operands of a concatenation in place, and results over what they are made of.
  private mutating func shareMemory() {
    for case .compute(let value, let request) in steps where request.joinsOperands {
      joinOperands(of: value)
    }
    for case .compute(let value, let request) in steps {
      if let index = request.overwrites { overwrite(index, by: value, request) }
    }
  }

  private mutating func joinOperands(of value: ValueID) {
    guard let node = graph.node(value) else { return }
    let whole = ValueVersion(value: value, form: .blocked)
    var channel = 0
    for operand in node.operands {
      let version = ValueVersion(value: operand, form: .blocked)
      let isFirstUse = node.operands.filter { $0 == operand }.count == 1
      if channel % Layout.lanes == 0, isFirstUse, isOwner(version) {
        memory.put(version, into: whole, from: channel)
      }
      channel += graph.type(of: operand).shape[1]
    }
  }

  /// Computes a result over something that its node reads, if nobody reads that after it.
  private mutating func overwrite(_ index: Int, by value: ValueID, _ request: StepRequest) {
    let (operands, addends) = reads(of: value)
    let all = operands + addends
    let operand = all[index]
    let version = ValueVersion(value: operand, form: request.result)
    let result = ValueVersion(value: value, form: request.result)
    let hasOneReader =
      graph.isOnlyUser(value, of: operand) && all.filter { $0 == operand }.count == 1
    guard request.operands[index].form == request.result, isOwner(version), hasOneReader,
      !memory.isContainer(version)
    else { return }
    memory.put(version, into: result)
  }

  /// Gives all that one operand is gathered from the same border, so that their rows are equally far
  /// apart.
  private mutating func alignBorders() {
    let groups = steps.flatMap { (step) -> [Set<ValueVersion>] in
      guard case .compute(_, let request) = step else { return [] }
      return request.operands.compactMap { $0.gathered.map { Set($0.map(\.version)) } }
    }
    var isStable = false
    while !isStable {
      isStable = true
      for group in groups {
        let border = group.reduce(Border.none) { $0.union(memory.border(of: $1)) }
        for version in group where memory.border(of: version) != border {
          memory.requireBorder(border, of: version)
          isStable = false
        }
      }
    }
  }

  /// Whether the version is computed into memory of its own.
  private func isOwner(_ version: ValueVersion) -> Bool {
    graph.node(version.value) != nil && forms[version.value] == version.form
      && !memory.isContained(version)
  }

}
