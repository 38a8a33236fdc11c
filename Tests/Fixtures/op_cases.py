"""The cases of `ops.json`: which ops, attributes and shapes are compared with PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, nan
from typing import Any

Shape = tuple[int, ...]
Attributes = dict[str, Any]

INPUT_NAMES = ("x", "y", "z")


@dataclass(frozen=True)
class Case:
    """One op with its attributes, applied to inputs of some shapes.

    Attributes carry cnnc's names and are left out where they have PyTorch's default. `data` is the
    content of the only input where the seed does not give it.
    """

    op: str
    variant: str
    shapes: Sequence[Shape]
    attributes: Attributes = field(default_factory=dict)
    data: Sequence[float] | None = None

    @property
    def name(self) -> str:
        """The name that tells this case from all others."""
        return f"{self.op} {self.variant}"


def case(op: str, variant: str, *shapes: Shape, **attributes: Any) -> Case:
    """A case whose inputs are seeded."""
    return Case(op, variant, shapes, attributes)


def given(op: str, variant: str, shape: Shape, data: Sequence[float], **attributes: Any) -> Case:
    """A case whose only input has the elements `data`."""
    return Case(op, variant, [shape], attributes, data)


CONV = [
    case("conv", "1d", (1, 3, 11), filters=4, kernel=3),
    case("conv", "1d stride, padding", (2, 2, 10), filters=3, kernel=4, stride=3, padding=2),
    case("conv", "1d dilation, groups", (1, 4, 13), filters=6, kernel=3, dilation=4, groups=2),
    case("conv", "1d depthwise, no bias", (3, 5, 9), filters=5, kernel=5, groups=5, bias=False),
    case("conv", "2d pointwise", (1, 6, 5, 5), filters=4, kernel=1),
    case("conv", "2d pointwise, stride, batch 3", (3, 4, 7, 5), filters=3, kernel=1, stride=2),
    case("conv", "2d 3x3 same size", (1, 3, 7, 9), filters=4, kernel=3, padding=1),
    case("conv", "2d 3x3 without padding, batch 3", (3, 2, 6, 6), filters=4, kernel=3),
    case("conv", "2d odd size, stride 2", (1, 3, 11, 11), filters=4, kernel=3, stride=2, padding=1),
    case("conv", "2d even size, stride 2", (1, 3, 12, 8), filters=4, kernel=3, stride=2, padding=1),
    case("conv", "2d 5x5, one channel", (1, 1, 9, 9), filters=2, kernel=5, padding=2),
    case("conv", "2d 7x7 stem", (1, 3, 15, 15), filters=4, kernel=7, stride=2, padding=3),
    case("conv", "2d 11x11, stride 4", (1, 2, 23, 19), filters=5, kernel=11, stride=4, padding=2),
    case("conv", "2d kernel 1x7", (1, 3, 4, 9), filters=2, kernel=[1, 7], padding=[0, 3]),
    case(
        "conv",
        "2d everything per axis",
        (2, 4, 9, 4),
        filters=6,
        kernel=[3, 2],
        stride=[2, 1],
        padding=[0, 3],
        dilation=[1, 2],
        groups=2,
        bias=False,
    ),
    case("conv", "2d depthwise", (1, 6, 7, 7), filters=6, kernel=3, padding=1, groups=6),
    case(
        "conv",
        "2d depthwise, multiplier 2, stride 2",
        (2, 3, 9, 8),
        filters=6,
        kernel=3,
        stride=2,
        padding=1,
        groups=3,
        bias=False,
    ),
    case(
        "conv",
        "2d dilation, groups",
        (1, 6, 9, 8),
        filters=4,
        kernel=3,
        padding=2,
        dilation=2,
        groups=2,
    ),
    case(
        "conv",
        "2d dilation, stride, padding",
        (1, 2, 13, 12),
        filters=3,
        kernel=3,
        stride=2,
        padding=3,
        dilation=3,
    ),
    case("conv", "2d stride over kernel", (1, 3, 11, 10), filters=4, kernel=2, stride=3),
    case("conv", "2d padding over kernel", (1, 2, 3, 2), filters=2, kernel=3, padding=5),
    case("conv", "2d windows in padding", (1, 2, 3, 3), filters=2, kernel=2, stride=3, padding=5),
    case("conv", "2d 1x1 input, 3x3 kernel", (2, 5, 1, 1), filters=4, kernel=3, padding=1),
    case("conv", "2d kernel as large as input", (1, 4, 5, 3), filters=6, kernel=[5, 3]),
    case("conv", "2d one filter, no bias", (1, 5, 6, 7), filters=1, kernel=2, bias=False),
    case("conv", "2d 17 to 19 channels", (1, 17, 3, 5), filters=19, kernel=3, padding=1),
    case("conv", "3d", (1, 2, 3, 4, 6), filters=3, kernel=3, padding=1),
    case(
        "conv",
        "3d everything per axis",
        (2, 4, 5, 5, 6),
        filters=4,
        kernel=[1, 3, 2],
        stride=[2, 1, 3],
        padding=[0, 2, 1],
        dilation=[1, 2, 1],
        groups=2,
    ),
    case("conv", "3d depthwise", (1, 3, 3, 4, 4), filters=3, kernel=2, groups=3),
]

LINEAR = [
    case("linear", "batch 1", (1, 12), features=7),
    case("linear", "batch 3", (3, 10), features=5),
    case("linear", "no bias", (2, 9), features=4, bias=False),
    case("linear", "one input, one output", (4, 1), features=1),
    case("linear", "long rows", (1, 300), features=3),
    case("linear", "odd sizes", (5, 17), features=19),
    case("linear", "last of three axes", (2, 3, 8), features=6),
    case("linear", "last of three axes, no bias", (1, 5, 7), features=2, bias=False),
]

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

SPECIAL_VALUES = [
    *(nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5),
    *(1e-20, -1e-20, 10.0, -10.0, 88.0, -88.0, 200.0, -200.0, 3e38, -3e38),
]


def activation_cases(op: str) -> list[Case]:
    """Shapes of several ranks, and the values that kernels get wrong."""
    return [
        case(op, "2 axes", (3, 13)),
        case(op, "3 axes", (2, 3, 9)),
        case(op, "4 axes", (1, 4, 5, 7)),
        case(op, "5 axes", (1, 2, 3, 3, 4)),
        given(op, "special values", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES),
        given(op, "special values in a plane", (1, 1, 2, 2), [nan, -0.0, -inf, inf]),
    ]


FLATTEN = [
    case("flatten", "2 axes", (2, 5)),
    case("flatten", "3 axes", (2, 3, 4)),
    case("flatten", "4 axes", (3, 2, 3, 4)),
    case("flatten", "5 axes", (1, 2, 3, 2, 3)),
]

SOFTMAX = [
    case("softmax", "2 axes", (3, 10), axis="channels"),
    case("softmax", "3 axes", (2, 5, 6), axis="channels"),
    case("softmax", "4 axes", (2, 4, 3, 5), axis="channels"),
    case("softmax", "5 axes", (1, 3, 2, 3, 4), axis="channels"),
    case("softmax", "one channel", (2, 1, 3, 3), axis="channels"),
    given(
        "softmax",
        "large values",
        (3, 4),
        [*(1000, 1001, 999, -1000), *(3e38, -3e38, 3e38, 0), *(-200, -201, -100, -300)],
        axis="channels",
    ),
    given(
        "softmax",
        "not a number, infinities, zeros",
        (6, 3),
        [
            *(-inf, 1, 2),
            *(-inf, -inf, 7),
            *(-inf, -inf, -inf),
            *(inf, 1, 2),
            *(nan, 1, 2),
            *(0.0, -0.0, -inf),
        ],
        axis="channels",
    ),
    given(
        "softmax",
        "not a number stays in its place",
        (1, 3, 1, 4),
        [1, nan, -inf, 4, 2, 5, -inf, inf, 3, 6, -inf, 0],
        axis="channels",
    ),
]

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

DROPOUT = [
    case("dropout", "2 axes", (2, 9)),
    case("dropout", "4 axes, rate", (1, 3, 4, 5), rate=0.2),
    given("dropout", "special values", (1, 5), [nan, inf, -inf, -0.0, 1.5], rate=0.9),
]

ADD = [
    case("add", "2 axes", (2, 9), (2, 9)),
    case("add", "3 axes", (2, 3, 7), (2, 3, 7)),
    case("add", "4 axes", (2, 3, 4, 5), (2, 3, 4, 5)),
    case("add", "5 axes", (1, 2, 3, 2, 4), (1, 2, 3, 2, 4)),
    case("add", "one value per plane", (2, 5, 4, 3), (2, 5, 1, 1)),
    case("add", "one value per plane, odd sizes", (3, 4, 1, 7), (3, 4, 1, 1)),
]

CONCAT = [
    case("concat", "2 axes", (2, 5), (2, 3)),
    case("concat", "3 axes", (2, 3, 4), (2, 1, 4)),
    case("concat", "4 axes", (1, 3, 4, 5), (1, 2, 4, 5)),
    case("concat", "4 axes, batch 3, three inputs", (3, 2, 3, 2), (3, 1, 3, 2), (3, 4, 3, 2)),
    case("concat", "5 axes, three inputs", (2, 1, 2, 3, 2), (2, 2, 2, 3, 2), (2, 1, 2, 3, 2)),
]

CASES = [
    *CONV,
    *LINEAR,
    *MAX_POOL,
    *AVG_POOL,
    *GLOBAL_AVG_POOL,
    *activation_cases("relu"),
    *activation_cases("sigmoid"),
    *activation_cases("tanh"),
    *FLATTEN,
    *SOFTMAX,
    *BATCH_NORM,
    *DROPOUT,
    *ADD,
    *CONCAT,
]
