import CNNIR

/// The `seed:N` generator: tensors that any language can make again from their names.
///
/// Element `i` of a tensor comes from `u(i) = (splitmix(key + i) >> 40) / 2^24` in [0, 1), where the
/// key is the FNV-1a hash of the tensor's name xor `splitmix(N)`. All arithmetic is in `Float`,
/// except the bound of a weight, which is computed in `Double` and rounded once.
package struct SeededTensors: Sendable {

  package let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// The tensor of a parameter.
  package func tensor(_ parameter: NamedTensor) -> Tensor {
    let (name, shape) = (parameter.name, parameter.shape)
    switch parameter.role {
    case .weight: return weight(name, shape, fanIn: shape.dropFirst().reduce(1, *))
    case .transposedWeight:
      return weight(name, shape, fanIn: shape[0] * shape.dropFirst(2).reduce(1, *))
    case .bias, .runningMean: return fill(name, shape) { (2 * $0 - 1) * 0.1 }
    case .normWeight, .runningVariance: return fill(name, shape) { 0.75 + 0.5 * $0 }
    case .slope: return fill(name, shape) { 0.5 * $0 }
    case .embedding: return fill(name, shape) { 2 * $0 - 1 }
    }
  }

  /// A weight within Kaiming's uniform bound for ReLU networks, `sqrt(6 / fan-in)`.
  private func weight(_ name: String, _ shape: Shape, fanIn: Int) -> Tensor {
    let bound = Float((6 / Double(fanIn)).squareRoot())
    return fill(name, shape) { (2 * $0 - 1) * bound }
  }

  /// The tensor of a network's input; an input without a name is called `input`.
  package func input(_ name: String, _ shape: Shape) -> Tensor {
    let key = name == Graph.unnamedInput ? name : "input:" + name
    return fill(key, shape) { 2 * $0 - 1 }
  }

  /// The tensors of a graph's inputs, in order: numbers, or tokens where an embedding reads them.
  package func inputs(of graph: Graph) -> [Tensor] {
    graph.inputs.map { input($0, of: graph) }
  }

  /// The tensor of one of a graph's inputs.
  package func input(_ input: Graph.Input, of graph: Graph) -> Tensor {
    let tensor = self.input(input.name, input.type.shape)
    guard let vocabulary = graph.vocabulary(of: input.id) else { return tensor }
    // From 2u - 1 back to u, which is exact.
    let tokens = tensor.elements.map { (($0 + 1) / 2 * Float(vocabulary)).rounded(.down) }
    return Tensor(tensor.shape, tokens)
  }

  private func fill(_ name: String, _ shape: Shape, _ map: (Float) -> Float) -> Tensor {
    let key = Self.hash(name) ^ Self.splitmix(seed)
    let elements = (0..<UInt64(shape.elementCount)).map { (index) in
      map(Float(Self.splitmix(key &+ index) >> 40) * 0x1p-24)
    }
    return Tensor(shape, elements)
  }

  /// The 64-bit FNV-1a hash of the name's UTF-8 (Fowler, Noll and Vo).
  static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014) after one step of its counter.
  static func splitmix(_ x: UInt64) -> UInt64 {
    var z = x &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

}
