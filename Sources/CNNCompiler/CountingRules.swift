import CNNIR
import CNNOps

/// The rules of the tools, each read in its source and compared with what it prints
/// (`Tests/Checks/counting_tools.py`).
extension CountingRule {

  static let cnnc = [
    "conv": multiplyAdds, "convTranspose": multiplyAdds, "deformConv": multiplyAdds,
    "linear": multiplyAdds,
  ]

  /// A deformable convolution is an operator of its own, of which torch counts nothing.
  static let torchvision = [
    "conv": multiplyAdds, "convTranspose": multiplyAdds, "linear": multiplyAdds,
  ]

  // MARK: - torchinfo

  /// Of every module with parameters these, times positions for a class named after convolution; so
  /// a transposed one counts at its outputs, and any other module as if it had a single position.
  static let torchinfo = {
    let positions = CountingRule("parameters x output positions") {
      parameters($0, $0.result.shape.dropFirst(2))
    }
    let once = CountingRule("parameters x batch") { parameters($0, []) }
    var rules = ["conv": positions, "convTranspose": positions, "deformConv": positions]
    for op in [
      "linear", "batchNorm", "layerNorm", "groupNorm", "instanceNorm", "prelu", "embedding",
    ] {
      rules[op] = once
    }
    return rules
  }()

  /// The weights and biases times the batch and `positions`. What weight normalisation stores has
  /// names of other kinds and counts for each channel instead.
  private static func parameters(
    _ layer: CountedLayer, _ positions: some Sequence<Int>
  ) -> Int? {
    let counts = layer.tensors.filter { !$0.role.isBuffer }.map { (tensor) -> Int? in
      let isPlain = tensor.name.hasSuffix("weight") || tensor.name.hasSuffix("bias")
      let factors =
        isPlain ? [layer.batch] + positions : Array(layer.result.shape.prefix(2))
      return tensor.shape.checkedElementCount.flatMap { checkedProduct([$0] + factors) }
    }
    let known = counts.compactMap(\.self)
    return known.count == counts.count ? checkedSum(known) : nil
  }

  // MARK: - fvcore

  static let fvcore = [
    "conv": multiplyAdds, "convTranspose": multiplyAdds, "linear": multiplyAdds,
    "batchNorm": norm(2, plain: 1), "layerNorm": norm(5, plain: 4), "groupNorm": norm(5, plain: 4),
    "instanceNorm": norm(5, plain: 4),
    "adaptiveAvgPool": inputs(1).inTwoDimensions(), "globalAvgPool": inputs(1).inTwoDimensions(),
    "resize": resize([.nearest: 1, .bilinear: 4]).inTwoDimensions(),
  ]

  // MARK: - thop

  static let thop = {
    let adaptive = CountingRule("1 for each input and output") {
      checkedSum([$0.inputs, $0.outputs])
    }
    return [
      "conv": multiplyAdds, "linear": multiplyAdds,
      "convTranspose": CountingRule("outputs x (channels / groups) x taps") { (layer) in
        let channels = layer.operands[0].channels / layer.groups
        return checkedProduct([layer.outputs, channels] + layer.windows.map(\.kernel))
      },
      "batchNorm": norm(4, plain: 2), "layerNorm": norm(4, plain: 2),
      "instanceNorm": norm(4, plain: 2), "prelu": outputs(1), "avgPool": outputs(1),
      "adaptiveAvgPool": adaptive, "globalAvgPool": adaptive,
      "softmax": CountingRule("3 for each output, 1 less for each vector") { (layer) in
        let axis = (layer.op as? Softmax)?.axis.index(rank: layer.result.shape.count) ?? 1
        return checkedProduct([3, layer.outputs]).map {
          $0 - layer.outputs / layer.result.shape[axis]
        }
      },
      "resize": resize([.nearest: 1, .bilinear: 11, .bicubic: 259]).inTwoDimensions(),
    ]
  }()

  // MARK: - ptflops

  static let ptflops = ["conv": withBias, "convTranspose": withBias, "linear": withBias]

  /// A module and the function that it calls both count, so that most of these count twice.
  static let ptflopsLegacy = {
    var rules = ptflops
    rules["deformConv"] = CountingRule(
      "multiply-adds and bias, and 24 for each tap of each position, 25 with a mask"
    ) { (layer) in
      let extra = layer.operands.count == 3 ? 25 : 24
      let positions = [layer.batch] + layer.result.spatialExtents
      let sampling = checkedProduct([extra] + positions + layer.windows.map(\.kernel))
      return sampling.flatMap { (sampling) in
        withBias.count(layer).flatMap { checkedSum([$0, sampling]) }
      }
    }
    for op in ["relu", "elu", "prelu", "gelu", "resize"] { rules[op] = outputs(2) }
    for op in ["relu6", "leakyRelu", "silu", "softmax", "layerNorm"] { rules[op] = outputs(1) }
    for op in ["batchNorm", "groupNorm", "instanceNorm"] { rules[op] = norm(2, plain: 1) }
    for op in [
      "maxPool", "avgPool", "adaptiveAvgPool", "adaptiveMaxPool", "globalAvgPool", "globalMaxPool",
    ] {
      rules[op] = inputs(2)
    }
    return rules
  }()

  // MARK: - netscope and darknet

  static let netscope = [
    "conv": multiplyAdds, "linear": multiplyAdds, "mul": outputs(1), "scale": outputs(1),
    "convTranspose": CountingRule("channels x outputs x taps / stride, along each axis") {
      (layer) in
      let factors = [layer.operands[0].channels, layer.outputs] + layer.windows.map(\.kernel)
      return checkedProduct(factors).map { layer.windows.map(\.stride).reduce($0, /) }
    },
    "lrn": CountingRule("its size for each output") { (layer) in
      checkedProduct([(layer.op as? LRN)?.size ?? 0, layer.outputs])
    },
  ]

  static let darknet = {
    let twice = CountingRule("2 for each multiply-add") { checkedProduct([2, $0.multiplyAdds]) }
    let taps = CountingRule("outputs x taps") { (layer) in
      checkedProduct([layer.outputs] + layer.windows.map(\.kernel))
    }
    return [
      "conv": twice, "linear": twice, "maxPool": taps, "avgPool": taps,
      "add": CountingRule("1 for each output and operand but the first") { (layer) in
        checkedProduct([layer.operands.count - 1, layer.outputs])
      },
    ]
  }()

}
