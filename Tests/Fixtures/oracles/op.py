"""What an oracle is: how PyTorch evaluates an op, and which parameters the op needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from torch import Tensor

from op_case import Attributes, Shape
from seeded import Role

Inputs = list[Tensor]
Parameters = dict[str, Tensor]
Evaluate = Callable[[Inputs, Parameters, Attributes], Tensor]
DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Parameter:
    """A tensor that an op owns, filled from the seed by its role."""

    name: str
    role: Role
    shape: Shape


@dataclass(frozen=True)
class Op:
    """What an op computes, and the parameters it needs for the shape of its first input."""

    evaluate: Evaluate
    parameters: Callable[[Shape, Attributes], list[Parameter]] = lambda shape, attributes: []


def renamed(attributes: Attributes, **names: str) -> Attributes:
    """The `attributes` that `names` lists, under PyTorch's names."""
    return {names[name]: value for name, value in attributes.items() if name in names}


def mapped(function: Callable[[Tensor], Tensor]) -> Op:
    """An op without attributes, in float32."""
    return Op(lambda inputs, parameters, attributes: function(inputs[0]))


def mapped_in_double(function: Callable[[Tensor], Tensor]) -> Op:
    """An op without attributes, in double and rounded once."""
    return mapped(lambda x: function(x.double()).float())


def double_or_none(parameters: Parameters, name: str) -> Tensor | None:
    """The parameter `name` in double, if there is one."""
    tensor = parameters.get(name)
    return None if tensor is None else tensor.double()


def expanded(value: int | Sequence[int], rank: int) -> tuple[int, ...]:
    """The value for each of `rank` axes."""
    return (value,) * rank if isinstance(value, int) else tuple(value)
