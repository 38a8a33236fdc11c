import CNNIR

/// Pools and norms.
extension ConstraintCase {

  static let poolsAndNorms: [ConstraintCase] = [
    .init(
      "maxPool.c0", Shape(1, 3), node: "maxPool %x {kernel = 2}",
      "maxPool needs channels and one to three spatial axes, not 3"),
    .init(
      "maxPool.c1", Shape(1, 3, 8), node: "maxPool %x {kernel = [2, 3]}",
      "kernel has 2 values for 1 spatial axis"),
    .init(
      "maxPool.c2", Shape(1, 3, 8, 8), node: "maxPool %x {kernel = 3, padding = 2}",
      "padding may be at most half the kernel (1 here)"),
    .init(
      "maxPool.c3", Shape(1, 3, 8, 2), node: "maxPool %x {kernel = 3}",
      "the window 3x3 exceeds the padded input 8x2"),
    .init(
      "avgPool.c0", Shape(2), node: "avgPool %x {kernel = 2}",
      "avgPool needs channels and one to three spatial axes, not a single number"),
    .init(
      "avgPool.c1", Shape(1, 3, 8, 8), node: "avgPool %x {kernel = 2, padding = [1, 0, 1]}",
      "padding has 3 values for 2 spatial axes"),
    .init(
      "avgPool.c2", Shape(1, 3, 8), node: "avgPool %x {kernel = 1, padding = 1}",
      "padding may be at most half the kernel (0 here)"),
    .init(
      "avgPool.c3", Shape(1, 3, 8), node: "avgPool %x {kernel = 9, ceil = true}",
      "the window 9 exceeds the padded input 8"),
    .init(
      "globalAvgPool.c0", Shape(1, 3), node: "globalAvgPool %x",
      "globalAvgPool needs channels and one to three spatial axes, not 3"),
    .init(
      "maxPool.c3", Shape(1, 3, 8),
      node: "maxPool %x {kernel = 9, ceil = \"caffe\"}",
      "the window 9 exceeds the padded input 8"),
    .init(
      "globalMaxPool.c0", Shape(1, 3),
      node: "globalMaxPool %x",
      "globalMaxPool needs channels and one to three spatial axes, not 3"),
    .init(
      "lpPool.c0", Shape(1, 3), node: "lpPool %x {kernel = 2, norm = 2}",
      "lpPool needs channels and one to three spatial axes, not 3"),
    .init(
      "lpPool.c1", Shape(1, 3, 8), node: "lpPool %x {kernel = [2, 2], norm = 2}",
      "kernel has 2 values for 1 spatial axis"),
    .init(
      "lpPool.c3", Shape(1, 3, 8), node: "lpPool %x {kernel = 9, norm = 2}",
      "the window 9 exceeds the padded input 8"),
    .init(
      "lpPool.c2", Shape(1, 3, 8), node: "lpPool %x {kernel = 2, norm = 0}",
      "norm must be a number above 0, not 0.0"),
    .init(
      "lpPool.c2", Shape(1, 3, 8), node: "lpPool %x {kernel = 2, norm = inf}",
      "norm must be a number above 0, not inf"),
    .init(
      "globalLpPool.c0", Shape(1, 3), node: "globalLpPool %x",
      "globalLpPool needs channels and one to three spatial axes, not 3"),
    .init(
      "globalLpPool.c1", Shape(1, 3, 8), node: "globalLpPool %x {norm = -2}",
      "norm must be a number above 0, not -2.0"),
    .init(
      "adaptiveMaxPool.c0", Shape(1, 3), node: "adaptiveMaxPool %x {size = 1}",
      "adaptiveMaxPool needs channels and one to three spatial axes, not 3"),
    .init(
      "adaptiveMaxPool.c1", Shape(1, 4, 8), node: "adaptiveMaxPool %x {size = [1, 2]}",
      "size needs one value for each of 1 spatial axes"),
    .init(
      "adaptiveAvgPool.c0", Shape(),
      node: "adaptiveAvgPool %x {size = 1}",
      "adaptiveAvgPool needs channels and one to three spatial axes, not a single number"),
    .init(
      "adaptiveAvgPool.c1", Shape(1, 4, 8, 8),
      node: "adaptiveAvgPool %x {size = [1, 2, 3]}",
      "size needs one value for each of 2 spatial axes"),
    .init("batchNorm.c1", Shape(3), node: "batchNorm %x", "batchNorm needs an axis of channels"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = -1e-05}",
      "epsilon must be a number from 0 on, not -1e-05"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = inf}",
      "epsilon must be a number from 0 on, not inf"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = nan}",
      "epsilon must be a number from 0 on, not nan"),
    .init(
      "layerNorm.c1", Shape(3),
      node: "layerNorm %x",
      "layerNorm needs an axis besides the batch"),
    .init(
      "layerNorm.c2", Shape(1, 3),
      node: "layerNorm %x {epsilon = -1e-05}",
      "epsilon must be a number from 0 on, not -1e-05"),
    .init(
      "layerNorm.c2", Shape(1, 3),
      node: "layerNorm %x {epsilon = nan}",
      "epsilon must be a number from 0 on, not nan"),
    .init(
      "groupNorm.c1", Shape(3),
      node: "groupNorm %x {groups = 1}",
      "groupNorm needs an axis of channels"),
    .init(
      "groupNorm.c2", Shape(1, 4, 8, 8),
      node: "groupNorm %x {groups = 3}",
      "3 groups do not divide the 4 channels of the input"),
    .init(
      "groupNorm.c3", Shape(1, 4, 8, 8),
      node: "groupNorm %x {groups = 2, epsilon = inf}",
      "epsilon must be a number from 0 on, not inf"),
    .init(
      "instanceNorm.c1", Shape(),
      node: "instanceNorm %x",
      "instanceNorm needs an axis of channels"),
    .init(
      "instanceNorm.c3", Shape(1, 4, 8, 8),
      node: "instanceNorm %x {epsilon = -0.5}",
      "epsilon must be a number from 0 on, not -0.5"),
    .init(
      "lrn.c1", Shape(3),
      node: "lrn %x {size = 3}",
      "lrn needs an axis of channels"),
    .init("l2Norm.c1", Shape(3), node: "l2Norm %x", "l2Norm needs an axis besides the batch"),
    .init(
      "l2Norm.c2", Shape(1, 3), node: "l2Norm %x {epsilon = -1}",
      "epsilon must be a number from 0 on, not -1.0"),
    .init(
      "normalize.c1", Shape(3), node: "normalize %x {mean = 0, std = 1}",
      "normalize needs an axis of channels"),
    .init(
      "normalize.c2", Shape(1, 3), node: "normalize %x {mean = [0, 1], std = 1}",
      "mean has 2 values for 3 channels"),
    .init(
      "normalize.c2", Shape(1, 3), node: "normalize %x {mean = [0, 1, 2], std = [1, 2, 3, 4]}",
      "std has 4 values for 3 channels"),
    .init(
      "normalize.c3", Shape(1, 3), node: "normalize %x {mean = nan, std = 1}",
      "mean must be finite"),
    .init(
      "normalize.c3", Shape(1, 3), node: "normalize %x {mean = 0, std = [1, 0, 1]}",
      "std must be finite and not 0"),
    .init(
      "scale.c1", Shape(3),
      node: "scale %x",
      "scale needs an axis of channels"),
    .init(
      "prelu.c1", Shape(3),
      node: "prelu %x",
      "prelu needs an axis of channels"),
  ]

}
