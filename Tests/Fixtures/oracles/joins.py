"""The ops that join several inputs, element by element in double and rounded once."""

from collections.abc import Callable
from functools import reduce

import torch
from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Inputs, Op, Parameter, Parameters, double_or_none


def joined(join: Callable[[Tensor, Tensor], Tensor], first: str = "") -> Op:
    """The op that joins its inputs, and perhaps a number, from the first to the last.

    The attribute `first` is a number before the first input.
    """

    def evaluate(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
        operands = [x.double() for x in inputs]
        if "number" in attributes:
            operands.append(torch.tensor(attributes["number"], dtype=torch.float64))
        if first in attributes:
            operands.insert(0, torch.tensor(attributes[first], dtype=torch.float64))
        return reduce(lambda a, b: by_sample(join, a, b), operands).float()

    return Op(evaluate)


def by_sample(join: Callable[[Tensor, Tensor], Tensor], a: Tensor, b: Tensor) -> Tensor:
    """The join of two inputs; those of different ranks are joined sample by sample."""
    if a.ndim == 0 or b.ndim == 0 or a.ndim == b.ndim:
        return join(a, b)
    result: Tensor = torch.vmap(join)(a, b)
    return result


def mean(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of the inputs."""
    total = reduce(lambda a, b: by_sample(torch.add, a, b), [x.double() for x in inputs])
    return (total / len(inputs)).float()


def scale_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A factor and perhaps a summand for each channel, of a shape that broadcasts."""
    channels = shape[1:2] + (1,) * (len(shape) - 2)
    weight = Parameter("op.weight", "normWeight", channels)
    bias = Parameter("op.bias", "bias", channels)
    return [weight, bias] if attributes.get("bias", False) else [weight]


def scale(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The product with a factor, and perhaps the sum with a summand, for each channel."""
    product = inputs[0].double() * parameters["op.weight"].double()
    bias = double_or_none(parameters, "op.bias")
    return (product if bias is None else product + bias).float()


OPS = {
    "add": joined(torch.add),
    "mul": joined(torch.mul),
    "max": joined(torch.maximum),
    "min": joined(torch.minimum),
    "sub": joined(torch.sub, "minuend"),
    "div": joined(torch.div, "dividend"),
    "mean": Op(mean),
    "scale": Op(scale, scale_parameters),
    "concat": Op(lambda inputs, parameters, attributes: torch.cat(inputs, 1)),
}
