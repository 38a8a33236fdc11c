import CNNFiles
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
    Tensor(parameter.shape, elements(of: parameter, in: 0..<parameter.shape.elementCount))
  }

  /// The tensors of parameters by name.
  package func tensors(_ parameters: [NamedTensor]) -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, tensor($0)) })
  }

  /// The elements of a parameter's tensor whose row-major indices lie in `range`.
  fileprivate func elements(of parameter: NamedTensor, in range: Range<Int>) -> [Float] {
    let (name, shape) = (parameter.name, parameter.shape)
    switch parameter.role {
    case .weight: return weight(name, range, fanIn: shape.dropFirst().reduce(1, *))
    case .transposedWeight:
      return weight(name, range, fanIn: shape[0] * shape.dropFirst(2).reduce(1, *))
    case .bias, .runningMean: return fill(name, range) { (2 * $0 - 1) * 0.1 }
    case .normWeight, .runningVariance: return fill(name, range) { 0.75 + 0.5 * $0 }
    case .slope: return fill(name, range) { 0.5 * $0 }
    case .embedding: return fill(name, range) { 2 * $0 - 1 }
    }
  }

  /// Weights within Kaiming's uniform bound for ReLU networks, `sqrt(6 / fan-in)`.
  private func weight(_ name: String, _ range: Range<Int>, fanIn: Int) -> [Float] {
    let bound = Float((6 / Double(fanIn)).squareRoot())
    return fill(name, range) { (2 * $0 - 1) * bound }
  }

  /// The tensor of a network's input; an input without a name is called `input`.
  package func input(_ name: String, _ shape: Shape) -> Tensor {
    let key = name == Graph.unnamedInput ? name : "input:" + name
    return Tensor(shape, fill(key, 0..<shape.elementCount) { 2 * $0 - 1 })
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

  private func fill(_ name: String, _ range: Range<Int>, _ map: (Float) -> Float) -> [Float] {
    let key = Self.hash(name) ^ Self.splitmix(seed)
    return range.map { (index) in
      map(Float(Self.splitmix(key &+ UInt64(index)) >> 40) * 0x1p-24)
    }
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

/// Seeded tensors, as if they lay in a file.
struct SeededFile: TensorFile {

  let tensors: [StoredTensor]
  private let generator: SeededTensors
  private let parameters: [NamedTensor]

  var path: String { "seed:\(generator.seed)" }

  init(_ generator: SeededTensors, _ parameters: [NamedTensor]) {
    self.generator = generator
    self.parameters = parameters.sorted { $0.name < $1.name }
    tensors = self.parameters.map {
      StoredTensor(name: $0.name, typeName: "F32", type: .float32, shape: $0.shape)
    }
  }

  var hasParts: Bool { true }

  func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    generator.elements(of: parameters[index], in: range).withUnsafeBufferPointer(body)
  }

}
