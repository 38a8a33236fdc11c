import CNNIR
import CNNOps

extension Graph {

  /// The graph with a node of its own for each sum in an epilogue, and for what follows it.
  var separatingSums: Graph {
    guard nodes.contains(where: { $0.epilogue.contains { $0.addend != nil } }) else { return self }
    var graph = Graph(name: name)
    for tensor in tensors { graph.declare(tensor) }
    var values: [ValueID: ValueID] = [:]
    for input in inputs {
      values[input.id] = graph.addInput(input.name, input.type, at: input.range)
    }
    let names = Set(nodes.map(\.name) + inputs.map(\.name))
    for node in nodes { values[node.id] = graph.append(node, values, names) }
    for output in outputs {
      guard let value = values[output.value] else { preconditionFailure("an output has a node") }
      graph.addOutput(value, name: output.name)
    }
    return graph
  }

  /// Appends a node, reading `values` in place of what it reads, and its sums.
  ///
  /// - Returns: the last of them.
  private mutating func append(
    _ node: Node, _ values: [ValueID: ValueID], _ names: Set<String>
  ) -> ValueID {
    let operands = node.operands.compactMap { values[$0] }
    var steps = node.epilogue[...]
    var value = append(
      node.op, operands, node.parameters, epilogue: steps.popApplications(), type: node.type,
      name: node.name, at: node.range)
    var name = node.name
    while let addend = steps.popFirst()?.addend.flatMap({ values[$0] }) {
      repeat { name += "+" } while names.contains(name)
      value = append(
        Add(), [value, addend], [], epilogue: steps.popApplications(), type: node.type, name: name,
        at: node.range)
    }
    return value
  }

}

extension ArraySlice<EpilogueStep> {

  /// Removes the steps before the first sum.
  fileprivate mutating func popApplications() -> [EpilogueStep] {
    let applications = Array(prefix { $0.addend == nil })
    removeFirst(applications.count)
    return applications
  }

}
