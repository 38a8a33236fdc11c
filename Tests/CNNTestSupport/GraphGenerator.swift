import CNNIR
import CNNOps

/// Makes small random graphs over every op, with branches, shared values and shared weights.
package struct GraphGenerator {

  private var random: SeededRandom
  private var graph: Graph
  private var values: [ValueID] = []

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
    let type = random.element(of: OpTable.standard.types)
    let first = chooseValue()
    let op = random.makeOp(type, for: graph.type(of: first))
    let operands = chooseOperands(of: op, first)
    let types = operands.map { graph.type(of: $0) }
    guard let result = try? op.checkedResultType(for: types),
      result.shape.elementCount <= Self.largestValue
    else { return }
    if let shared = sharedParameters(of: op, types) {
      values.append(graph.append(op, operands, shared, type: result, name: name))
    } else if let value = try? graph.append(op, operands, name: name) {
      values.append(value)
    }
  }

  /// Mostly the last value, so that chains arise; else any of them, so that branches do.
  private mutating func chooseValue() -> ValueID {
    random.chance(65) ? values[values.count - 1] : random.element(of: values)
  }

  /// The value `first`, and for an op of several operands others that go with it.
  private mutating func chooseOperands(of op: any Op, _ first: ValueID) -> [ValueID] {
    guard !type(of: op).allows(operandCount: 1) || type(of: op).allows(operandCount: 2) else {
      return [first]
    }
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

  /// Sometimes the parameters of an earlier node with the same slots.
  private mutating func sharedParameters(
    of op: any Op, _ operands: [TensorType]
  ) -> [ParameterExpression]? {
    let slots = op.parameters(for: operands)
    guard !slots.isEmpty, random.chance(30) else { return nil }
    return graph.nodes.first { $0.op.isEqual(to: op) && $0.slots(in: graph) == slots }?.parameters
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
