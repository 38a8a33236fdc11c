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

MORE_CONCAT = [
    case("concat", "one input", (2, 3, 4)),
    case("concat", "4 axes, four inputs", *[(1, count, 2, 3) for count in (1, 2, 3, 4)]),
    case("concat", "2 axes, batch 3", (3, 1), (3, 7)),
    case("concat", "3 axes, odd length", (2, 2, 7), (2, 5, 7)),
    case("concat", "1x1 inputs", (2, 3, 1, 1), (2, 6, 1, 1)),
    case("concat", "5 axes, batch 3", (3, 1, 2, 1, 3), (3, 3, 2, 1, 3)),
    given_all("concat", "special values", (1, 2, 2), [nan, inf, -inf, -0.0], [0.0, 1, nan, -inf]),
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
MIN = [
    *pair_cases("min"),
    *joined_cases("min"),
    *number_cases("min"),
    given_all("min", "special values, three inputs", (1, len(LEFT)), LEFT, RIGHT, RIGHT[::-1]),
]


def rank_cases(op: str) -> list[Case]:
    """Inputs of different ranks: the batch is a matter of its own."""
    return [
        case(op, "a row", (1, 3, 4, 5), (1, 5)),
        case(op, "a column", (1, 3, 4, 5), (1, 4, 1)),
        case(op, "a plane for each sample", (3, 2, 3, 4), (3, 3, 4)),
        case(op, "a row for each sample, first", (2, 4), (2, 3, 2, 4)),
        case(op, "one number for each sample", (3, 2, 2, 3), (3, 1)),
        case(op, "one sample for all", (3, 4, 2), (1, 4, 2)),
        case(op, "one number for each channel of all samples", (3, 4, 2, 3), (1, 4, 1, 1)),
    ]


def difference_cases(op: str, first: str) -> list[Case]:
    """Two inputs, or a number in the place of either."""
    return [
        *pair_cases(op),
        case(op, "one value per plane first", (2, 4, 1, 1), (2, 4, 3, 3)),
        case(op, "one value per position", (2, 3, 4, 3), (2, 1, 4, 3)),
        case(op, "each broadcasts", (2, 3, 1, 4), (2, 1, 5, 1)),
        *rank_cases(op),
        case(op, "a number", (2, 3, 4, 3), number=0.5),
        case(op, "another number, 2 axes", (3, 7), number=-0.17),
        case(op, "a number first", (2, 3, 4, 3), **{first: 1}),
        case(op, "another number first, 5 axes", (1, 2, 3, 2, 3), **{first: -0.3}),
        given(op, "special values and a number", (1, len(LEFT)), LEFT, number=0.5),
        given(op, "special values and zero", (1, len(LEFT)), LEFT, number=0.0),
        given(op, "a number and special values", (1, len(LEFT)), LEFT, **{first: 2.5}),
        given(op, "zero and special values", (1, len(LEFT)), LEFT, **{first: 0.0}),
        given_all(op, "special values", (1, len(LEFT)), LEFT, RIGHT),
    ]


SUB = difference_cases("sub", "minuend")
DIV = difference_cases("div", "dividend")
RANKS = [joined for op in ("add", "mul", "max", "min", "mean") for joined in rank_cases(op)]

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
