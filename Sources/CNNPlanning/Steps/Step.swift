/// A part of a program: what a kernel of the runtime does, or some statements of emitted source.
///
/// Offsets count floats: of tensors in the arena, of parameters in the memory that holds those of a plan.
package enum Step: Sendable {
  case border(BorderStep)
  case conversion(ConversionStep)
  case channels(ChannelsStep)
  case convolution(ConvolutionStep)
  case winograd(WinogradStep)
  case depthwise(DepthwiseStep)
  case expandedDepthwise(ExpandedDepthwiseStep)
  case dense(DenseStep)
  case pool(PoolStep)
  case globalAverage(GlobalAverageStep)
  case affine(AffineStep)
  case layerNorm(LayerNormStep)
  case combination(CombinationStep)
  case map(MapStep)
  case elementwise(ElementwiseStep)
  case reference(ReferenceStep)
}
