import CNNIR
import CNNSource

extension Pass {

  package static let fuseActivation = Pass(
    "fuse-activation", "Applies each activation where the op before it stores.",
    rule: """
      Takes an elementwise op into the epilogue of the op before it, if that computes its result (views and rearrangements do not)
      and nothing else reads it, neither a node nor an output.
      """,
    .transformation { (graph, remarks) in
      for value in graph.nodeIDs {
        guard let activation = graph.node(value), let op = activation.op as? any ElementwiseOp,
          // What does nothing is for remove-identities.
          !op.isView, let producer = graph.node(activation.operands[0]),
          producer.op.acceptsEpilogue,
          // What it adds may not be there yet where the producer runs.
          activation.epilogue.allSatisfy({ $0.addend == nil })
        else { continue }
        guard graph.isOnlyUser(activation.id, of: producer.id) else {
          remarks.missed(
            activation, "applied as * stores", producer,
            because: "its result is stored for others as it is")
          continue
        }
        graph.appendToEpilogue([.apply(op)] + activation.epilogue, of: producer.id)
        graph.replaceUses(of: activation.id, with: producer.id)
        graph.erase(activation.id)
      }
    })

}
