import CNNIR
import CNNOps

extension Graph {

  /// The number of tokens that `value` chooses from: the smallest vocabulary of the embeddings that
  /// read it, perhaps behind ops that change no element. Nothing when none does.
  package func vocabulary(of value: ValueID) -> Int? {
    var pending = [value]
    var seen: Set<ValueID> = []
    var vocabularies: [Int] = []
    while let next = pending.popLast() {
      for case let user? in users(of: next).map(node) where seen.insert(user.id).inserted {
        if let embedding = user.op as? Embedding {
          vocabularies.append(embedding.vocabulary)
        } else if user.epilogue.isEmpty,
          user.op.isView || user.op.isIdentity(on: user.operandTypes(in: self))
        {
          pending.append(user.id)
        }
      }
    }
    return vocabularies.min()
  }

}
