import CNNIR
import CNNPasses
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

  /// A call of a layer's function.
  struct Step {
    let layer: Layer
    let body: LayerBody
    let operands: [Memory]
    /// What the epilogue adds.
    let addends: [Memory]
    let parameters: [ParameterExpression]
    let result: Memory
  }

  let graph: Graph
  let costs: CostTable
  let source: String?
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

  let steps: [Step]
  let memories: ValueMemories

  /// - Throws: when an op has no emission, or a weight cannot be stored as wanted.
  init(
    _ graph: Graph, _ plan: MemoryPlan, _ costs: CostTable, _ options: EmissionOptions
  ) throws(Diagnostic) {
    self.graph = graph
    self.costs = costs
    source = options.source
    arenaSize = plan.arenaSize
    parameters = StoredParameters(graph)
    weights = try WeightsForm(parameters, options)
    isEmbedded = options.isEmbedded
    embeddedBytes = try weights.embeddedBytes()
    memories = ValueMemories(graph, plan)
    var typeNames = SwiftNames()
    typeName = typeNames.add(graph.name, prefix: "Network")
    var members = SwiftNames()
    members.reserve(typeName)
    (inputs, outputs) = Self.ports(of: graph, &members)
    var steps: [Step] = []
    for node in graph.nodes where !memories.roots.isInPlace(node, in: graph) {
      steps.append(try Step(node, in: graph, memories, &members))
    }
    self.steps = steps
    var foldingNames: [String: String] = [:]
    for group in parameters.groups where group.isFolded {
      foldingNames[group.layer] = members.add("\(group.layer)_parameters", prefix: "layer")
    }
    self.foldingNames = foldingNames
  }

  /// Whether some value lives in the arena.
  var usesArena: Bool {
    steps.contains { (step) in
      (step.operands + step.addends + [step.result]).contains(where: \.isArena)
    }
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

extension SwiftProgram.Step {

  /// - Throws: when the op, or one of the epilogue, has no emission.
  fileprivate init(
    _ node: Node, in graph: Graph, _ memories: ValueMemories, _ members: inout SwiftNames
  ) throws(Diagnostic) {
    guard let op = node.op as? any EmittableOp else { throw Self.noEmission(node.op, node) }
    let addends = node.epilogue.compactMap(\.addend)
    var epilogue: [Layer.Step] = []
    var addendCount = 0
    for step in node.epilogue {
      switch step {
      case .apply(let fused):
        guard let op = fused as? any EmittableElementwiseOp else {
          throw Self.noEmission(fused, node)
        }
        epilogue.append(.apply(op))
      case .add:
        epilogue.append(.add(addends.count == 1 ? "addend" : "addend\(addendCount)"))
        addendCount += 1
      }
    }
    layer = Layer(
      name: node.name, function: members.add(node.name, prefix: "layer"), op: op,
      operands: node.operandTypes(in: graph),
      operandsInPlace: memories.roots.operandsInPlace(of: node, in: graph), type: node.type,
      slots: node.slots(in: graph), epilogue: epilogue)
    var body = LayerBody(layer)
    op.emit(layer, into: &body)
    body.finish(layer)
    self.body = body
    self.addends = addends.map { memories[$0] }
    operands = node.operands.map { memories[$0] }
    parameters = node.parameters
    result = memories[node.id]
  }

  private static func noEmission(_ op: any Op, _ node: Node) -> Diagnostic {
    let place = node.range.map(Diagnostic.Place.source) ?? .commandLine
    let message = "\(node.name): '\(op.mnemonic)' cannot be written as Swift"
    return Diagnostic(.error, "no-emission", message, at: place)
  }

}
