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

MORE_GLOBAL_AVG_POOL = [
    case("globalAvgPool", "1d, batch 3", (3, 1, 7)),
    case("globalAvgPool", "1d of length 1", (2, 5, 1)),
    case("globalAvgPool", "2d one channel, odd sizes", (1, 1, 5, 3)),
    case("globalAvgPool", "2d one row", (2, 3, 1, 9)),
    case("globalAvgPool", "2d MobileNet", (1, 13, 7, 7)),
    case("globalAvgPool", "3d one plane, batch 3", (3, 2, 1, 3, 3)),
    case("globalAvgPool", "3d odd sizes", (1, 2, 3, 5, 1)),
    given(
        "globalAvgPool",
        "2d not a number, infinities, zeros",
        (1, 4, 1, 3),
        [nan, 1, 2, inf, 1, 2, inf, -inf, 0, -0.0, -0.0, -0.0],
    ),
]

MORE_GLOBAL_MAX_POOL = [
    case("globalMaxPool", "1d, batch 3", (3, 1, 7)),
    case("globalMaxPool", "1d of length 1", (2, 5, 1)),
    case("globalMaxPool", "2d one channel, odd sizes", (1, 1, 5, 3)),
    case("globalMaxPool", "2d one row", (2, 3, 1, 9)),
    case("globalMaxPool", "3d one plane, batch 3", (3, 2, 1, 3, 3)),
    case("globalMaxPool", "3d odd sizes", (1, 2, 3, 5, 1)),
]

ADAPTIVE_MAX_POOL = [
    case("adaptiveMaxPool", "1d", (2, 3, 10), size=5),
    case("adaptiveMaxPool", "1d overlapping", (1, 3, 11), size=4),
    case("adaptiveMaxPool", "2d", (1, 3, 6, 8), size=2),
    case("adaptiveMaxPool", "2d overlapping, batch 3", (3, 2, 7, 5), size=3),
    case("adaptiveMaxPool", "2d per axis", (1, 3, 9, 4), size=[2, 3]),
    case("adaptiveMaxPool", "2d larger than the input", (1, 2, 3, 2), size=7),
    case("adaptiveMaxPool", "2d larger along one axis", (2, 2, 3, 8), size=[5, 3]),
    case("adaptiveMaxPool", "2d to 1x1", (2, 5, 4, 7), size=1),
    case("adaptiveMaxPool", "2d of 1x1", (2, 3, 1, 1), size=[3, 2]),
    case("adaptiveMaxPool", "2d same size", (1, 2, 4, 5), size=[4, 5]),
    case("adaptiveMaxPool", "3d", (1, 2, 4, 6, 5), size=2),
    case("adaptiveMaxPool", "3d per axis", (2, 2, 5, 3, 7), size=[3, 1, 4]),
    given(
        "adaptiveMaxPool",
        "2d not a number, infinities, zeros",
        (1, 1, 3, 5),
        [nan, 1, 2, inf, 1, -inf, -inf, 2, 3, -0.0, -inf, -inf, 0.0, -0.0, -1],
        size=[2, 3],
    ),
]

LP_POOL = [
    case("lpPool", "1d", (2, 3, 10), kernel=2, norm=2),
    case("lpPool", "1d odd length, ceil", (1, 2, 9), kernel=2, norm=2, ceil=True),
    case("lpPool", "1d overlapping, batch 3", (3, 2, 11), kernel=3, norm=4, stride=2),
    case("lpPool", "1d sum", (1, 3, 7), kernel=3, norm=1, stride=1),
    case("lpPool", "2d", (1, 3, 6, 8), kernel=2, norm=2),
    case("lpPool", "2d odd size", (1, 2, 7, 5), kernel=2, norm=2),
    case("lpPool", "2d odd size, ceil", (1, 2, 7, 5), kernel=2, norm=2, ceil=True),
    case(
        "lpPool",
        "2d overlapping, ceil, batch 3",
        (3, 2, 8, 6),
        kernel=3,
        norm=2,
        stride=2,
        ceil=True,
    ),
    case(
        "lpPool", "2d per axis, ceil", (2, 2, 7, 8), kernel=[3, 2], norm=4, stride=[2, 3], ceil=True
    ),
    case("lpPool", "2d sum", (1, 2, 4, 5), kernel=[2, 3], norm=1, stride=1),
    case("lpPool", "2d odd norm", (1, 2, 4, 6), kernel=2, norm=3),
    case("lpPool", "2d fractional norm", (1, 2, 4, 4), kernel=2, norm=1.5),
    case(
        "lpPool", "2d stride over kernel, ceil", (1, 2, 8, 7), kernel=2, norm=2, stride=3, ceil=True
    ),
    case("lpPool", "2d all", (1, 3, 3, 5), kernel=[3, 5], norm=2),
    case("lpPool", "2d 1x1", (3, 4, 1, 1), kernel=1, norm=2),
    case("lpPool", "3d", (1, 2, 4, 4, 6), kernel=2, norm=2),
    case(
        "lpPool",
        "3d per axis, ceil",
        (2, 1, 3, 5, 4),
        kernel=[2, 3, 1],
        norm=2,
        stride=[1, 2, 3],
        ceil=True,
    ),
    given(
        "lpPool",
        "special values",
        (1, 1, 12),
        [nan, 1, inf, 2, -inf, 3, 0.0, -0.0, 1e-30, 0, 3, -4],
        kernel=2,
        norm=2,
    ),
    given(
        "lpPool",
        "special values, sum",
        (1, 1, 8),
        [nan, 1, inf, -inf, -0.0, -0.0, -3, 1],
        kernel=2,
        norm=1,
    ),
]

GLOBAL_LP_POOL = [
    case("globalLpPool", "1d", (2, 3, 9)),
    case("globalLpPool", "2d", (1, 4, 5, 7)),
    case("globalLpPool", "2d batch 3", (3, 2, 4, 3)),
    case("globalLpPool", "2d 1x1 input", (2, 4, 1, 1)),
    case("globalLpPool", "3d", (2, 3, 2, 3, 4)),
    case("globalLpPool", "1d sum of magnitudes", (1, 3, 8), norm=1),
    case("globalLpPool", "2d sum of magnitudes", (2, 2, 3, 5), norm=1),
    case("globalLpPool", "2d odd norm", (1, 3, 3, 4), norm=3),
    case("globalLpPool", "3d odd norm, batch 3", (3, 1, 2, 2, 3), norm=3),
    case("globalLpPool", "2d large norm", (1, 2, 5, 3), norm=6),
    case("globalLpPool", "one channel, odd sizes", (2, 1, 7, 1), norm=2),
    given("globalLpPool", "zeros and large", (1, 3, 4), [0, -0.0, 0, 0, 3, -4, 0, 0, 1e3, 1, 1, 1]),
]
