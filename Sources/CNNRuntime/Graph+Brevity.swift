import CNNIR

extension Graph {

  /// Whether a run takes one thread some ten microseconds at most: several would wait for each other, and for
  /// what lies in each other's caches, longer than they save.
  var isBrief: Bool {
    var rest = 1 << 20
    for node in nodes {
      let types = node.operandTypes(in: self)
      guard let multiplyAdds = node.op.multiplyAdds(from: types, to: node.type) else {
        return false
      }
      // To read a parameter takes as long as some multiply-adds, to make an element as some more.
      let parameters = node.slots(in: self).map { (count: $0.shape.elementCount, cost: 4) }
      let elements = (count: node.type.shape.elementCount, cost: 16)
      for part in [(multiplyAdds, 1), elements] + parameters {
        if part.count > rest / part.cost { return false }
        rest -= part.count * part.cost
      }
    }
    return true
  }

}
