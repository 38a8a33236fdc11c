import CNNIR
import CNNOps

/// Convolution of each channel with a filter of its own.
package struct DepthwiseStep: Sendable {

  package let rows: Rows
  package let input: Strides
  package let output: Strides
  /// The input's offset of each row of taps.
  package let steps: [Int]
  package let taps: Int
  package let tapStride: Int
  package let inputPixel: Int
  /// The weights of a block of channels follow those of the last.
  package let weights: Int
  package let bias: Int?
  package let limits: Limits
  package let function: ElementFunction?

}

/// A depthwise convolution of what a convolution of single pixels makes (the first two layers of an
/// inverted residual block: Sandler et al., 2018). For some filters at a time, rows are expanded just
/// before the windows reach them, into a ring of rows that stays in the cache.
package struct ExpandedDepthwiseStep: Sendable {

  /// The convolution of single pixels.
  package struct Expansion: Sendable {
    /// What it makes.
    package let value: ValueID
    package let groups: [ConvolutionStep.FilterGroup]
    /// The values of a step.
    package let run: Int
    package let bias: Int?
    package let tiles: ConvolutionStep.Tiles
    package let input: Strides
    package let rows: Int
    package let width: Int
    package let limits: Limits
    package let function: ElementFunction?
  }

  /// Where expanded rows lie in the arena, those of each worker on their own.
  package struct Ring: Sendable {
    package let offset: Int
    package let worker: Int
    /// From a row to the next, and from a block of channels to the next.
    package let row: Int
    package let block: Int
    /// Zeros before the first pixel.
    package let before: Int
  }

  package let batch: Int
  package let expansion: Expansion
  package let ring: Ring
  /// Of rows and columns.
  package let windows: (rows: Window, columns: Window)
  /// The weights of a block of channels follow those of the last.
  package let weights: Int
  package let bias: Int?
  package let output: Strides
  package let rows: Int
  package let width: Int
  /// Into how many bands of rows the work on a group is cut.
  package let bands: Int
  package let limits: Limits
  package let function: ElementFunction?

}
