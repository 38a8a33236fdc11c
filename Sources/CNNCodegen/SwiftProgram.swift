import CNNIR
import CNNPasses
import CNNPlanning
import CNNSource

/// A graph with everything decided that the sections of its file agree on: names, places, offsets.
struct SwiftProgram {

  /// An input or output.
  struct Port {
    /// What the emitted functions call it.
    let name: String
    /// The variable that holds a span of it.
    let spanName: String
    /// The static constant that holds its shape.
    let shapeName: String
    let shape: Shape
  }

  /// A function that does some steps of the plan, and its call.
  struct Function {
    let name: String
    /// What it does, in a line each.
    let summaries: [String]
    let body: LayerBody
  }

  let graph: Graph
  let costs: CostTable
  let source: String?
  let target: EmissionTarget
  let plan: StepPlan

  /// The elements that `forward` needs: the plan's, scratch memory behind them, and what it takes to
  /// begin at a cache line.
  let arenaSize: Int

  let typeName: String
  let inputs: [Port]
  let outputs: [Port]
  let parameters: StoredParameters
  let weights: WeightsForm

  /// Whether the source is for Embedded Swift.
  let isEmbedded: Bool

  /// The bytes of the parameters that stand in the source.
  let embeddedBytes: [UInt8]

  /// The functions that compute folded parameters, by the layer that they belong to.
  let foldingNames: [String: String]

  /// The layers and changes of layout, in order.
  let functions: [Function]

  /// - Throws: when an op has no emission, or a weight cannot be stored as wanted.
  init(
    _ graph: Graph, _ costs: CostTable, _ options: EmissionOptions
  ) throws(Diagnostic) {
    self.graph = graph
    self.costs = costs
    source = options.source
    target = options.target
    plan = StepPlan(graph, options: PlanOptions(target: options.target.planTarget))
    parameters = StoredParameters(plan)
    weights = try WeightsForm(parameters, options)
    isEmbedded = options.isEmbedded
    embeddedBytes = try weights.embeddedBytes()
    var typeNames = SwiftNames()
    typeName = typeNames.add(graph.name, prefix: "Network")
    var members = SwiftNames()
    members.reserve(typeName)
    (inputs, outputs) = Self.ports(of: graph, &members)
    functions = try Self.functions(plan, graph, inputs.map(\.name), target, &members)
    arenaSize =
      plan.arenaSize + (functions.map(\.body.scratchSize).max() ?? 0) + ArenaPlacement.alignment
    var foldingNames: [String: String] = [:]
    for group in parameters.groups where group.isFolded {
      foldingNames[group.layer] = members.add("\(group.layer)_parameters", prefix: "layer")
    }
    self.foldingNames = foldingNames
  }

  /// The inputs and outputs; a single one of its kind needs no name of its own.
  private static func ports(
    of graph: Graph, _ members: inout SwiftNames
  ) -> (inputs: [Port], outputs: [Port]) {
    var locals = SwiftNames()
    let inputs = graph.inputs.map { (input) in
      let name = graph.inputs.count == 1 ? "input" : input.name
      return port(name, "input", input.type, &locals, &members)
    }
    let outputs = graph.outputs.map { (output) in
      let name = graph.outputs.count == 1 ? "output" : output.name ?? graph.name(of: output.value)
      return port(name, "output", graph.type(of: output.value), &locals, &members)
    }
    return (inputs, outputs)
  }

  private static func port(
    _ name: String, _ prefix: String, _ type: TensorType, _ locals: inout SwiftNames,
    _ members: inout SwiftNames
  ) -> Port {
    let local = locals.add(name, prefix: prefix)
    return Port(
      name: local, spanName: locals.add("\(local)Span", prefix: prefix),
      shapeName: members.add("\(local)Shape", prefix: prefix), shape: type.shape)
  }

}

// MARK: - Functions

extension SwiftProgram {

  /// A function for all steps in a row that serve the same purpose.
  ///
  /// - Throws: when an op has no emission.
  private static func functions(
    _ plan: StepPlan, _ graph: Graph, _ inputNames: [String], _ target: EmissionTarget,
    _ members: inout SwiftNames
  ) throws(Diagnostic) -> [Function] {
    var functions: [Function] = []
    var start = 0
    while start < plan.steps.count {
      let purpose = plan.steps[start].purpose
      var body = LayerBody(target, inputNames: inputNames, scratchStart: plan.arenaSize)
      var summaries: [String] = []
      var end = start
      while end < plan.steps.count, plan.steps[end].purpose == purpose {
        let step = plan.steps[end].step
        if case .expandedDepthwise(let step) = step, let node = graph.node(step.expansion.value) {
          summaries.append(node.summary(in: graph) + ",")
        }
        do throws(MissingEmission) {
          try step.emit(into: &body)
        } catch {
          throw noEmission(error.mnemonic, purpose, graph)
        }
        end += 1
      }
      let (name, summary) = name(of: purpose, graph)
      functions.append(
        Function(
          name: members.add(name, prefix: "layer"), summaries: summaries + [summary], body: body))
      start = end
    }
    return functions
  }

  /// What a function is to be called, and what it does.
  private static func name(of purpose: StepPlan.Purpose, _ graph: Graph) -> (String, String) {
    switch purpose {
    case .layer(let value):
      (graph.name(of: value), (graph.node(value)?.summary(in: graph) ?? "") + ".")
    case .conversion(let value):
      (graph.name(of: value) + "_layout", "\(graph.name(of: value)) in another layout.")
    }
  }

  private static func noEmission(
    _ mnemonic: String, _ purpose: StepPlan.Purpose, _ graph: Graph
  ) -> Diagnostic {
    var node: Node?
    if case .layer(let value) = purpose { node = graph.node(value) }
    let place = node?.range.map(Diagnostic.Place.source) ?? .commandLine
    let message = "\(node?.name ?? graph.name): '\(mnemonic)' cannot be written as Swift"
    return Diagnostic(.error, "no-emission", message, at: place)
  }

}
