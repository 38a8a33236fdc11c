"""The cases of the norms."""

from math import inf, nan

from op_case import case, given, steps

BATCH_NORM = [
    case("batchNorm", "2 axes", (3, 7)),
    case("batchNorm", "3 axes", (2, 4, 9)),
    case("batchNorm", "4 axes", (1, 6, 5, 4)),
    case("batchNorm", "4 axes, batch 3", (3, 5, 3, 3)),
    case("batchNorm", "5 axes", (1, 3, 2, 4, 3)),
    case("batchNorm", "epsilon", (2, 4, 3, 5), epsilon=0.1),
    case("batchNorm", "without affine", (2, 4, 4, 3), affine=False),
    case("batchNorm", "without affine, epsilon", (1, 5, 6), affine=False, epsilon=0.001),
    case("batchNorm", "1x1 input", (2, 9, 1, 1)),
]

MORE_BATCH_NORM = [
    case("batchNorm", "one channel, odd sizes", (2, 1, 7, 3)),
    case("batchNorm", "5 axes, without affine, batch 3", (3, 2, 2, 1, 3), affine=False),
    case("batchNorm", "epsilon 0", (1, 4, 3, 3), epsilon=0.0),
    given("batchNorm", "far from zero", (1, 2, 2, 4), steps(16, 1000, 0.125)),
    given("batchNorm", "special values", (1, 2, 4), [nan, inf, -inf, 0.0, -0.0, 3e38, -3e38, 1]),
]

LAYER_NORM = [
    case("layerNorm", "2 axes", (3, 7)),
    case("layerNorm", "3 axes, tokens", (2, 5, 8)),
    case("layerNorm", "4 axes, last", (1, 3, 4, 6), over="last"),
    case("layerNorm", "5 axes, last", (1, 2, 3, 2, 5)),
    case("layerNorm", "3 axes, channels", (2, 6, 5), over="channels"),
    case("layerNorm", "4 axes, channels, ConvNeXt", (3, 5, 3, 4), over="channels", epsilon=1e-6),
    case("layerNorm", "5 axes, channels", (1, 4, 2, 3, 2), over="channels"),
    case("layerNorm", "2 axes, channels", (2, 9), over="channels"),
    case("layerNorm", "channels of 1x1", (2, 7, 1, 1), over="channels"),
    case("layerNorm", "3 axes, all", (2, 4, 5), over="all"),
    case("layerNorm", "4 axes, all, batch 3", (3, 2, 3, 4), over="all"),
    case("layerNorm", "5 axes, all, epsilon", (1, 2, 3, 2, 3), over="all", epsilon=0.1),
    case("layerNorm", "without affine", (2, 4, 9), affine=False),
    case("layerNorm", "channels, without affine", (2, 4, 3, 3), over="channels", affine=False),
    case(
        "layerNorm",
        "all, without affine, epsilon",
        (1, 3, 7),
        over="all",
        affine=False,
        epsilon=1e-3,
    ),
    case("layerNorm", "one element", (3, 2, 1)),
    given("layerNorm", "constant", (2, 7), [0.5] * 7 + [-2] * 7),
    given("layerNorm", "far from zero", (1, 2, 8), steps(16, 1000, 0.125)),
]

GROUP_NORM = [
    case("groupNorm", "3 axes", (2, 6, 5), groups=3),
    case("groupNorm", "4 axes", (1, 8, 3, 5), groups=2),
    case("groupNorm", "4 axes, batch 3", (3, 6, 3, 2), groups=2),
    case("groupNorm", "5 axes", (1, 4, 2, 3, 2), groups=2),
    case("groupNorm", "2 axes", (3, 8), groups=4),
    case("groupNorm", "one group", (2, 5, 3, 3), groups=1),
    case("groupNorm", "a group for each channel", (2, 3, 4, 3), groups=3),
    case("groupNorm", "1x1 input", (2, 9, 1, 1), groups=3),
    case("groupNorm", "epsilon", (2, 4, 3, 5), groups=2, epsilon=0.1),
    case("groupNorm", "without affine", (2, 4, 4, 3), groups=2, affine=False),
    case("groupNorm", "without affine, epsilon", (1, 6, 7), groups=2, affine=False, epsilon=1e-3),
    given("groupNorm", "constant group", (1, 4, 2), [0.25] * 4 + steps(4, -1, 1), groups=2),
    given("groupNorm", "far from zero", (1, 4, 2, 3), steps(24, 500, 0.125), groups=2),
]

INSTANCE_NORM = [
    case("instanceNorm", "3 axes", (2, 3, 7)),
    case("instanceNorm", "4 axes", (1, 4, 5, 3)),
    case("instanceNorm", "4 axes, batch 3", (3, 2, 3, 4)),
    case("instanceNorm", "5 axes", (1, 3, 2, 3, 2)),
    case("instanceNorm", "3 axes, affine", (2, 4, 6), affine=True),
    case("instanceNorm", "4 axes, affine, batch 3", (3, 3, 4, 2), affine=True),
    case("instanceNorm", "5 axes, affine", (2, 2, 2, 2, 3), affine=True),
    case("instanceNorm", "epsilon", (2, 3, 3, 3), epsilon=0.1),
    case("instanceNorm", "affine, epsilon", (1, 5, 2, 4), affine=True, epsilon=1e-3),
    case("instanceNorm", "one channel", (2, 1, 4, 5), affine=True),
    case("instanceNorm", "1x2 input", (2, 4, 1, 2)),
    given("instanceNorm", "constant channel", (1, 2, 4), [3] * 4 + steps(4, -1, 1), affine=True),
    given("instanceNorm", "far from zero", (1, 2, 2, 4), steps(16, -1000, 0.125)),
]

LRN = [
    case("lrn", "3 axes", (2, 7, 3), size=5),
    case("lrn", "4 axes", (1, 8, 3, 2), size=5),
    case("lrn", "5 axes", (1, 5, 2, 2, 3), size=3),
    case("lrn", "AlexNet's paper", (1, 9, 2, 3), size=5, k=2, alphaOverSize=False),
    case("lrn", "AlexNet, Caffe, batch 3", (3, 6, 2, 2), size=5, alpha=1e-4, beta=0.75, k=1),
    case("lrn", "large alpha", (2, 6, 3, 2), size=3, alpha=2),
    case("lrn", "large alpha, even size", (1, 7, 2, 3), size=4, alpha=3),
    case("lrn", "size 2", (1, 5, 3, 3), size=2, alpha=1.5),
    case(
        "lrn",
        "even size, alpha not over size",
        (2, 6, 2, 2),
        size=4,
        alpha=0.5,
        alphaOverSize=False,
    ),
    case("lrn", "size over channels", (1, 3, 2, 4), size=9, alpha=4),
    case("lrn", "even size over channels", (1, 3, 2, 4), size=8, alpha=4, k=0.5),
    case("lrn", "one channel, size 1", (2, 1, 3, 3), size=1, alpha=1),
    case("lrn", "root", (1, 6, 5), size=3, alpha=2, beta=0.5, k=0.25),
    case("lrn", "TensorFlow", (1, 5, 2, 3), size=11, alpha=1, beta=0.5, alphaOverSize=False),
    given("lrn", "large values", (1, 6, 1, 2), steps(12, -60, 11), size=3, alpha=1e-2, beta=0.75),
]
