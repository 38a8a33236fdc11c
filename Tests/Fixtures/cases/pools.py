"""The cases of the pools."""

from math import inf, nan

from op_case import Case, case, given, steps

MAX_POOL = [
    case("maxPool", "1d", (2, 3, 10), kernel=2),
    case(
        "maxPool", "1d stride, padding, ceil", (1, 3, 11), kernel=3, stride=2, padding=1, ceil=True
    ),
    case("maxPool", "2d", (1, 3, 8, 6), kernel=2),
    case("maxPool", "2d odd size", (1, 3, 7, 9), kernel=2),
    case("maxPool", "2d odd size, ceil", (1, 3, 7, 9), kernel=2, ceil=True),
    case("maxPool", "2d overlapping, batch 3", (3, 2, 9, 9), kernel=3, stride=2),
    case("maxPool", "2d overlapping, padding", (1, 3, 8, 9), kernel=3, stride=2, padding=1),
    case(
        "maxPool",
        "2d overlapping, padding, ceil",
        (1, 3, 8, 10),
        kernel=3,
        stride=2,
        padding=1,
        ceil=True,
    ),
    case("maxPool", "2d stride 1, same size", (1, 2, 6, 5), kernel=3, stride=1, padding=1),
    case(
        "maxPool",
        "2d last window starts in padding, ceil",
        (1, 2, 5, 5),
        kernel=2,
        stride=2,
        padding=1,
        ceil=True,
    ),
    case("maxPool", "2d stride over kernel", (1, 3, 9, 8), kernel=2, stride=3),
    case("maxPool", "2d stride over kernel, ceil", (1, 2, 7, 8), kernel=1, stride=3, ceil=True),
    case("maxPool", "2d dilation", (1, 2, 9, 10), kernel=3, stride=1, dilation=2),
    case(
        "maxPool",
        "2d dilation, stride, padding, ceil",
        (1, 2, 10, 11),
        kernel=3,
        stride=2,
        padding=1,
        dilation=3,
        ceil=True,
    ),
    case(
        "maxPool",
        "2d everything per axis",
        (2, 2, 9, 12),
        kernel=[3, 2],
        stride=[1, 3],
        padding=[1, 0],
        dilation=[2, 1],
        ceil=True,
    ),
    case("maxPool", "2d large padding", (1, 2, 4, 5), kernel=7, stride=2, padding=3),
    case("maxPool", "2d kernel as large as input", (1, 4, 3, 5), kernel=[3, 5]),
    case("maxPool", "3d", (1, 2, 4, 6, 6), kernel=2),
    case(
        "maxPool",
        "3d everything per axis",
        (1, 2, 5, 6, 7),
        kernel=[1, 3, 2],
        stride=[2, 2, 3],
        padding=[0, 1, 1],
        ceil=True,
    ),
    given(
        "maxPool",
        "2d not a number, infinities, zeros",
        (1, 1, 4, 6),
        [
            *(nan, 1, -inf, -inf, 0.0, -0.0),
            *(2, 3, -inf, -inf, -0.0, 0.0),
            *(inf, 1, -inf, 5, -1, -2),
            *(2, nan, inf, 6, nan, nan),
        ],
        kernel=2,
    ),
    given(
        "maxPool",
        "2d negative infinity beside padding",
        (1, 1, 3, 3),
        [-inf, -inf, 1, -inf, -inf, 2, nan, 4, -inf],
        kernel=2,
        stride=1,
        padding=1,
    ),
    given(
        "maxPool",
        "2d not a number, overlapping",
        (1, 1, 3, 6),
        [1, 2, 3, 4, 5, 6, 7, nan, 9, 10, 11, -inf, -1, -2, -3, -4, inf, -6],
        kernel=3,
        stride=1,
        padding=1,
    ),
]

AVG_POOL = [
    case("avgPool", "1d", (2, 3, 10), kernel=2),
    case(
        "avgPool",
        "1d stride, padding, ceil, without padding",
        (1, 3, 10),
        kernel=3,
        stride=2,
        padding=1,
        ceil=True,
        countIncludePad=False,
    ),
    case("avgPool", "2d", (1, 3, 8, 6), kernel=2),
    case("avgPool", "2d odd size", (1, 3, 7, 9), kernel=2),
    case("avgPool", "2d odd size, ceil", (1, 3, 7, 9), kernel=2, ceil=True),
    case("avgPool", "2d overlapping, batch 3", (3, 2, 9, 9), kernel=3, stride=2),
    case("avgPool", "2d padding counts", (1, 2, 7, 6), kernel=3, stride=1, padding=1),
    case(
        "avgPool",
        "2d padding does not count",
        (1, 2, 7, 6),
        kernel=3,
        stride=1,
        padding=1,
        countIncludePad=False,
    ),
    case(
        "avgPool",
        "2d padding counts, ceil",
        (1, 3, 8, 10),
        kernel=3,
        stride=2,
        padding=1,
        ceil=True,
    ),
    case(
        "avgPool",
        "2d padding does not count, ceil",
        (1, 3, 8, 10),
        kernel=3,
        stride=2,
        padding=1,
        ceil=True,
        countIncludePad=False,
    ),
    case(
        "avgPool",
        "2d last window starts in padding, ceil",
        (1, 2, 5, 5),
        kernel=2,
        stride=2,
        padding=1,
        ceil=True,
    ),
    case("avgPool", "2d stride over kernel, ceil", (1, 2, 9, 8), kernel=2, stride=3, ceil=True),
    case(
        "avgPool",
        "2d everything per axis",
        (2, 2, 9, 12),
        kernel=[3, 2],
        stride=[1, 3],
        padding=[1, 0],
        ceil=True,
        countIncludePad=False,
    ),
    case(
        "avgPool", "2d large padding, ceil", (1, 2, 4, 5), kernel=7, stride=3, padding=3, ceil=True
    ),
    case("avgPool", "2d kernel as large as input", (1, 4, 3, 5), kernel=[3, 5]),
    case("avgPool", "3d", (1, 2, 4, 6, 6), kernel=2),
    case(
        "avgPool",
        "3d everything per axis",
        (1, 2, 5, 6, 7),
        kernel=[1, 3, 2],
        stride=[2, 2, 3],
        padding=[0, 1, 1],
        ceil=True,
    ),
    case(
        "avgPool",
        "3d padding does not count",
        (1, 2, 4, 5, 4),
        kernel=3,
        stride=2,
        padding=1,
        countIncludePad=False,
    ),
]

