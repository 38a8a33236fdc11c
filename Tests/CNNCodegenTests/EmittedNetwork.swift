import CNNFiles
import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNTestSupport

@testable import CNNCodegen

/// A network, its emitted source, and what a program has to know to run it.
struct EmittedNetwork {

  /// The network before any pass: what the emitted code has to agree with.
  let graph: Graph

  /// The graph that the source was emitted from.
  let emitted: Graph

  let source: String

  /// The weights that the program reads from a file of its own.
  let weightsFile: WeightsFile?

  let form: Form

  /// What the emitter calls the type and its inputs and outputs.
  let program: SwiftProgram

  /// The values of the inputs.
  let inputs: [Tensor]

  /// The error that is allowed, over the scale of an output: six layers of Winograd's filtering add up.
  var tolerance: Double { graph.name == "Filtered" ? 1e-4 : 1e-5 }

  /// Where the emitted type has its weights from.
  enum Form: Hashable {
    case tensors
    case embedded(StoredFloat)
    case file(StoredFloat)
    /// In the source, for Embedded Swift.
    case bare(StoredFloat)

    /// What the name of the type ends in.
    var suffix: String {
      switch self {
      case .tensors: ""
      case .embedded(let storage): "Embedded\(storage.size)"
      case .file(let storage): "File\(storage.size)"
      case .bare(let storage): "Bare\(storage.size)"
      }
    }

    var storage: StoredFloat {
      switch self {
      case .tensors: .float32
      case .embedded(let storage), .file(let storage), .bare(let storage): storage
      }
    }
  }

  /// - Parameter isOptimized: whether the passes run; without them every op is emitted as it is.
  init(_ network: NetworkCase, isOptimized: Bool = true, form: Form = .tensors) throws {
    var graph = try Graph(irText: network.text)
    if !isOptimized { graph.name += "Plain" }
    try self.init(
      graph, isOptimized: isOptimized, form: form, hasSpecialInputs: network.hasSpecialInputs)
  }

  /// - Parameter hasSpecialInputs: whether the inputs hold infinities, NaNs and the like.
  init(
    _ graph: Graph, isOptimized: Bool = true, form: Form = .tensors,
    target: EmissionTarget = .baseline, hasSpecialInputs: Bool = false
  ) throws {
    var graph = graph
    graph.name += form.suffix
    self.form = form
    self.graph = graph
    var manager = PassManager(graph)
    if isOptimized { try manager.run(.optimization) }
    emitted = manager.graph
    let costs = try CostTable(emitted)
    var options = Self.options(form, emitted)
    options.target = target
    let result = try SwiftEmitter.emit(emitted, costs: costs, options)
    (source, weightsFile) = (result.text, result.weights)
    program = try SwiftProgram(emitted, costs, options)
    inputs = SeededTensors(seed: 3).inputs(of: graph).map { (input) in
      var tensor = input
      if hasSpecialInputs {
        tensor.elements.replaceSubrange(0..<Self.specials.count, with: Self.specials)
      }
      return tensor
    }
  }

  private static func options(_ form: Form, _ graph: Graph) -> EmissionOptions {
    var options = EmissionOptions()
    options.source = "case.ir"
    if form != .tensors { options.tensors = tensors(of: graph, .float32) }
    options.storage = form.storage
    if case .file = form { options.embedLimit = 0 }
    if case .bare = form { options.isEmbedded = true }
    return options
  }

  private static func tensors(of graph: Graph, _ storage: StoredFloat) -> [String: Tensor] {
    let tensors = graph.usedTensors.map { (tensor) in
      var value = SeededTensors(seed: 5).tensor(tensor)
      if storage == .float16 {
        value.elements = storage.bytes(of: value.elements)
          .withUnsafeBytes { ElementType.float16.floats($0) }
      }
      return (tensor.name, value)
    }
    return Dictionary(uniqueKeysWithValues: tensors)
  }

  var typeName: String { program.typeName }

  /// Elements at which functions overflow, vanish or have no value.
  private static let specials: [Float] = [
    .nan, 1, 2, 3, .infinity, 0, -.infinity, -.infinity, -.infinity, -1, 88, -88, 104, -104, 1e30,
    -1e30, 1e-30, -1e-30, 0.049, 0.051, -0.0, .leastNonzeroMagnitude, 1e-4, 9.01, -.nan,
  ]

  /// The values of the tensors that the caller gives to the network.
  var weights: [Tensor] {
    let tensors = Self.tensors(of: emitted, .float32)
    return form == .tensors ? emitted.usedTensors.map { tensors[$0.name]! } : []
  }

  /// The outputs by the reference kernels, from weights as they are stored.
  var expected: [Tensor] {
    ReferenceInterpreter(graph, tensors: Self.tensors(of: graph, form.storage)).run(inputs)
  }

}
