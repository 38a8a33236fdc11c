import CNNIR
import CNNRuntime

extension Op {

  /// The result of the reference kernel.
  ///
  /// - Throws: when the operands break a constraint or the parameters do not fill the slots.
  package func reference(_ operands: [Tensor], _ parameters: [Tensor] = []) throws -> Tensor {
    var graph = Graph(name: "reference")
    let inputs = operands.enumerated().map { (index, operand) in
      graph.addInput("input\(index)", TensorType(operand.shape))
    }
    graph.addOutput(try graph.append(self, inputs, name: "op"))
    let names = graph.usedTensors.map(\.name)
    guard graph.usedTensors.map(\.shape) == parameters.map(\.shape) else {
      throw TensorDifference(description: "the parameters do not have the shapes of the slots")
    }
    let tensors = Dictionary(uniqueKeysWithValues: zip(names, parameters))
    return ReferenceInterpreter(graph, tensors: tensors).run(operands)[0]
  }

}
