import CNNIR

/// A dense layer over the last axis: `… x inputs` to `… x features`.
package struct Linear: Op {

  package var features = 1
  package var bias = true
  package var weightNorm = false

  package init() {}

  package static let mnemonic = "linear"

  package static let schema = Schema<Self>(
    attributes: [
      .required("features", \.features, "extent of the last axis of the output"),
      .optional("bias", \.bias, "whether each output adds a number of its own"),
      .optional("weightNorm", \.weightNorm, "whether lengths and directions are stored apart"),
    ],
    summary: "The product of a weight matrix with the last axis of the input.",
    counts: "outputs x inputs of a row multiply-adds; outputs additions of the bias",
    synonyms: ["dense", "fullyConnected", "InnerProduct"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    let x = operands[0]
    // linear.c1: there is an axis to act on.
    guard x.shape.count >= 2 else {
      throw OpFault(.operand(0), "linear.c1", "linear needs an axis besides the batch")
    }
    return TensorType(Shape(x.shape.dropLast() + [features]), x.element)
  }

  private func inputs(_ operands: [TensorType]) -> Int { operands[0].shape.last ?? 1 }

  package func parameters(for operands: [TensorType]) -> [ParameterSlot] {
    var weight = ParameterSlot("weight", Shape(features, inputs(operands)), .weight)
    weight.isWeightNormalized = weightNorm
    return bias ? [weight, ParameterSlot("bias", Shape(features), .bias)] : [weight]
  }

  package func multiplyAdds(from operands: [TensorType], to result: TensorType) -> Int? {
    checkedProduct(result.shape.extents + [inputs(operands)])
  }

  package func arithmetic(from operands: [TensorType], to result: TensorType) -> Arithmetic? {
    Arithmetic(additions: bias ? 1 : 0).times(result.shape)
  }

  package func weightFormula(for operands: [TensorType]) -> String {
    let product = "\(inputs(operands)) x \(features)"
    // Each feature's bias and, under weight normalisation, its length.
    switch (bias, weightNorm) {
    case (false, false): return product
    case (true, true): return "(\(product)) + 2 x \(features)"
    default: return "(\(product)) + \(features)"
    }
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    operands[0].shape.indices.dropFirst().map { (axis) in
      axis == operands[0].shape.count - 1 ? .all : .same(axis)
    }
  }

  package func evaluate(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    let x = operands[0].elements
    let weight = parameters[0]
    let inputs = weight.shape[1]
    for row in 0..<x.count / inputs {
      for feature in 0..<features {
        var sum = bias ? Double(parameters[1].elements[feature]) : 0
        for i in 0..<inputs {
          sum += Double(x[row * inputs + i]) * Double(weight.elements[feature * inputs + i])
        }
        result.elements[row * features + feature] = Float(sum)
      }
    }
  }

}
