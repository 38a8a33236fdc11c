import CNNIR

/// Functions of elements and of vectors.
extension ConstraintCase {

  static let activations: [ConstraintCase] = [
    .init("softmax.c1", Shape(3), node: "softmax %x", "softmax needs an axis besides the batch"),
    .init(
      "logSoftmax.c1", Shape(3), node: "logSoftmax %x",
      "logSoftmax needs an axis besides the batch"),
    .init("clip.c1", Shape(1, 3), node: "clip %x", "clip needs a min, a max or both"),
    .init(
      "clip.c2", Shape(1, 3), node: "clip %x {min = nan, max = 1}",
      "min must be a number, not nan"),
    .init("clip.c2", Shape(1, 3), node: "clip %x {max = nan}", "max must be a number, not nan"),
    .init(
      "celu.c1", Shape(1, 3), node: "celu %x {alpha = 0}",
      "alpha must be a number other than 0, not 0.0"),
    .init(
      "celu.c1", Shape(1, 3), node: "celu %x {alpha = inf}",
      "alpha must be a number other than 0, not inf"),
    .init(
      "softplus.c1", Shape(1, 3), node: "softplus %x {beta = -0.0}",
      "beta must be a number other than 0, not -0.0"),
    .init(
      "softplus.c1", Shape(1, 3), node: "softplus %x {beta = nan}",
      "beta must be a number other than 0, not nan"),
  ]

}
