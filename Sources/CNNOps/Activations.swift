import CNNIR

/// `max(x, 0)`; a NaN stays one.
package struct ReLU: ElementwiseOp {

  package init() {}

  package static let mnemonic = "relu"

  package static let schema = Schema<Self>(summary: "Each element, or 0 if it is negative.")

  package var arithmeticPerElement: Arithmetic { Arithmetic(comparisons: 1) }

  package func callAsFunction(_ x: Float) -> Float { x < 0 ? 0 : x }

}

/// `min(max(x, 0), 6)`; a NaN stays one.
package struct ReLU6: ElementwiseOp {

  package init() {}

  package static let mnemonic = "relu6"

  package static let schema = Schema<Self>(summary: "Each element, limited to 0 to 6.")

  package var arithmeticPerElement: Arithmetic { Arithmetic(comparisons: 2) }

  package func callAsFunction(_ x: Float) -> Float { x < 0 ? 0 : x > 6 ? 6 : x }

}

/// `x`, or `slope * x` where that is negative.
package struct LeakyReLU: ElementwiseOp {

  package var slope = 0.01

  package init() {}

  package static let mnemonic = "leakyRelu"

  package static let schema = Schema<Self>(
    attributes: [.required("slope", \.slope, "the factor of negative elements")],
    summary: "Each element, times the slope if it is negative.",
    synonyms: ["lrelu"])

  package var arithmeticPerElement: Arithmetic { Arithmetic(multiplications: 1, comparisons: 1) }

  package func callAsFunction(_ x: Float) -> Float { x > 0 ? x : x * Float(slope) }

}

/// `x * min(max(x + 3, 0), 6) / 6` (Howard et al., 2019).
package struct HardSwish: ElementwiseOp {

  package init() {}

  package static let mnemonic = "hardSwish"

  package static let schema = Schema<Self>(
    summary: "Each element times a piecewise linear sigmoid of it.",
    synonyms: ["hswish"])

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 1, additions: 1, comparisons: 2, divisions: 1)
  }

  package func callAsFunction(_ x: Float) -> Float {
    let shifted = Double(x) + 3
    return Float(Double(x) * (shifted < 0 ? 0 : shifted > 6 ? 6 : shifted) / 6)
  }

}

/// `min(max(slope * x + offset, 0), 1)`.
package struct HardSigmoid: ElementwiseOp {

  package var slope: Double = 1 / 6
  package var offset = 0.5

  package init() {}

  package static let mnemonic = "hardSigmoid"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("slope", \.slope, "the factor of an element (ONNX: 0.2)"),
      .optional("offset", \.offset, "the value at 0"),
    ],
    summary: "A line through the offset, limited to 0 to 1.",
    synonyms: ["hsigmoid"])

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(multiplications: 1, additions: 1, comparisons: 2)
  }

  package func callAsFunction(_ x: Float) -> Float {
    let y = Double(x) * slope + offset
    return Float(y < 0 ? 0 : y > 1 ? 1 : y)
  }

}

/// `min(max(x, min), max)`, where each bound may be missing; a NaN stays one.
package struct Clip: ElementwiseOp {

  package var min: Double?
  package var max: Double?

  package init() {}

  package static let mnemonic = "clip"

  package static let schema = Schema<Self>(
    attributes: [
      .optional("min", \.min, "the least result (default: no bound)"),
      .optional("max", \.max, "the largest result, also where min exceeds it (default: no bound)"),
    ],
    summary: "Each element, limited to a range.",
    counts: "1 comparison for each element and bound",
    synonyms: ["clamp", "hardtanh"])

  package func resultType(for operands: [TensorType]) throws(OpFault) -> TensorType {
    // clip.c1: there is a bound.
    guard min != nil || max != nil else {
      throw OpFault(.node, "clip.c1", "clip needs a min, a max or both")
    }
    // clip.c2: a bound is a number.
    for (name, bound) in [("min", min), ("max", max)] where bound?.isNaN == true {
      throw OpFault(.attribute(name), "clip.c2", "\(name) must be a number, not nan")
    }
    return operands[0]
  }

  package var arithmeticPerElement: Arithmetic {
    Arithmetic(comparisons: (min == nil ? 0 : 1) + (max == nil ? 0 : 1))
  }

  package func callAsFunction(_ x: Float) -> Float {
    var y = x
    if let min, y < Float(min) { y = Float(min) }
    if let max, y > Float(max) { y = Float(max) }
    return y
  }

}

/// `x / (1 + |x|)`.
package struct Softsign: ElementwiseOp {

  package init() {}

  package static let mnemonic = "softsign"

  package static let schema = Schema<Self>(summary: "Each element over one plus its magnitude.")

  package var arithmeticPerElement: Arithmetic { Arithmetic(additions: 1, divisions: 1) }

  package func callAsFunction(_ x: Float) -> Float {
    Float(Double(x) / (1 + Double(x).magnitude))
  }

}
