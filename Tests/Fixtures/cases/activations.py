"""The cases of the activations, of softmax and of what does nothing at inference."""

from math import inf, nan
from typing import Any

from op_case import Case, case, given, steps

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


BREAKPOINTS = [
    *(-3.0000002, -3, -2.9999998, 2.9999998, 3, 3.0000002),
    *(5.9999995, 6, 6.0000005, -2.5, 2.5, -2.5000002),
    *(-1.1754944e-38, 1.1754944e-38, -0.0, 0.0),
]


def bounded_activation_cases(op: str, **attributes: Any) -> list[Case]:
    """Other shapes, and values that reach where an activation bends or is flat."""
    return [
        given(op, "range", (1, 65), steps(65, -8, 0.25), **attributes),
        given(op, "range, 4 axes, batch 3", (3, 2, 3, 3), steps(54, -13.3, 0.5), **attributes),
        given(op, "breakpoints", (2, 8), BREAKPOINTS, **attributes),
        given(
            op, "halves", (1, 1, 40), [x / 2**k for k in range(20) for x in (7, -7)], **attributes
        ),
        case(op, "1x1, batch 3", (3, 5, 1, 1), **attributes),
        case(op, "one element", (1, 1), **attributes),
    ]


def new_activation_cases(op: str) -> list[Case]:
    """All cases of an activation without attributes."""
    return activation_cases(op) + bounded_activation_cases(op)


LEAKY_RELU = [
    case("leakyRelu", "2 axes", (3, 13), slope=0.01),
    case("leakyRelu", "3 axes, Darknet", (2, 3, 9), slope=0.1),
    case("leakyRelu", "4 axes, DCGAN", (1, 4, 5, 7), slope=0.2),
    case("leakyRelu", "5 axes, Keras", (1, 2, 3, 3, 4), slope=0.3),
    case("leakyRelu", "slope 0", (1, 3, 4, 3), slope=0.0),
    case("leakyRelu", "slope 1", (2, 7), slope=1.0),
    case("leakyRelu", "slope over 1", (1, 5, 3), slope=1.75),
    case("leakyRelu", "negative slope", (2, 4, 3, 3), slope=-0.5),
    given("leakyRelu", "special values", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES, slope=0.01),
    given("leakyRelu", "special values, Darknet", (1, 1, 2, 2), [nan, -0.0, -inf, inf], slope=0.1),
    *bounded_activation_cases("leakyRelu", slope=0.1),
]

HARD_SIGMOID = [
    *new_activation_cases("hardSigmoid"),
    case("hardSigmoid", "ONNX", (1, 3, 4, 5), slope=0.2),
    case("hardSigmoid", "ONNX, batch 3", (3, 2, 3), slope=0.2, offset=0.5),
    given("hardSigmoid", "ONNX, range", (1, 65), steps(65, -8, 0.25), slope=0.2, offset=0.5),
    given(
        "hardSigmoid", "ONNX, special values", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES, slope=0.2
    ),
    given(
        "hardSigmoid",
        "ONNX, bends",
        (1, 6),
        [-2.5, -2.4999998, -2.5000002, 2.5, 2.4, 2.6],
        slope=0.2,
    ),
    case("hardSigmoid", "offset", (2, 9), offset=0.25),
    given("hardSigmoid", "steep", (2, 3, 7), steps(42, -2, 0.1), slope=1.5, offset=-0.25),
    given("hardSigmoid", "falling", (1, 33), steps(33, -4, 0.25), slope=-0.3, offset=0.4),
]

GELU = [
    *new_activation_cases("gelu"),
    case("gelu", "by erf", (2, 3, 5), approximate="none"),
    case("gelu", "by tanh, 2 axes", (3, 13), approximate="tanh"),
    case("gelu", "by tanh, 4 axes", (1, 4, 5, 3), approximate="tanh"),
    given("gelu", "by tanh, range", (1, 65), steps(65, -8, 0.25), approximate="tanh"),
    given(
        "gelu",
        "by tanh, special values",
        (1, len(SPECIAL_VALUES)),
        SPECIAL_VALUES,
        approximate="tanh",
    ),
    given("gelu", "by tanh, plane", (1, 1, 2, 2), [nan, -0.0, -inf, inf], approximate="tanh"),
]

PRELU = [
    case("prelu", "2 axes", (3, 13)),
    case("prelu", "3 axes", (2, 3, 9)),
    case("prelu", "4 axes", (1, 4, 5, 3)),
    case("prelu", "5 axes", (1, 2, 3, 3, 2)),
    case("prelu", "2 axes, per channel", (3, 11), perChannel=True),
    case("prelu", "3 axes, per channel", (2, 5, 6), perChannel=True),
    case("prelu", "4 axes, per channel, batch 3", (3, 4, 3, 5), perChannel=True),
    case("prelu", "5 axes, per channel", (2, 3, 2, 3, 2), perChannel=True),
    case("prelu", "1x1, per channel", (2, 9, 1, 1), perChannel=True),
    case("prelu", "one channel", (2, 1, 3, 4), perChannel=True),
    given("prelu", "special values", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES),
    given(
        "prelu",
        "special values, per channel",
        (2, 2, 4),
        [nan, inf, -inf, -0.0, -1, 0.0, -3e38, 3e38, -5, nan, 2, -inf, -0.0, -1e-20, inf, 7],
        perChannel=True,
    ),
    given("prelu", "range, per channel", (1, 5, 9), steps(45, -11, 0.5), perChannel=True),
]

DROP_PATH = [
    case("dropPath", "2 axes", (2, 9)),
    case("dropPath", "4 axes, rate", (3, 3, 2, 5), rate=0.2),
    case("dropPath", "5 axes, rate 1", (1, 2, 2, 3, 2), rate=1.0),
    given("dropPath", "special values", (1, 5), [nan, inf, -inf, -0.0, 1.5], rate=0.9),
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

DROPOUT = [
    case("dropout", "2 axes", (2, 9)),
    case("dropout", "4 axes, rate", (1, 3, 4, 5), rate=0.2),
    given("dropout", "special values", (1, 5), [nan, inf, -inf, -0.0, 1.5], rate=0.9),
]

MORE_SOFTMAX = [
    case("softmax", "2 axes, last", (3, 10), axis="last"),
    case("softmax", "3 axes, last", (2, 5, 6), axis="last"),
    case("softmax", "4 axes, last, batch 3", (3, 2, 3, 5), axis="last"),
    case("softmax", "1x1, batch 3", (3, 7, 1, 1)),
    given(
        "softmax", "special values, last", (1, 3, 2), [-inf, -inf, nan, 1, inf, 0.0], axis="last"
    ),
]

MORE_DROPOUT = [
    case("dropout", "3 axes", (2, 3, 5), rate=0.0),
    case("dropout", "5 axes", (1, 2, 3, 2, 3), rate=1.0),
    *bounded_activation_cases("dropout"),
    given("dropout", "all special values", (2, 9), SPECIAL_VALUES[:18]),
]

MORE_DROP_PATH = [
    case("dropPath", "3 axes", (2, 3, 5), rate=0.5),
    *bounded_activation_cases("dropPath"),
    given("dropPath", "all special values", (2, 9), SPECIAL_VALUES[:18]),
]
