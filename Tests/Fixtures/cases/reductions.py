"""The cases of the ops that make one element of many, and of those that divide by a length."""

from math import inf, nan

from op_case import Case, case, given, steps

SPECIAL = [nan, 1, 2, inf, 1, -inf, inf, 2, -0.0, 0.0, -1, -0.0]


def reduction_cases(op: str) -> list[Case]:
    """Each choice of axes, with and without them in the result."""
    return [
        case(op, "3 axes", (2, 3, 7)),
        case(op, "4 axes", (1, 4, 3, 5)),
        case(op, "4 axes, batch 3", (3, 2, 5, 4), over="space"),
        case(op, "5 axes", (1, 2, 3, 2, 4)),
        case(op, "space stays", (2, 3, 4, 5), keepAxes=True),
        case(op, "channels", (2, 5, 3, 4), over="channels"),
        case(op, "channels stay, CBAM", (2, 5, 3, 4), over="channels", keepAxes=True),
        case(op, "channels of 2 axes", (3, 7), over="channels"),
        case(op, "all", (3, 2, 3, 4), over="all"),
        case(op, "all stay", (2, 3, 5), over="all", keepAxes=True),
        case(op, "the last", (2, 3, 4, 5), over=[3]),
        case(op, "rows", (2, 3, 4, 5), over=[2], keepAxes=True),
        case(op, "channels and columns", (2, 3, 4, 5), over=[1, 3]),
        case(op, "not in order", (1, 3, 2, 4, 2), over=[4, 2], keepAxes=True),
        case(op, "1x1", (3, 5, 1, 1)),
        given(op, "special values", (1, 3, 2, 2), SPECIAL),
        given(op, "special values, channels", (1, 3, 2, 2), SPECIAL, over="channels"),
        given(op, "large", (1, 2, 4), [3e38, -3e38, 1, 2, 1e7, 1, 1, -1e7]),
    ]


REDUCE_MEAN = reduction_cases("reduceMean")
REDUCE_SUM = reduction_cases("reduceSum")
REDUCE_MAX = reduction_cases("reduceMax")

ARGMAX = [
    case("argmax", "2 axes", (3, 10)),
    case("argmax", "3 axes", (2, 4, 7), axis="channels"),
    case("argmax", "4 axes, segmentation", (1, 5, 3, 4)),
    case("argmax", "4 axes, batch 3, stays", (3, 4, 2, 3), keepAxes=True),
    case("argmax", "5 axes", (1, 3, 2, 2, 3)),
    case("argmax", "3 axes, last", (2, 4, 7), axis="last"),
    case("argmax", "4 axes, last, stays", (2, 2, 3, 5), axis="last", keepAxes=True),
    case("argmax", "one channel", (2, 1, 4)),
    case("argmax", "1x1", (2, 9, 1, 1)),
    given("argmax", "equal", (3, 4), [1, 1, 1, 1, 0, 2, 2, 1, -5, -7, -5, -5]),
    given("argmax", "zeros", (2, 3), [-0.0, 0.0, -0.0, 0.0, -0.0, 0.0]),
    given("argmax", "infinities", (3, 3), [-inf, -inf, -inf, 1, inf, inf, -inf, -3e38, -inf]),
    given("argmax", "not a number", (3, 4), [1, nan, 3, nan, nan, inf, nan, 1, 3, 2, 1, nan]),
]

L2_NORM = [
    case("l2Norm", "2 axes", (3, 9)),
    case("l2Norm", "3 axes", (2, 4, 5)),
    case("l2Norm", "4 axes", (1, 6, 3, 4)),
    case("l2Norm", "5 axes", (1, 3, 2, 3, 2)),
    case("l2Norm", "4 axes, SSD, batch 3", (3, 5, 2, 3), scale=True),
    case("l2Norm", "2 axes, scaled", (2, 7), scale=True),
    case("l2Norm", "3 axes, last", (2, 4, 5), axis="last"),
    case("l2Norm", "4 axes, last, scaled", (1, 2, 3, 6), axis="last", scale=True),
    case("l2Norm", "one channel", (2, 1, 5)),
    case("l2Norm", "1x1", (3, 8, 1, 1), axis="channels"),
    case("l2Norm", "large epsilon", (2, 3, 4), epsilon=2.0),
    case("l2Norm", "epsilon between", (2, 3, 5), epsilon=0.8, scale=True),
    given("l2Norm", "zeros", (2, 3), [0.0, -0.0, 0.0, 0.0, 1e-20, 0.0]),
    given("l2Norm", "small", (1, 4), [1e-13, -1e-13, 0.0, 1e-14]),
    given("l2Norm", "special values", (3, 3), [nan, 1, 2, inf, 1, -1, -inf, inf, 0.0]),
]

IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}

NORMALIZE = [
    case("normalize", "ImageNet", (1, 3, 4, 5), **IMAGENET),
    case("normalize", "ImageNet, batch 3", (3, 3, 2, 3), **IMAGENET),
    case(
        "normalize",
        "ImageNet, bytes",
        (2, 3, 3, 3),
        mean=[123.675, 116.28, 103.53],
        std=[58.395, 57.12, 57.375],
    ),
    case("normalize", "TensorFlow", (1, 3, 3, 4), mean=0.5, std=0.5),
    case("normalize", "MNIST", (2, 1, 5, 4), mean=0.1307, std=0.3081),
    case("normalize", "Caffe", (1, 3, 2, 3), mean=[104, 117, 123], std=1),
    case("normalize", "one mean", (2, 2, 3, 3), mean=0.25, std=[0.5, -2.0]),
    case("normalize", "1d", (2, 4, 5), mean=[0.1, 0.2, 0.3, 0.4], std=2.5),
    case("normalize", "3d", (1, 2, 2, 3, 2), mean=[0.43216, 0.394666], std=[0.22803, 0.22145]),
    case("normalize", "2 axes", (3, 4), mean=[0, 1, 2, 3], std=[1, 2, 3, 4]),
    case("normalize", "1x1", (2, 3, 1, 1), **IMAGENET),
    given("normalize", "range", (1, 1, 16), steps(16, 0, 17), mean=127.5, std=127.5),
    given(
        "normalize",
        "special values",
        (1, 2, 3),
        [nan, inf, -inf, 0.0, -0.0, 1e-20],
        mean=[0, 0],
        std=[-1, 1e-30],
    ),
]
