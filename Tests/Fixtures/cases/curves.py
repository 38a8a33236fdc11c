"""The cases of the activations that bend smoothly, of `clip`, and of `logSoftmax`."""

from math import inf, nan
from typing import Any

from cases.activations import SPECIAL_VALUES, bounded_activation_cases, new_activation_cases
from op_case import Case, case, given, steps


def shaped_cases(op: str, variant: str, **attributes: Any) -> list[Case]:
    """Some shapes, a range and special values under attributes of their own."""
    return [
        case(op, f"{variant}, 4 axes, batch 3", (3, 2, 3, 5), **attributes),
        given(op, f"{variant}, range", (1, 33), steps(33, -8, 0.5), **attributes),
        given(
            op,
            f"{variant}, special values",
            (1, len(SPECIAL_VALUES)),
            SPECIAL_VALUES,
            **attributes,
        ),
    ]


ELU = [
    *new_activation_cases("elu"),
    *shaped_cases("elu", "alpha 0.5", alpha=0.5),
    *shaped_cases("elu", "alpha 2", alpha=2.0),
    *shaped_cases("elu", "alpha 0", alpha=0.0),
    *shaped_cases("elu", "negative alpha", alpha=-1.0),
]

CELU = [
    *new_activation_cases("celu"),
    *shaped_cases("celu", "alpha 0.5", alpha=0.5),
    *shaped_cases("celu", "alpha 2", alpha=2.0),
    *shaped_cases("celu", "negative alpha", alpha=-1.5),
]

SOFTPLUS = [
    *new_activation_cases("softplus"),
    *shaped_cases("softplus", "beta 2", beta=2.0),
    *shaped_cases("softplus", "beta 0.1", beta=0.1),
    *shaped_cases("softplus", "threshold 1", threshold=1.0),
    *shaped_cases("softplus", "beta 3, threshold -4", beta=3.0, threshold=-4.0),
    *shaped_cases("softplus", "negative beta", beta=-1.0),
]

BOUNDS = [-0.5, -0.50000006, -0.49999997, 0.25, 0.25000003, 0.24999999, -0.0, 0.0, nan, inf, -inf]

CLIP = [
    *bounded_activation_cases("clip", min=-1.0, max=1.0),
    case("clip", "3 axes, min", (2, 3, 7), min=-0.25),
    case("clip", "4 axes, max", (1, 3, 4, 5), max=0.25),
    case("clip", "5 axes", (1, 2, 2, 3, 4), min=0.0, max=0.5),
    case("clip", "min over max", (2, 5, 4), min=0.5, max=-0.5),
    case("clip", "min as max", (2, 5, 3), min=0.125, max=0.125),
    given("clip", "bounds", (1, len(BOUNDS)), BOUNDS, min=-0.5, max=0.25),
    given("clip", "zeros at zero", (2, 3), [0.0, -0.0, 1, -0.0, 0.0, -1], min=0.0),
    given("clip", "special values", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES, min=-6.0, max=6.0),
    given("clip", "special values, min", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES, min=0.0),
    given("clip", "special values, max", (1, len(SPECIAL_VALUES)), SPECIAL_VALUES, max=0.0),
]

LOG_SOFTMAX = [
    case("logSoftmax", "2 axes", (3, 10)),
    case("logSoftmax", "3 axes", (2, 4, 7), axis="channels"),
    case("logSoftmax", "4 axes", (1, 5, 3, 4)),
    case("logSoftmax", "5 axes", (2, 3, 2, 2, 3)),
    case("logSoftmax", "3 axes, last", (2, 4, 7), axis="last"),
    case("logSoftmax", "4 axes, last, batch 3", (3, 2, 3, 5), axis="last"),
    case("logSoftmax", "one channel", (2, 1, 4)),
    case("logSoftmax", "1x1, batch 3", (3, 6, 1, 1)),
    given("logSoftmax", "large", (2, 3), [1000, 999, -1000, -3e38, 3e38, 0]),
    given("logSoftmax", "far apart", (1, 4), [-200, 0, 88, -88]),
    given("logSoftmax", "equal", (2, 4), [5.0] * 4 + [-1e30] * 4),
    given("logSoftmax", "negative infinities", (1, 3, 2), [-inf, -inf, 1, -inf, 2, -inf]),
    given("logSoftmax", "infinity", (2, 3), [inf, 1, -inf, inf, inf, 0]),
    given("logSoftmax", "not a number", (2, 3), [nan, 1, 2, 3, 4, 5]),
]
