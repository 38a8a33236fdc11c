import CNNIR
import CNNOps

/// Makes small random graphs over every op, with branches, shared values and shared weights.
package struct GraphGenerator {

  var random: SeededRandom
  var graph: Graph
  var values: [ValueID] = []

  /// A value may have this many elements, so that a reference kernel is quick.
  private static let largestValue = 3_000

  /// The graph number `seed`. The same number always gives the same graph.
  package static func graph(seed: UInt64) -> Graph {
    var generator = GraphGenerator(seed: seed)
    generator.addInputs()
    let count = generator.random.integer(in: 3...12)
    for index in 0..<count { generator.addNode("n\(index)") }
    generator.addOutputs()
    return generator.graph
  }

  private init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    graph = Graph(name: "random\(seed)")
  }

  /// One or two inputs of the same shape, with one to three spatial axes.
  private mutating func addInputs() {
    let rank = random.integer(in: 1...3)
    let largest = [9, 7, 4][rank - 1]
    let spatial = (0..<rank).map { (_) in random.integer(in: 2...largest) }
    let shape = Shape([random.integer(in: 1...2), random.integer(in: 1...4)] + spatial)
    for index in 0..<random.integer(in: 1...2) {
      values.append(graph.addInput(index == 0 ? "input" : "second", TensorType(shape)))
    }
  }

  /// Appends an op that goes with some of the values; nothing when the constraints forbid it.
  private mutating func addNode(_ name: String) {
    if random.chance(12), addSharing(name) { return }
    if random.chance(4), addTwin(name) { return }
    if random.chance(6) { return addShortcut(name) }
    if random.chance(3) { return addSiblings(name) }
    if random.chance(4) { return addPaddedLayer(name) }
    if random.chance(4) { return addPermutedLayers(name) }
    let first = chooseValue()
    let type = chooseType(after: first)
    if type is Embedding.Type { return addEmbedding(name) }
    if type is DeformConv.Type { return addDeformConv(name, first) }
    if type is Argmax.Type { return addArgmax(name) }
    let op = random.makeOp(type, for: graph.type(of: first))
    if let value = append(op, chooseOperands(of: op, first), name: name) { values.append(value) }
  }

  /// Appends an op, unless the constraints forbid it or the result is large.
  mutating func append(_ op: any Op, _ operands: [ValueID], name: String) -> ValueID? {
    let types = operands.map { graph.type(of: $0) }
    guard let result = try? op.checkedResultType(for: types),
      result.shape.elementCount <= Self.largestValue
    else { return nil }
    return try? graph.append(op, operands, name: name)
  }

  /// Applies an earlier layer again, with the same parameters; `false` when there is none.
  private mutating func addSharing(_ name: String) -> Bool {
    // Only the input of an embedding is made of tokens.
    let layers = graph.nodes.filter { !$0.parameters.isEmpty && !($0.op is Embedding) }
    guard !layers.isEmpty else { return false }
    let layer = random.element(of: layers)
    let type = graph.type(of: layer.operands[0])
    let fitting = values.filter { graph.type(of: $0) == type }
    // What the layer itself reads may be between two others, out of reach.
    let operand = fitting.isEmpty ? layer.operands[0] : random.element(of: fitting)
    values.append(
      graph.append(
        layer.op, [operand] + layer.operands.dropFirst(), layer.parameters, type: layer.type,
        name: name))
    return true
  }

  /// Computes again what a node computes; `false` when there is none.
  private mutating func addTwin(_ name: String) -> Bool {
    let nodes = Array(graph.nodes)
    guard !nodes.isEmpty else { return false }
    let node = random.element(of: nodes)
    values.append(
      graph.append(node.op, node.operands, node.parameters, type: node.type, name: name))
    return true
  }

  /// Any op; after one that others may be merged with often one of these.
  private mutating func chooseType(after value: ValueID) -> any Op.Type {
    let types = OpTable.standard.types
    if graph.node(value)?.op is BatchNorm || graph.node(value)?.op is Scale, random.chance(50) {
      return random.element(of: [
        Conv.self, Conv.self, Linear.self, ConvTranspose.self, DeformConv.self,
      ])
    }
    if graph.node(value)?.op.acceptsEpilogue == true, random.chance(50) {
      let fusible: [any Op.Type] = [
        BatchNorm.self, Dropout.self, DropPath.self, Scale.self, Add.self, Add.self, Add.self,
      ]
      return random.element(of: fusible + types.filter { $0 is any ElementwiseOp.Type })
    }
    return random.element(of: types)
  }

  /// Mostly the last value, so that chains arise; else any of them, so that branches do.
  mutating func chooseValue() -> ValueID {
    random.chance(65) ? values[values.count - 1] : random.element(of: values)
  }

  /// The value `first`, and for an op of several operands others that go with it.
  private mutating func chooseOperands(of op: any Op, _ first: ValueID) -> [ValueID] {
    guard type(of: op).allows(operandCount: 2) else { return [first] }
    var operands = [first]
    for _ in 0..<random.integer(in: 0...2) {
      let graph = graph
      let fitting = values.filter { (value) in
        (try? op.checkedResultType(for: (operands + [value]).map { graph.type(of: $0) })) != nil
      }
      if !fitting.isEmpty { operands.append(random.element(of: fitting)) }
    }
    return operands
  }

  /// The last value, and sometimes others under names.
  private mutating func addOutputs() {
    let last = values[values.count - 1]
    guard random.chance(40) else { return graph.addOutput(last) }
    graph.addOutput(last, name: "last")
    for index in 0..<random.integer(in: 1...2) {
      graph.addOutput(random.element(of: values), name: "output \(index)")
    }
  }

}
