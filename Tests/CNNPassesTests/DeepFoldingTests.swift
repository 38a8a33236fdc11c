import CNNIR
import CNNPasses
import CNNTestSupport
import Testing

/// Chains of norms that are too long for one expression.
struct DeepFoldingTests {

  private func chain(_ count: Int) throws -> Graph {
    let norms = (1...count).map { "%n\($0) = batchNorm %n\($0 - 1)" }.joined(separator: "\n")
    return try Graph(
      irText: """
        graph g(%x: f32[1x2x3x3]) {
          %n0 = conv %x {filters = 2, kernel = 1, bias = false}
          \(norms)
          return %n\(count)
        }
        """)
  }

  @Test(arguments: [40, 66, 67, 300])
  func `are folded as far as the text can be read back`(_ count: Int) throws {
    let graph = try chain(count)
    var manager = PassManager(graph)
    try manager.run(.optimization)
    try manager.graph.checkRoundTrip()
    #expect(manager.graph.nodeCount <= 1 + count / 40)
    for parameter in manager.graph.nodes.flatMap(\.parameters) {
      #expect(parameter.depth <= ParameterExpression.depthLimit)
    }
    try check(
      manager.graph.referenceOutputs(), equal: graph.referenceOutputs(), within: 1e-4, "folded")
  }

}
