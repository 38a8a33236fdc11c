import CNNIR
import CNNSource

extension Pass {

  package static let fuseActivation = Pass(
    "fuse-activation", "Applies an activation where the convolution or dense layer stores.",
    .transformation { (graph) in
      for value in graph.nodeIDs {
        guard let activation = graph.node(value), let op = activation.op as? any ElementwiseOp,
          let producer = graph.node(activation.operands[0]), producer.op.acceptsEpilogue,
          producer.canAbsorb(activation, in: graph),
          // What does nothing is for remove-identities.
          !op.isIdentity(on: activation.operandTypes(in: graph))
        else { continue }
        graph.appendToEpilogue(op, of: producer.id)
        graph.replaceUses(of: activation.id, with: producer.id)
        graph.erase(activation.id)
      }
    })

}
