import CNNIR

/// The name and the shape of an input, an output or a tensor of weights.
public struct TensorDescription: Sendable, Hashable {

  /// The name in the network.
  public let name: String

  /// The extents, outermost first: of inputs and outputs batch, channels, then the spatial axes.
  public let shape: [Int]

  /// The number of elements, which lie in row-major order.
  public var elementCount: Int { shape.reduce(1, *) }

}

extension Graph {

  var inputDescriptions: [TensorDescription] {
    inputs.map { TensorDescription(name: $0.name, shape: $0.type.shape.extents) }
  }

  var outputDescriptions: [TensorDescription] {
    zip(outputNames, outputs).map { (name, output) in
      TensorDescription(name: name, shape: type(of: output.value).shape.extents)
    }
  }

  var weightDescriptions: [TensorDescription] {
    usedTensors.map { TensorDescription(name: $0.name, shape: $0.shape.extents) }
  }

}
