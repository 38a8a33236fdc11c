import CNNIR
import CNNOps

/// Ops whose operands are made for them.
extension GraphGenerator {

  /// Appends an embedding of an input of tokens, which the first embedding brings with it.
  mutating func addEmbedding(_ name: String) {
    let shape = Shape(random.integer(in: 1...2), random.integer(in: 2...5))
    let tokens =
      graph.inputs.first { $0.name == "tokens" }?.id
      ?? graph.addInput("tokens", TensorType(shape))
    var embedding = Embedding()
    // The same for all, as the seeded tokens have to suit every one that reads them.
    embedding.vocabulary = 5
    embedding.features = random.integer(in: 1...4)
    if let value = append(embedding, [tokens], name: name) { values.append(value) }
  }

  /// Appends an argmax of an input: of a computed value, a rounding error could make it another place.
  mutating func addArgmax(_ name: String) {
    let input = random.element(of: graph.inputs.map(\.id))
    let op = random.makeOp(Argmax.self, for: graph.type(of: input))
    if let value = append(op, [input], name: name) { values.append(value) }
  }

  /// Appends a deformable convolution of a value with two spatial axes, after the convolutions that
  /// compute its offsets and perhaps its mask; nothing for another value.
  mutating func addDeformConv(_ name: String, _ operand: ValueID) {
    let x = graph.type(of: operand)
    guard x.spatialRank == 2 else { return }
    let plain = random.makeConv(x, rank: 2)
    let taps = plain.kernel[0] * plain.kernel[1]
    let offsetGroups = random.divisor(of: x.channels)
    guard (try? plain.checkedResultType(for: [x])) != nil,
      let offsets = append(
        plain.predicting(2 * offsetGroups * taps), [operand], name: name + "_offset")
    else { return }
    var operands = [operand, offsets]
    if random.chance(50),
      let mask = append(plain.predicting(offsetGroups * taps), [operand], name: name + "_logit"),
      let weights = append(Sigmoid(), [mask], name: name + "_mask")
    {
      operands.append(weights)
    }
    if let value = append(plain.deformable, operands, name: name) { values.append(value) }
  }

}

extension Conv {

  /// A convolution over the same windows whose `channels` say something about each.
  fileprivate func predicting(_ channels: Int) -> Conv {
    var conv = self
    conv.filters = channels
    conv.groups = 1
    return conv
  }

}
