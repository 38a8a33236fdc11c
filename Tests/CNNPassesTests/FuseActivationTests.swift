import CNNIR
import CNNOps
import CNNPasses
import CNNTestSupport
import Testing

/// Every op that accepts an epilogue with every op that maps single elements.
struct FuseActivationTests {

  /// The nodes that compute `%l`, one for each op that accepts an epilogue.
  private static let layers = [
    "%l = conv %x {filters = 4, kernel = 3}",
    "%l = convTranspose %x {filters = 4, kernel = 3, stride = 2}",
    "%o = conv %x {filters = 8, kernel = 2}\n%l = deformConv %x, %o {filters = 4, kernel = 2}",
    "%l = linear %x {features = 4, weightNorm = true}",
    "%l = embedding %x {vocabulary = 5, features = 2}",
    "%l = maxPool %x {kernel = 2}",
    "%l = avgPool %x {kernel = 2}",
    "%l = adaptiveAvgPool %x {size = 4}",
    "%l = globalAvgPool %x",
    "%l = globalMaxPool %x",
    "%l = batchNorm %x",
    "%l = layerNorm %x",
    "%l = groupNorm %x {groups = 2}",
    "%l = instanceNorm %x",
    "%l = lrn %x {size = 3}",
    "%l = scale %x",
    "%l = prelu %x",
    "%l = softmax %x",
    "%l = resize %x {scale = 2}",
    "%l = add %x, %x",
    "%l = mul %x, %x",
    "%l = mean %x, %x",
    "%l = max %x {number = 0.1}",
    "%l = relu %x",
    "%l = lpPool %x {norm = 2.0, kernel = 2}",
    "%l = adaptiveMaxPool %x {size = 4}",
    "%l = globalLpPool %x",
    "%l = l2Norm %x",
    "%l = normalize %x {mean = 0.1, std = 0.5}",
    "%l = logSoftmax %x",
    "%l = argmax %x",
    "%l = reduceMean %x",
    "%l = reduceSum %x",
    "%l = reduceMax %x",
    "%l = pad %x {padding = 1, value = 0.5}",
    "%l = depthToSpace %x {factor = 2}",
    "%l = sub %x, %x",
    "%l = div %x {number = 3.0}",
    "%l = min %x {number = 0.1}",
  ]

  private static let activations = OpTable.standard.types
    .compactMap { $0.init() as? any ElementwiseOp }.filter { !$0.isView }

  private func graph(_ layer: String, _ activation: any Op) throws -> Graph {
    let attributes =
      switch activation {
      case is LeakyReLU: " {slope = 0.3}"
      case is Clip: " {min = -0.25, max = 0.5}"
      default: ""
      }
    return try Graph(
      irText: """
        graph g(%x: f32[2x4x6x6]) {
          \(layer)
          %a = \(activation.mnemonic) %l\(attributes)
          return %a
        }
        """)
  }

  private func fused(_ graph: Graph) throws -> Graph {
    var manager = PassManager(graph)
    try manager.run(Pipeline(passes: [.fuseActivation]))
    return manager.graph
  }

  @Test(arguments: layers)
  func `is applied as the layer stores`(_ layer: String) throws {
    for activation in Self.activations {
      let graph = try graph(layer, activation)
      let result = try fused(graph)
      #expect(result.nodeCount == graph.nodeCount - 1)
      let epilogues = result.nodes.flatMap { $0.epilogue.map(\.mnemonic) }
      #expect(epilogues == [activation.mnemonic])
      let expected = graph.referenceOutputs()
      try check(result.referenceOutputs(), equal: expected, within: 0, "reference, \(result)")
      try check(result.programOutputs(), equal: expected, within: 1e-5, "program, \(result)")
      try result.checkRoundTrip()
    }
  }

  @Test(arguments: layers)
  func `what does nothing is left alone`(_ layer: String) throws {
    let graph = try graph(layer, Identity())
    #expect(try fused(graph).description == graph.description)
  }

  @Test func `every op that accepts an epilogue is here`() {
    for type in OpTable.standard.types {
      let op = type.init()
      // One elementwise op stands for all, which store in the same way.
      guard op.acceptsEpilogue, !(op is any ElementwiseOp) else { continue }
      #expect(Self.layers.contains { $0.contains("%l = \(type.mnemonic) ") }, "\(type.mnemonic)")
    }
    #expect(Self.activations.count >= 9)
  }

}
