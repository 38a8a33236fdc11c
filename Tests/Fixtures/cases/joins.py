"""The cases of the ops that join several inputs element by element or one after the other."""

from math import inf, nan

from op_case import Case, case, given, given_all

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

LEFT = [nan, 1, inf, -inf, 0.0, -0.0, 3, 1e-20, 3e38, -3e38, inf, nan]
RIGHT = [1, nan, 2, -5, -0.0, 0.0, 3, -1e-20, 1, 2, -inf, nan]


def joined_cases(op: str) -> list[Case]:
    """Two and three inputs, broadcast and not."""
    return [
        case(op, "three inputs", (2, 3, 4, 3), (2, 3, 4, 3), (2, 3, 4, 3)),
        case(op, "three inputs, 2 axes", (3, 7), (3, 7), (3, 7)),
        case(op, "one value per plane first", (2, 4, 1, 1), (2, 4, 3, 3)),
        case(op, "three inputs, one value per plane", (1, 3, 3, 4), (1, 3, 1, 1), (1, 3, 3, 4)),
        case(op, "one value per position", (2, 3, 4, 3), (2, 1, 4, 3)),
        case(op, "each broadcasts", (2, 3, 1, 4), (2, 1, 5, 1)),
    ]


def pair_cases(op: str) -> list[Case]:
    """Two inputs, as `ADD` has them."""
    return [
        case(op, "2 axes", (2, 9), (2, 9)),
        case(op, "4 axes", (2, 3, 4, 3), (2, 3, 4, 3)),
        case(op, "5 axes", (1, 2, 3, 2, 4), (1, 2, 3, 2, 4)),
        case(op, "one value per plane", (3, 4, 3, 2), (3, 4, 1, 1)),
    ]


def number_cases(op: str) -> list[Case]:
    """A number besides the inputs, and the values that kernels get wrong."""
    return [
        case(op, "a number", (2, 3, 4, 3), number=0.5),
        case(op, "another number, 2 axes", (3, 7), number=-0.17),
        case(op, "two inputs and a number", (2, 4, 5), (2, 4, 5), number=0.5),
        case(op, "one value per plane and a number", (1, 3, 4, 2), (1, 3, 1, 1), number=0.1),
        given(op, "special values and a number", (1, len(LEFT)), LEFT, number=0.5),
        given_all(op, "special values", (1, len(LEFT)), LEFT, RIGHT),
    ]


MORE_ADD = joined_cases("add") + number_cases("add")
MUL = pair_cases("mul") + joined_cases("mul") + number_cases("mul")
MAX = [
    *pair_cases("max"),
    *joined_cases("max"),
    *number_cases("max"),
    given_all("max", "special values, three inputs", (1, len(LEFT)), LEFT, RIGHT, RIGHT[::-1]),
]
MEAN = [
    *pair_cases("mean"),
    *joined_cases("mean"),
    given_all("mean", "special values", (1, len(LEFT)), LEFT, RIGHT),
]

SCALE = [
    case("scale", "2 axes", (3, 7)),
    case("scale", "3 axes", (2, 4, 5)),
    case("scale", "4 axes, LayerScale", (1, 5, 3, 4)),
    case("scale", "4 axes, batch 3", (3, 3, 2, 3)),
    case("scale", "5 axes", (1, 3, 2, 3, 2)),
    case("scale", "2 axes, bias", (3, 7), bias=True),
    case("scale", "3 axes, bias", (2, 4, 5), bias=True),
    case("scale", "4 axes, bias, batch 3", (3, 3, 2, 3), bias=True),
    case("scale", "5 axes, bias", (2, 2, 2, 2, 3), bias=True),
    case("scale", "1x1 input, bias", (2, 9, 1, 1), bias=True),
    case("scale", "one channel", (2, 1, 3, 3), bias=True),
    given(
        "scale",
        "special values",
        (1, 4, 2),
        [nan, inf, -inf, -0.0, 3e38, 0.0, 1, -1e-20],
        bias=True,
    ),
]