GLOBAL_AVG_POOL = [
    case("globalAvgPool", "1d", (2, 3, 9)),
    case("globalAvgPool", "2d", (1, 8, 7, 7)),
    case("globalAvgPool", "2d batch 3, unequal sides", (3, 5, 4, 9)),
    case("globalAvgPool", "2d 1x1 input", (2, 4, 1, 1)),
    case("globalAvgPool", "3d", (2, 3, 2, 3, 4)),
]

GLOBAL_MAX_POOL = [
    case("globalMaxPool", "1d", (2, 3, 9)),
    case("globalMaxPool", "2d", (1, 8, 5, 7)),
    case("globalMaxPool", "2d batch 3, unequal sides", (3, 5, 4, 9)),
    case("globalMaxPool", "2d 1x1 input", (2, 4, 1, 1)),
    case("globalMaxPool", "3d", (2, 3, 2, 3, 4)),
    given(
        "globalMaxPool",
        "2d not a number, infinities, negatives",
        (1, 6, 2, 2),
        [
            *(nan, 1, 2, inf),
            *(1, 2, -inf, nan),
            *(inf, -inf, 3, 4),
            *(-inf, -inf, -inf, -inf),
            *(-4, -1, -3, -2),
            *(-0.0, 0.0, -inf, -1),
        ],
    ),
]

ADAPTIVE_AVG_POOL = [
    case("adaptiveAvgPool", "1d", (2, 3, 10), size=5),
    case("adaptiveAvgPool", "1d overlapping", (1, 3, 11), size=4),
    given("adaptiveAvgPool", "1d 5 to 3", (1, 1, 5), steps(5, 0, 1), size=3),
    case("adaptiveAvgPool", "2d", (1, 3, 6, 8), size=2),
    case("adaptiveAvgPool", "2d overlapping, batch 3", (3, 2, 7, 5), size=3),
    case("adaptiveAvgPool", "2d per axis", (1, 3, 9, 4), size=[2, 3]),
    case("adaptiveAvgPool", "2d AlexNet, other input", (1, 2, 13, 10), size=6),
    case("adaptiveAvgPool", "2d larger than the input", (1, 2, 3, 2), size=7),
    case("adaptiveAvgPool", "2d larger along one axis", (2, 2, 3, 8), size=[5, 3]),
    case("adaptiveAvgPool", "2d to 1x1", (2, 5, 4, 7), size=1),
    case("adaptiveAvgPool", "2d of 1x1", (2, 3, 1, 1), size=[3, 2]),
    case("adaptiveAvgPool", "2d same size", (1, 2, 4, 5), size=[4, 5]),
    case("adaptiveAvgPool", "3d", (1, 2, 4, 6, 5), size=2),
    case("adaptiveAvgPool", "3d per axis", (2, 2, 5, 3, 7), size=[3, 1, 4]),
]


def caffe_cases(op: str) -> list[Case]:
    """Caffe's rounding: up, and padding anywhere clips everywhere."""
    return [
        case(op, "1d Caffe", (2, 3, 8), kernel=3, stride=2, ceil="caffe"),
        case(op, "2d Caffe, GoogLeNet", (1, 3, 12, 8), kernel=3, stride=2, ceil="caffe"),
        case(op, "2d Caffe, padding", (2, 2, 7, 8), kernel=3, stride=2, padding=1, ceil="caffe"),
        case(op, "2d Caffe, clipped by padding", (1, 2, 5, 5), kernel=2, padding=1, ceil="caffe"),
        case(
            op, "2d Caffe, clipped along one axis", (1, 2, 5, 6), kernel=2, padding=1, ceil="caffe"
        ),
        case(
            op,
            "2d Caffe, window begins behind the input",
            (1, 2, 7, 9),
            kernel=2,
            stride=3,
            ceil="caffe",
        ),
        case(
            op,
            "2d Caffe, window begins beyond the input",
            (1, 2, 5, 8),
            kernel=1,
            stride=3,
            ceil="caffe",
        ),
        case(
            op,
            "2d Caffe, padding of the other axis clips",
            (1, 2, 6, 7),
            kernel=[2, 3],
            stride=[3, 2],
            padding=[0, 1],
            ceil="caffe",
        ),
        case(
            op,
            "3d Caffe, everything per axis",
            (1, 2, 5, 6, 7),
            kernel=[1, 3, 2],
            stride=[2, 2, 3],
            padding=[0, 1, 1],
            ceil="caffe",
        ),
    ]


CAFFE_MAX_POOL = caffe_cases("maxPool")
CAFFE_AVG_POOL = caffe_cases("avgPool")
