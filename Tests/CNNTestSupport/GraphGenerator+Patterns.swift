import CNNIR
import CNNOps

/// Nodes that stand together in networks, and that passes look for.
extension GraphGenerator {

  /// Appends a layer that keeps the type of its operand, and the sum of both.
  mutating func addShortcut(_ name: String) {
    let first = chooseValue()
    let type = graph.type(of: first)
    guard type.spatialRank > 0 else { return }
    var layer = Conv()
    layer.filters = type.channels
    layer.kernel = 1
    guard let value = append(layer, [first], name: name + "_layer"),
      let sum = append(Add(), random.chance(50) ? [value, first] : [first, value], name: name)
    else { return }
    values += [value, sum]
  }

  /// Appends convolutions of single pixels of one value, each with a pool, and what joins them.
  mutating func addSiblings(_ name: String) {
    let first = chooseValue()
    guard graph.type(of: first).spatialRank > 0 else { return }
    var layer = Conv()
    layer.filters = random.element(of: [16, 16, 32])
    layer.kernel = 1
    let layers = ["a", "b", "c"].prefix(random.integer(in: 2...3)).compactMap {
      append(layer, [first], name: "\(name)_\($0)")
    }
    let pools = layers.compactMap { (layer) in
      append(GlobalAveragePool(), [layer], name: graph.name(of: layer) + "_mean")
    }
    if let value = append(Concat(), pools, name: name) { values.append(value) }
  }

  /// Appends a border of zeros and a layer over windows that it reaches.
  mutating func addPaddedLayer(_ name: String) {
    let first = chooseValue()
    guard graph.type(of: first).spatialRank > 0 else { return }
    let types: [any Op.Type] = [Conv.self, MaxPool.self, AveragePool.self]
    var operand = first
    if random.chance(50), let value = append(ReLU(), [first], name: name + "_relu") {
      operand = value
    }
    var pad = Pad()
    pad.padding = random.paddingWidths(upTo: 2, rank: graph.type(of: first).spatialRank)
    guard let padded = append(pad, [operand], name: name + "_pad") else { return }
    let op = random.makeOp(random.element(of: types), for: graph.type(of: padded))
    if let value = append(op, [padded], name: name) { values.append(value) }
  }

  /// Appends layers over the last axis between two permutes that move the channels there and, mostly,
  /// back.
  mutating func addPermutedLayers(_ name: String) {
    let first = chooseValue()
    let rank = graph.type(of: first).shape.count
    guard rank > 2 else { return }
    var there = Permute()
    there.order = [0] + (2..<rank) + [1]
    guard var value = append(there, [first], name: name + "_there") else { return }
    for index in 0..<random.integer(in: 1...3) {
      let op = random.makeOp(
        random.element(of: [Linear.self, Linear.self, LayerNorm.self, GELU.self] as [any Op.Type]),
        for: graph.type(of: value))
      value = append(op, [value], name: "\(name)_\(index)") ?? value
      if random.chance(10) { values.append(value) }
    }
    var back = Permute()
    back.order = random.chance(80) ? [0, rank - 1] + (1..<rank - 1) : there.order
    if let value = append(back, [value], name: name) { values.append(value) }
  }

}
