import CNNIR
import CNNRuntime

extension Op {

  /// The tensors that are stored for the parameters of `op`, a layer called `name`, in order.
  package func storedTensors(for operands: [TensorType], name: String = "op") -> [NamedTensor] {
    parameters(for: operands).flatMap { (slot) in
      slot.storage { Graph.tensorName($0, of: name) }.tensors
    }
  }

  /// The values of the parameters, made of the tensors that are stored for them.
  ///
  /// - Requires: `stored` has the shapes of `storedTensors(for:)`.
  package func parameterValues(of stored: [Tensor], for operands: [TensorType]) -> [Tensor] {
    let names = storedTensors(for: operands).map(\.name)
    let tensors = Dictionary(uniqueKeysWithValues: zip(names, stored))
    return parameters(for: operands).map { (slot) in
      slot.storage { Graph.tensorName($0, of: "op") }.value.evaluate(tensors)
    }
  }

  /// The result of the reference kernel, given the tensors that are stored for the parameters.
  ///
  /// - Throws: when the operands break a constraint or the parameters do not fill the slots.
  package func reference(_ operands: [Tensor], _ parameters: [Tensor] = []) throws -> Tensor {
    let (graph, tensors) = try graph(operands, parameters)
    return ReferenceInterpreter(graph, tensors: tensors).run(operands)[0]
  }

  /// The result of the runtime, given the tensors that are stored for the parameters.
  ///
  /// - Throws: when the operands break a constraint or the parameters do not fill the slots.
  package func computed(
    _ operands: [Tensor], _ parameters: [Tensor] = [], options: ProgramOptions
  ) throws -> Tensor {
    let (graph, tensors) = try graph(operands, parameters)
    let program = Program(graph, tensors: tensors, options: options)
    return program.run(operands, in: program.makeSession(threads: options.threads))[0]
  }

  /// A graph of the op alone, and its tensors.
  private func graph(
    _ operands: [Tensor], _ parameters: [Tensor]
  ) throws -> (Graph, [String: Tensor]) {
    var graph = Graph(name: "op")
    let inputs = operands.enumerated().map { (index, operand) in
      graph.addInput("input\(index)", TensorType(operand.shape))
    }
    graph.addOutput(try graph.append(self, inputs, name: "op"))
    let names = graph.usedTensors.map(\.name)
    guard graph.usedTensors.map(\.shape) == parameters.map(\.shape) else {
      throw TensorDifference(description: "the parameters do not have the shapes of the slots")
    }
    return (graph, Dictionary(uniqueKeysWithValues: zip(names, parameters)))
  }

}
