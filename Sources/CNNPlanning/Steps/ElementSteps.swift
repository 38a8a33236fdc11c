import CNNIR

/// A function of each element.
package struct MapStep: Sendable {

  package let function: ElementFunction
  package let rows: Rows
  /// The floats of a pixel.
  package let pixel: Int
  package let input: Strides
  package let output: Strides

}

/// A function that targets do not know, element by element.
package struct ElementwiseStep: Sendable {

  package let op: any ElementwiseOp
  package let rows: Rows
  package let pixel: Int
  package let input: Strides
  package let output: Strides

}

/// Two tensors joined element by element, the second perhaps the same for all pixels of a channel.
package struct CombinationStep: Sendable {

  package enum Operation: Sendable {
    case add
    case subtract
    case multiply
    case maximum
    case minimum
  }

  package let operation: Operation
  package let rows: Rows
  package let pixel: Int
  package let left: Strides
  package let right: Strides
  package let rightIsOnePixel: Bool
  package let output: Strides
  package let limits: Limits

}

/// Each channel times a factor, plus a summand.
package struct AffineStep: Sendable {

  package let rows: Rows
  package let input: Strides
  package let output: Strides
  package let scale: Int
  package let shift: Int
  package let limits: Limits

}

/// Each pixel, normalised over its channels.
package struct LayerNormStep: Sendable {

  /// Rows of all channels.
  package let rows: Rows
  package let channels: Int
  package let input: Strides
  package let output: Strides
  package let epsilon: Float
  package let weight: Int?
  package let bias: Int?

}
