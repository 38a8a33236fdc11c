import CNNIR
import CNNOps
import CNNSource

extension Pass {

  package static let fuseResidualAdd = Pass(
    "fuse-residual-add", "Adds the other operands of a sum where a layer stores its own.",
    rule: """
      Takes a sum of values into the epilogue of the layer among its operands that runs last, which moves to where the sum stood,
      since the other operands are there by then. Only the sum may read the layer's result, and all operands must have the type of
      the sum.
      """,
    .transformation { (graph, remarks) in
      var positions: [ValueID: Int] = [:]
      for (position, id) in graph.nodeIDs.enumerated() { positions[id] = position }
      for id in graph.nodeIDs {
        guard let sum = graph.node(id), let add = sum.op as? Add, add.number == nil,
          sum.operands.count > 1
        else { continue }
        let layers = sum.operands.compactMap { graph.node($0) }
          .filter { $0.op is any WeightedOp }
          .sorted { positions[$0.id, default: 0] < positions[$1.id, default: 0] }
        guard let last = layers.last else { continue }
        // The last one to run: for it the others are there already, or almost.
        guard let layer = layers.last(where: { graph.isOnlyUser(sum.id, of: $0.id) }) else {
          remarks.missed(
            sum, "added as * stores", last, because: "the layer's result is read elsewhere too")
          continue
        }
        guard sum.operands.allSatisfy({ graph.type(of: $0) == sum.type }) else {
          remarks.missed(
            sum, "added as * stores", layer, because: "an operand is repeated along an axis")
          continue
        }
        graph.fuse(sum, into: layer)
      }
    })

}

extension Graph {

  /// Makes `layer`, which only `sum` reads, add the other operands and do what follows the sum, in
  /// the place of `sum`: the other operands are there by then.
  fileprivate mutating func fuse(_ sum: Node, into layer: Node) {
    let addends = sum.operands.filter { $0 != layer.id }
    appendToEpilogue(addends.map(EpilogueStep.add) + sum.epilogue, of: layer.id)
    replace(sum.id, withContentOf: layer.id)
  }

}
