import CNNIR

extension Graph {

  /// Whether a run takes one thread some ten microseconds at most, with AVX-512: several would wait for each
  /// other, and for what lies in each other's caches, longer than they save.
  var isBrief: Bool {
    var rest = 1 << 20
    for node in nodes {
      let types = node.operandTypes(in: self)
      guard let multiplyAdds = node.op.multiplyAdds(from: types, to: node.type),
        let arithmetic = node.op.arithmetic(from: types, to: node.type)
      else { return false }
      let operations = [multiplyAdds] + Arithmetic.kinds.map { arithmetic[keyPath: $0.count] }
      let read = types.map(\.shape.elementCount) + node.slots(in: self).map(\.shape.elementCount)
      // To read an element takes as long as some multiply-adds, to make one as some more.
      let costs = [(operations, 1), (read, 4), ([node.type.shape.elementCount], 16)]
      for (counts, cost) in costs {
        for count in counts {
          if count > rest / cost { return false }
          rest -= count * cost
        }
      }
    }
    return true
  }

}
