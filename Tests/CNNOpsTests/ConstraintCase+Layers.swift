import CNNIR

/// Layers with weights.
extension ConstraintCase {

  static let layers: [ConstraintCase] = [
    .init(
      "conv.c0", Shape(1, 3), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not 3"),
    .init(
      "conv.c0", Shape(1, 3, 4, 4, 4, 4), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not 3x4x4x4x4"),
    .init(
      "conv.c0", Shape(7), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not a single number"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8), node: "conv %x {filters = 2, kernel = [1, 2, 3]}",
      "kernel has 3 values for 2 spatial axes"),
    .init(
      "conv.c1", Shape(1, 3, 8), node: "conv %x {filters = 2, kernel = 1, stride = [1, 2]}",
      "stride has 2 values for 1 spatial axis"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8),
      node: "conv %x {filters = 2, kernel = 1, padding = [[0, 1], [1, 0], [1, 1]]}",
      "padding has 3 values for 2 spatial axes"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8),
      node: "conv %x {filters = 2, kernel = 1, dilation = [1, 2, 3]}",
      "dilation has 3 values for 2 spatial axes"),
    .init(
      "conv.c2", Shape(1, 3, 8, 8), node: "conv %x {filters = 2, kernel = 1, groups = 2}",
      "2 groups do not divide the 3 channels of the input"),
    .init(
      "conv.c3", Shape(1, 4, 8, 8), node: "conv %x {filters = 5, kernel = 1, groups = 2}",
      "2 groups do not divide 5 filters"),
    .init(
      "conv.c4", Shape(1, 3, 4, 9), node: "conv %x {filters = 2, kernel = 5}",
      "the window 5x5 exceeds the padded input 4x9"),
    .init(
      "conv.c4", Shape(1, 3, 4),
      node: "conv %x {filters = 2, kernel = 3, dilation = 3, padding = 1}",
      "the window 7 exceeds the padded input 6"),
    .init(
      "conv.c5", Shape(1, 3, 4, 9),
      node: "conv %x {filters = 2, kernel = 9, padding = 4, mode = \"reflect\"}",
      "\"reflect\" padding of an axis of 4 may be at most 3, not 4"),
    .init(
      "conv.c5", Shape(1, 3, 4),
      node: "conv %x {filters = 2, kernel = 12, padding = \"same\", mode = \"circular\"}",
      "\"circular\" padding of an axis of 4 may be at most 4, not 6"),
    .init(
      "convTranspose.c0", Shape(1, 4),
      node: "convTranspose %x {filters = 2, kernel = 3}",
      "convTranspose needs channels and one to three spatial axes, not 4"),
    .init(
      "convTranspose.c1", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = [1, 2, 3]}",
      "kernel has 3 values for 2 spatial axes"),
    .init(
      "convTranspose.c1", Shape(1, 4, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, padding = [1, 2]}",
      "padding has 2 values for 1 spatial axis"),
    .init(
      "convTranspose.c1", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, outputPadding = [0, 0, 0]}",
      "outputPadding has 3 values for 2 spatial axes"),
    .init(
      "convTranspose.c1", Shape(1, 4, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, outputPadding = [0, 0]}",
      "outputPadding has 2 values for 1 spatial axis"),
    .init(
      "convTranspose.c2", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 3, kernel = 3, groups = 3}",
      "3 groups do not divide the 4 channels of the input"),
    .init(
      "convTranspose.c3", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 5, kernel = 3, groups = 4}",
      "4 groups do not divide 5 filters"),
    .init(
      "convTranspose.c4", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, padding = \"same\"}",
      "the padding of convTranspose is a width, not \"same\""),
    .init(
      "convTranspose.c4", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, padding = \"same_lower\"}",
      "the padding of convTranspose is a width, not \"same_lower\""),
    .init(
      "convTranspose.c5", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, outputPadding = 1}",
      "outputPadding must be less than the stride or the dilation"),
    .init(
      "convTranspose.c5", Shape(1, 4, 8, 8),
      node: "convTranspose %x {filters = 2, kernel = 3, stride = [2, 3], outputPadding = 2}",
      "outputPadding must be less than the stride or the dilation"),
    .init(
      "convTranspose.c6", Shape(1, 4, 2),
      node: "convTranspose %x {filters = 2, kernel = 3, padding = 2}",
      "the padding cuts off all of the output"),
    .init(
      "convTranspose.c6", Shape(1, 4, 9, 1),
      node: "convTranspose %x {filters = 2, kernel = 3, padding = [0, 2]}",
      "the padding cuts off all of the output"),
    .init(
      "linear.c1", Shape(3), node: "linear %x {features = 2}",
      "linear needs an axis besides the batch"),
    .init(
      "deformConv.c1", Shape(1, 4, 8), Shape(1, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "deformConv needs two spatial axes"),
    .init(
      "deformConv.c1", Shape(1, 4, 8, 8, 8), Shape(1, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "deformConv needs two spatial axes"),
    .init(
      "conv.c1", Shape(1, 4, 8, 8), Shape(1, 18, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = [1, 2, 3]}",
      "kernel has 3 values for 2 spatial axes"),
    .init(
      "conv.c2", Shape(1, 4, 8, 8), Shape(1, 18, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3, groups = 3}",
      "3 groups do not divide the 4 channels of the input"),
    .init(
      "conv.c4", Shape(1, 4, 2, 8), Shape(1, 18, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the window 3x3 exceeds the padded input 2x8"),
    .init(
      "deformConv.c2", Shape(1, 4, 8, 8), Shape(1, 17, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the offsets need 18 channels over 6x6, not 17x6x6"),
    .init(
      "deformConv.c2", Shape(1, 4, 8, 8), Shape(1, 18, 8, 8),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the offsets need 18 channels over 6x6, not 18x8x8"),
    .init(
      "deformConv.c2", Shape(1, 4, 8, 8), Shape(2, 18, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the offsets need 18 channels over 6x6, not 18x6x6"),
    .init(
      "deformConv.c2", Shape(1, 4, 8, 8), Shape(1, 54, 6, 6),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the offsets need 18 channels over 6x6, not 54x6x6"),
    .init(
      "deformConv.c2", Shape(1, 4, 8, 8), Shape(1, 18),
      node: "deformConv %x, %y {filters = 2, kernel = 3}",
      "the offsets need 18 channels over 6x6, not 18"),
    .init(
      "deformConv.c3", Shape(1, 4, 8, 8), Shape(1, 36, 6, 6), Shape(1, 9, 6, 6),
      node: "deformConv %x, %y, %z {filters = 2, kernel = 3}",
      "the mask must be 18x6x6, not 9x6x6"),
    .init(
      "deformConv.c3", Shape(1, 4, 8, 8), Shape(1, 18, 6, 6), Shape(1, 9, 6),
      node: "deformConv %x, %y, %z {filters = 2, kernel = 3}",
      "the mask must be 9x6x6, not 9x6"),
  ]

}
