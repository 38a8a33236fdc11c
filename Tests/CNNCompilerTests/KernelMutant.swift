import CNNIR
import CNNOps
import CNNRuntime

/// An op whose kernel makes a mistake, in the place of one that does not.
struct KernelMutant: Op {

  enum Fault: String, CaseIterable, Sendable {
    case forgetsTheLastElement
    case forgetsTheLastChannel
    case shiftsByAnElement
    case mirrorsRows
    case swapsChannels
    case forgetsTheBias
    case transposesTheWeight
    case readsTheInputTwice
    case swapsTheOperands
    case addsTwice
    case makesNaN
    case storesNothing

    /// The node whose kernel is wrong.
    var node: String {
      switch self {
      case .swapsTheOperands: "difference"
      case .addsTwice: "sum"
      case .forgetsTheBias, .transposesTheWeight: "second"
      case .makesNaN: "probabilities"
      case .forgetsTheLastElement, .mirrorsRows, .storesNothing: "pool"
      case .forgetsTheLastChannel, .shiftsByAnElement, .swapsChannels, .readsTheInputTwice: "first"
      }
    }
  }

  /// What the kernels are tried on.
  static let network = """
    graph g(%x: f32[1x4x8x8]) {
      %first = conv %x {filters = 4, kernel = 3, padding = 1}
      %second = conv %first {filters = 4, kernel = 3, padding = 1}
      %sum = add %first, %second
      %difference = sub %sum, %first
      %pool = maxPool %difference {kernel = 2}
      %probabilities = softmax %pool
      return %probabilities
    }
    """

  private var base: any Op
  private var fault: Fault

  /// `graph` with the mistake in the kernel of its node, if it has that.
  static func mutated(_ graph: Graph, by fault: Fault) -> Graph {
    var graph = graph
    for id in graph.nodeIDs {
      guard let node = graph.node(id), node.name == fault.node else { continue }
      graph.replace(id, with: KernelMutant(base: node.op, fault: fault), node.parameters)
    }
    return graph
  }

  private init(base: any Op, fault: Fault) {
    self.base = base
    self.fault = fault
  }

  init() { self.init(base: Identity(), fault: .makesNaN) }

  static let mnemonic = "mutant"

  static let schema = Schema<Self>(operands: .atLeast(1), summary: "A wrong op.")

  static func == (a: Self, b: Self) -> Bool { a.fault == b.fault && a.base.isEqual(to: b.base) }

  func hash(into hasher: inout Hasher) { hasher.combine(fault) }

  func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    try base.resultType(for: operands)
  }

  func parameters(for operands: [TensorType]) -> [ParameterSlot] { base.parameters(for: operands) }

  func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    var operands = operands
    var parameters = parameters
    if fault == .swapsTheOperands { operands.reverse() }
    var copies: [TensorBuffer] = []
    func replaced(_ view: TensorView, _ change: (inout [Float]) -> Void) -> TensorView {
      var elements = Array(view.elements)
      change(&elements)
      copies.append(TensorBuffer(Tensor(view.shape, elements)))
      return TensorView(view.shape, UnsafeBufferPointer(copies[copies.count - 1].elements))
    }
    switch fault {
    case .forgetsTheBias:
      parameters[1] = replaced(parameters[1]) { $0 = $0.map { (_) in 0 } }
    case .transposesTheWeight:
      parameters[0] = replaced(parameters[0]) { $0.reverse() }
    case .readsTheInputTwice:
      operands[0] = replaced(operands[0]) { (elements) in
        let half = elements.count / 2
        for index in 0..<half { elements[half + index] = elements[index] }
      }
    default:
      break
    }
    withExtendedLifetime(copies) { base.evaluate(operands, parameters, into: result) }
    damage(result)
  }

  /// Makes the mistakes that show in the result alone.
  private func damage(_ result: MutableTensorView) {
    let elements = result.elements
    let (channels, area) = (result.shape[1], result.shape[2] * result.shape[3])
    switch fault {
    case .forgetsTheLastElement: elements[elements.count - 1] = 0
    case .forgetsTheLastChannel:
      for index in 0..<area { elements[(channels - 1) * area + index] = 0 }
    case .shiftsByAnElement:
      for index in elements.indices.dropFirst().reversed() { elements[index] = elements[index - 1] }
    case .mirrorsRows: elements[0..<area].reverse()
    case .swapsChannels: for index in 0..<area { elements.swapAt(index, area + index) }
    case .addsTwice: for index in elements.indices { elements[index] *= 2 }
    case .makesNaN: elements[elements.count / 2] = .nan
    case .storesNothing: for index in elements.indices { elements[index] = 0 }
    case .forgetsTheBias, .transposesTheWeight, .readsTheInputTwice, .swapsTheOperands: break
    }
  }

}
