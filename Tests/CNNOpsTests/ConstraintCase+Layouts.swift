import CNNIR

/// Ops that choose, move or join elements.
extension ConstraintCase {

  static let layoutsAndJoins: [ConstraintCase] = [
    .init("flatten.c1", Shape(), node: "flatten %x", "flatten needs a batch axis"),
    .init(
      "dropout.c1", Shape(1, 3), node: "dropout %x {rate = 1.5}",
      "rate must be from 0 to 1, not 1.5"),
    .init(
      "dropout.c1", Shape(1, 3), node: "dropout %x {rate = -1}",
      "rate must be from 0 to 1, not -1.0"),
    .init(
      "dropPath.c1", Shape(1, 3),
      node: "dropPath %x {rate = 1.5}",
      "rate must be from 0 to 1, not 1.5"),
    .init(
      "dropPath.c1", Shape(1, 3),
      node: "dropPath %x {rate = nan}",
      "rate must be from 0 to 1, not nan"),
    .init(
      "permute.c1", Shape(1, 4, 8, 8),
      node: "permute %x {order = [0, 1, 2]}",
      "order must name each of the axes 0, 1, 2, 3 once, 0 first"),
    .init(
      "permute.c1", Shape(1, 4, 8, 8),
      node: "permute %x {order = [0, 1, 2, 2]}",
      "order must name each of the axes 0, 1, 2, 3 once, 0 first"),
    .init(
      "permute.c1", Shape(1, 4, 8, 8),
      node: "permute %x {order = [1, 0, 2, 3]}",
      "order must name each of the axes 0, 1, 2, 3 once, 0 first"),
    .init(
      "permute.c1", Shape(3),
      node: "permute %x {order = [1]}",
      "order must name each of the axes 0 once, 0 first"),
    .init(
      "slice.c1", Shape(3),
      node: "slice %x {start = 0, end = 1}",
      "slice needs an axis of channels"),
    .init(
      "slice.c2", Shape(1, 4, 8, 8),
      node: "slice %x {start = 0, end = 5}",
      "0..<5 is no part of 4 channels"),
    .init(
      "slice.c2", Shape(1, 4, 8, 8),
      node: "slice %x {start = 2, end = 2}",
      "2..<2 is no part of 4 channels"),
    .init(
      "slice.c2", Shape(1, 4, 8, 8),
      node: "slice %x {start = 3, end = 1}",
      "3..<1 is no part of 4 channels"),
    .init(
      "crop.c0", Shape(1, 3),
      node: "crop %x {size = 1}",
      "crop needs channels and one to three spatial axes, not 3"),
    .init(
      "crop.c1", Shape(1, 4, 8, 8),
      node: "crop %x {size = [1, 2, 3]}",
      "crop needs one value for each of 2 spatial axes"),
    .init(
      "crop.c1", Shape(1, 4, 8, 8),
      node: "crop %x {size = 1, offset = [1, 2, 3]}",
      "crop needs one value for each of 2 spatial axes"),
    .init(
      "crop.c2", Shape(1, 4, 8, 8),
      node: "crop %x {size = [8, 9]}",
      "8x9 is no part of 8x8"),
    .init(
      "crop.c2", Shape(1, 4, 8, 8),
      node: "crop %x {size = 4, offset = [4, 5]}",
      "4x4 is no part of 8x8"),
    .init(
      "resize.c0", Shape(1, 3),
      node: "resize %x {size = 2}",
      "resize needs channels and one to three spatial axes, not 3"),
    .init(
      "resize.c1", Shape(1, 4, 8, 8),
      node: "resize %x",
      "resize needs either a size (or like) or a scale"),
    .init(
      "resize.c1", Shape(1, 4, 8, 8),
      node: "resize %x {size = 2, scale = 2}",
      "resize needs either a size (or like) or a scale"),
    .init(
      "resize.c2", Shape(1, 4, 8, 8),
      node: "resize %x {size = [1, 2, 3]}",
      "size needs one value for each of 2 spatial axes"),
    .init(
      "resize.c3", Shape(1, 4, 8, 8),
      node: "resize %x {size = 2, alignCorners = true}",
      "only \"bilinear\" and \"bicubic\" can align corners"),
    .init(
      "resize.c3", Shape(1, 4, 8, 8),
      node: "resize %x {size = 2, mode = \"nearest-exact\", alignCorners = true}",
      "only \"bilinear\" and \"bicubic\" can align corners"),
    .init(
      "resize.c4", Shape(1, 4, 8, 8),
      node: "resize %x {scale = 0.1}",
      "the scale must make extents from 1 to 2147483647"),
    .init(
      "resize.c4", Shape(1, 4, 8, 8),
      node: "resize %x {scale = -2}",
      "the scale must make extents from 1 to 2147483647"),
    .init(
      "resize.c4", Shape(1, 4, 8, 8),
      node: "resize %x {scale = nan}",
      "the scale must make extents from 1 to 2147483647"),
    .init(
      "resize.c4", Shape(1, 4, 8, 8),
      node: "resize %x {scale = 1e+300}",
      "the scale must make extents from 1 to 2147483647"),
    .init(
      "spaceToDepth.c1", Shape(1, 4, 8, 8),
      node: "spaceToDepth %x {factor = 3}",
      "blocks of 3x3 do not fill 4x8x8"),
    .init(
      "spaceToDepth.c1", Shape(1, 4, 8),
      node: "spaceToDepth %x {factor = 2}",
      "blocks of 2x2 do not fill 4x8"),
    .init(
      "depthToSpace.c1", Shape(1, 6, 8, 8), node: "depthToSpace %x {factor = 2}",
      "the channels of 6x8x8 do not make up blocks of 2x2"),
    .init(
      "depthToSpace.c1", Shape(1, 4, 8), node: "depthToSpace %x {factor = 2}",
      "the channels of 4x8 do not make up blocks of 2x2"),
    .init(
      "pad.c0", Shape(1, 3), node: "pad %x {padding = 1}",
      "pad needs channels and one to three spatial axes, not 3"),
    .init(
      "pad.c1", Shape(1, 3, 8), node: "pad %x {padding = [1, 2]}",
      "padding has 2 values for 1 spatial axis"),
    .init(
      "pad.c2", Shape(1, 3, 8), node: "pad %x {padding = \"same\"}",
      "the padding of pad is a width, not \"same\""),
    .init(
      "pad.c3", Shape(1, 3, 8, 9), node: "pad %x {padding = [7, 9], mode = \"reflect\"}",
      "\"reflect\" padding of an axis of 9 may be at most 8, not 9"),
    .init(
      "pad.c3", Shape(1, 3, 8),
      node: "pad %x {padding = [[0, 9]], mode = \"circular\"}",
      "\"circular\" padding of an axis of 8 may be at most 8, not 9"),
    .init(
      "reshape.c1", Shape(1, 8), node: "reshape %x {shape = [-1, -1]}",
      "the shape has extents from 1 on, and -1 at most once"),
    .init(
      "reshape.c1", Shape(1, 8), node: "reshape %x {shape = [0]}",
      "the shape has extents from 1 on, and -1 at most once"),
    .init(
      "reshape.c2", Shape(2, 8, 3), node: "reshape %x {shape = [5, -1]}",
      "the 24 elements of 8x3 do not fill 5x-1"),
    .init(
      "reshape.c2", Shape(2, 8, 3), node: "reshape %x {shape = []}",
      "the 24 elements of 8x3 do not fill a single number"),
    .init(
      "reduceMean.c1", Shape(1, 3), node: "reduceMean %x",
      "\"space\" does not name axes of 3, 1 to 1, each once"),
    .init(
      "reduceSum.c1", Shape(1, 3, 8), node: "reduceSum %x {over = [1, 1]}",
      "[1, 1] does not name axes of 3x8, 1 to 2, each once"),
    .init(
      "reduceMax.c1", Shape(1, 3, 8), node: "reduceMax %x {over = [3]}",
      "[3] does not name axes of 3x8, 1 to 2, each once"),
    .init(
      "reduceMax.c1", Shape(3), node: "reduceMax %x {over = \"all\"}",
      "there are no axes besides the batch"),
    .init(
      "argmax.c1", Shape(3), node: "argmax %x", "argmax needs an axis besides the batch"),
    .init(
      "argmax.c2", Shape(1, 16_777_217), node: "argmax %x",
      "argmax counts exactly up to 16777216, not to 16777217"),
    .init(
      "channelShuffle.c1", Shape(1, 4, 8, 8),
      node: "channelShuffle %x {groups = 3}",
      "3 groups do not divide the channels of 4x8x8"),
    .init(
      "channelShuffle.c1", Shape(3),
      node: "channelShuffle %x {groups = 1}",
      "1 groups do not divide the channels of a single number"),
    .init(
      "add.c1", Shape(1, 3, 8, 8), Shape(1, 3, 8, 7), node: "add %x, %y",
      "cannot add 3x8x8 and 3x8x7"),
    .init(
      "add.c1", Shape(1, 3, 8, 7), Shape(1, 3), node: "add %x, %y", "cannot add 3x8x7 and 3"),
    .init(
      "add.c1", Shape(2, 3), Shape(3, 3), node: "add %x, %y", "cannot add 3 and 3"),
    .init(
      "mul.c1", Shape(1, 4, 8, 8), Shape(1, 4, 8, 7),
      node: "mul %x, %y",
      "cannot mul 4x8x8 and 4x8x7"),
    .init(
      "mean.c1", Shape(1, 4, 8, 8), Shape(1, 4, 8),
      node: "mean %x, %y",
      "cannot mean 4x8x8 and 4x8"),
    .init(
      "max.c1", Shape(1, 4, 8, 8), Shape(1, 2, 1, 1),
      node: "max %x, %y {number = 0.5}",
      "cannot max 4x8x8 and 2x1x1"),
    .init(
      "add.c1", Shape(1, 4, 1, 1), Shape(1, 4, 8, 8), Shape(1, 3, 1, 1),
      node: "add %x, %y, %z",
      "cannot add 4x8x8 and 3x1x1"),
    .init(
      "min.c1", Shape(1, 4, 8), Shape(1, 4, 7), node: "min %x, %y", "cannot min 4x8 and 4x7"),
    .init(
      "sub.c1", Shape(1, 4, 8), Shape(1, 3, 8), node: "sub %x, %y", "cannot sub 4x8 and 3x8"),
    .init(
      "div.c1", Shape(1, 4, 8), Shape(1, 2), node: "div %x, %y", "cannot div 4x8 and 2"),
    .init(
      "sub.c2", Shape(1, 4, 8), node: "sub %x", "sub takes two values, or a value and a number"),
    .init(
      "sub.c2", Shape(1, 4), node: "sub %x {number = 1, minuend = 2}",
      "sub takes two values, or a value and a number"),
    .init(
      "div.c2", Shape(1, 4), Shape(1, 4), node: "div %x, %y {number = 1}",
      "div takes two values, or a value and a number"),
    .init("concat.c1", Shape(3), node: "concat %x", "concat needs an axis of channels"),
    .init(
      "concat.c2", Shape(1, 3), Shape(1), node: "concat %x, %y",
      "cannot join a single number to 3: all but the channels must agree"),
    .init(
      "concat.c2", Shape(1, 3), Shape(), node: "concat %x, %y",
      "cannot join a single number to 3: all but the channels must agree"),
    .init(
      "concat.c2", Shape(1, 3, 2), Shape(1, 3), node: "concat %x, %y",
      "cannot join 3 to 3x2: all but the channels must agree"),
    .init(
      "concat.c2", Shape(1, 3, 8, 8), Shape(1, 2, 8, 7), node: "concat %x, %y",
      "cannot join 2x8x7 to 3x8x8: all but the channels must agree"),
    .init(
      "concat.c2", Shape(1, 3), Shape(2, 3), node: "concat %x, %y",
      "cannot join 3 to 3: all but the channels must agree"),
  ]

}
