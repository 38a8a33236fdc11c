import CNNIR
import CNNPasses
import CNNRuntime

/// The first node of a network whose value a pass or a stage gets wrong.
package struct Culprit: Sendable, CustomStringConvertible {

  /// The pass or the stage.
  package let step: String

  /// The node, as the graph that was run calls it.
  package let node: String

  package let description: String

  private init(_ step: String, _ node: Node, _ actual: Tensor, _ expected: (Tensor, String)?) {
    self.step = step
    self.node = node.name
    let place = node.range.map { " (\($0.file.name):\($0.line):\($0.column))" } ?? ""
    var text = "First wrong after \(step): '\(node.name)'\(place), a \(node.op.mnemonic) of "
    text += "\(node.type.shape)"
    if let (tensor, source) = expected {
      let element = Difference(actual, tensor).element
      text += "; its element \(node.type.shape.position(of: element)) is "
      text += "\(actual.elements[element]) instead of \(tensor.elements[element]), as in \(source)"
    }
    description = text
  }

}

extension Shape {

  /// The indices of an element along all axes.
  fileprivate func position(of element: Int) -> [Int] {
    var rest = element
    var position: [Int] = []
    for extent in reversed() {
      position.append(rest % extent)
      rest /= extent
    }
    return position.reversed()
  }

}

// MARK: - Passes

extension Culprit {

  /// The first node after `pass` that leads to a wrong output by way of values that no node had
  /// before.
  ///
  /// A right rewrite may compute new values too, such as those of several convolutions as one; but what
  /// is made of them was there.
  init?(
    of pass: Pass, _ before: Graph, _ after: Graph, _ samples: Samples, expected: [Tensor],
    _ tolerance: Float
  ) {
    let known = KnownValues(before, samples, tolerance)
    let nodes = Array(after.nodes)
    let values = samples.values(of: after)
    var outputs: [ValueID: Tensor] = [:]
    for (output, tensor) in zip(after.outputs, expected) { outputs[output.value] = tensor }
    var readBySuspects: Set<ValueID> = []
    var first: Int?
    for index in nodes.indices.reversed() {
      let (id, value) = (nodes[index].id, values[index])
      let isWrongOutput = outputs[id].map { Difference(value, $0).error > tolerance } ?? false
      guard isWrongOutput || readBySuspects.contains(id) && !known.contains(value) else { continue }
      first = index
      readBySuspects.formUnion(nodes[index].reads)
    }
    guard let first else { return nil }
    let output = outputs[nodes[first].id].map { ($0, "the output") }
    self.init(pass.name, nodes[first], values[first], output ?? known.nearest(to: values[first]))
  }

}

/// The values that the nodes of a graph compute.
private struct KnownValues {

  private var values: [Shape: [(name: String, tensor: Tensor)]] = [:]
  private let tolerance: Float

  init(_ graph: Graph, _ samples: Samples, _ tolerance: Float) {
    self.tolerance = tolerance
    for (node, tensor) in zip(graph.nodes, samples.values(of: graph)) {
      values[tensor.shape, default: []].append((node.name, tensor))
    }
  }

  /// Whether some node computes this value.
  func contains(_ value: Tensor) -> Bool {
    values[value.shape, default: []].contains { Difference(value, $0.tensor).error <= tolerance }
  }

  /// The value of the same shape that is nearest to this one, and whose it is.
  func nearest(to value: Tensor) -> (Tensor, String)? {
    values[value.shape, default: []]
      .min { Difference(value, $0.tensor).error < Difference(value, $1.tensor).error }
      .map { ($0.tensor, "'\($0.name)' before it") }
  }

}

// MARK: - Stages

extension Culprit {

  /// The first node that `stage` gets wrong, of those that lead to a wrong output.
  ///
  /// - Throws: what the stage throws.
  init?(
    of stage: Verification.Stage, _ network: CompiledNetwork, _ samples: Samples,
    wrongOutput: ValueID, _ tolerance: Float
  ) throws {
    let graph = network.graph
    let nodes = graph.nodeIDs
    guard var end = nodes.firstIndex(of: wrongOutput) else { return nil }
    var search = StageSearch(stage: stage, graph: graph, samples: samples, tolerance: tolerance)
    // Halving leaves a wrong node, though one on another branch may be wrong earlier.
    var start = -1
    while end - start > 1 {
      let middle = (start + end) / 2
      if try search.isWrong(nodes[middle]) { end = middle } else { start = middle }
    }
    var value = nodes[end]
    while let earlier = try graph.node(value)?.reads.first(where: { try search.isWrong($0) }) {
      value = earlier
    }
    guard let node = graph.node(value) else { return nil }
    let (actual, expected) = try search.values(of: value)
    self.init(stage.name, node, actual, (expected, "the reference"))
  }

}

/// A search for nodes that a stage gets wrong when they are the output of the network.
private struct StageSearch {

  let stage: Verification.Stage
  let graph: Graph
  let samples: Samples
  let tolerance: Float

  private var results: [ValueID: Bool] = [:]

  init(stage: Verification.Stage, graph: Graph, samples: Samples, tolerance: Float) {
    self.stage = stage
    self.graph = graph
    self.samples = samples
    self.tolerance = tolerance
  }

  mutating func isWrong(_ value: ValueID) throws -> Bool {
    // Inputs are as they are.
    guard graph.node(value) != nil else { return false }
    if let result = results[value] { return result }
    let (actual, expected) = try values(of: value)
    let result = Difference(actual, expected).error > tolerance
    results[value] = result
    return result
  }

  /// What the stage and the reference make of a node.
  func values(of value: ValueID) throws -> (actual: Tensor, expected: Tensor) {
    var graph = graph
    graph.setOutputs([(value, nil)])
    let part = try CompiledNetwork(
      graph, pipeline: Pipeline(passes: [.eliminateDeadNodes, .countCosts, .planMemory]))
    let actual = try stage.run(part, samples.tensors, samples.inputs)
    return (actual[0], samples.reference(part.graph)[0])
  }

}
