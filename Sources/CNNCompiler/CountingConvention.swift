import CNNIR
import CNNOps

/// What a tool prints as the multiply-adds of a network.
///
/// Each convention is a table of rules by op; an op without a rule counts nothing. Tools that look at
/// the modules of PyTorch are taken at their word: every op counts as its module would.
package enum CountingConvention: String, CaseIterable, Sendable {
  /// This tool's own.
  case cnnc
  case torchvision
  case torchinfo
  case fvcore
  case thop
  case ptflops
  case ptflopsLegacy = "ptflops-legacy"
  case netscope
  case darknet

  /// The tool and what of it is counted.
  package var source: String {
    switch self {
    case .cnnc: "multiply-adds of convolutions and dense layers"
    case .torchvision: "torchvision's _ops and half of torch's FlopCounterMode"
    case .torchinfo: "torchinfo 1.8.0, total mult-adds"
    case .fvcore: "fvcore 0.1.5, FlopCountAnalysis"
    case .thop: "thop 0.1.1, MACs"
    case .ptflops: "ptflops 0.7.5, MACs of its aten backend"
    case .ptflopsLegacy: "ptflops 0.7.5, MACs of its pytorch backend"
    case .netscope: "netscope CNN analyzer, macc"
    case .darknet: "darknet, operations (BF is billions of them)"
    }
  }

  /// What counts at layers of the op called `mnemonic`, if something does.
  func rule(for mnemonic: String) -> CountingRule? { rules[mnemonic] }

  private var rules: [String: CountingRule] {
    switch self {
    case .cnnc: CountingRule.cnnc
    case .torchvision: CountingRule.torchvision
    case .torchinfo: CountingRule.torchinfo
    case .fvcore: CountingRule.fvcore
    case .thop: CountingRule.thop
    case .ptflops: CountingRule.ptflops
    case .ptflopsLegacy: CountingRule.ptflopsLegacy
    case .netscope: CountingRule.netscope
    case .darknet: CountingRule.darknet
    }
  }

  /// What counts at a node, or `nil` when it exceeds 64 bits.
  func count(_ node: Node, in graph: Graph) -> Int? {
    guard let rule = rule(for: node.op.mnemonic) else { return 0 }
    return CountedLayer(node, in: graph).flatMap(rule.count)
  }

}

/// A layer as the rules of conventions see it.
struct CountedLayer {

  let op: any Op
  let operands: [TensorType]
  let result: TensorType
  let multiplyAdds: Int
  /// The tensors of the layer's parameters, wherever else they are used.
  let tensors: [NamedTensor]

  /// `nil` when its multiply-adds exceed 64 bits.
  init?(_ node: Node, in graph: Graph) {
    operands = node.operandTypes(in: graph)
    guard let multiplyAdds = node.op.multiplyAdds(from: operands, to: node.type) else { return nil }
    op = node.op
    result = node.type
    self.multiplyAdds = multiplyAdds
    tensors = node.parameters.flatMap(\.tensorNames).compactMap(graph.tensor)
  }

  var outputs: Int { result.shape.elementCount }
  var inputs: Int { operands.first?.shape.elementCount ?? 0 }
  var batch: Int { result.shape.first ?? 1 }
  var hasBias: Bool { op.attribute("bias") == .boolean(true) }
  var isAffine: Bool { op.attribute("affine") == .boolean(true) }
  var groups: Int { op.attribute("groups").flatMap(Int.init(attribute:)) ?? 1 }

  /// The extents of the window by axis.
  var windows: [Window] {
    (op as? any WindowedOp).map { $0.windowAttributes.unchecked(over: operands[0]) } ?? []
  }

}

/// What a convention counts at layers of an op, and that in words.
struct CountingRule: Sendable {

  let words: String
  /// The count, or `nil` when it exceeds 64 bits.
  let count: @Sendable (CountedLayer) -> Int?

  init(_ words: String, _ count: @escaping @Sendable (CountedLayer) -> Int?) {
    self.words = words
    self.count = count
  }

  static let multiplyAdds = CountingRule("multiply-adds") { $0.multiplyAdds }

  static let withBias = CountingRule("multiply-adds, and 1 for each output with a bias") {
    checkedSum([$0.multiplyAdds, $0.hasBias ? $0.outputs : 0])
  }

  /// A number for each output.
  static func outputs(_ factor: Int) -> CountingRule {
    CountingRule("\(factor) for each output") { checkedProduct([factor, $0.outputs]) }
  }

  /// A number for each input.
  static func inputs(_ factor: Int) -> CountingRule {
    CountingRule("\(factor) for each input") { checkedProduct([factor, $0.inputs]) }
  }

  /// A number for each output of a norm, another one if it has no weights.
  static func norm(_ factor: Int, plain: Int) -> CountingRule {
    CountingRule("\(factor) for each output, \(plain) without weights") {
      checkedProduct([$0.isAffine ? factor : plain, $0.outputs])
    }
  }

  /// The same rule where there are two spatial axes; elsewhere nothing.
  func inTwoDimensions() -> CountingRule {
    CountingRule(words + ", of pictures only") { (layer) in
      layer.operands[0].spatialRank == 2 ? count(layer) : 0
    }
  }

  /// What a resampling counts, by its mode.
  static func resize(_ factors: [Resize.Mode: Int]) -> CountingRule {
    let words = Resize.Mode.allCases.compactMap { (mode) in
      factors[mode].map { "\($0) for each output of \(mode.rawValue)" }
    }
    return CountingRule(words.joined(separator: ", ")) { (layer) in
      let mode = (layer.op as? Resize)?.mode
      return checkedProduct([mode.flatMap { factors[$0] } ?? 0, layer.outputs])
    }
  }

}
