"""Reductions, lengths and colours, in double and rounded once."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Inputs, Op, Parameter, Parameters, double_or_none


def reduction(function: Callable[..., Tensor]) -> Op:
    """The op that reduces the chosen axes by `function`."""

    def evaluate(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
        x = inputs[0].double()
        over = attributes.get("over", "space")
        words = {"space": range(2, x.ndim), "channels": [1], "all": range(1, x.ndim)}
        axes = list(words[over] if isinstance(over, str) else over)
        return function(x, dim=axes, keepdim=attributes.get("keepAxes", False)).float()

    return Op(evaluate)


def axis_of(attributes: Attributes) -> int:
    """The axis of vectors, for PyTorch."""
    return -1 if attributes.get("axis") == "last" else 1


def argmax(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The number of the largest element along an axis."""
    keep = attributes.get("keepAxes", False)
    return inputs[0].argmax(dim=axis_of(attributes), keepdim=keep).float()


def l2_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A factor for each place on the axis, if they are asked for."""
    extent = shape[axis_of(attributes)]
    return [Parameter("op.weight", "normWeight", (extent,))] if attributes.get("scale") else []


def l2_norm(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """`F.normalize`, and perhaps the product with a factor, as in torchvision's SSD."""
    axis = axis_of(attributes)
    y = F.normalize(inputs[0].double(), dim=axis, eps=attributes.get("epsilon", 1e-12))
    weight = double_or_none(parameters, "op.weight")
    return (y if weight is None else (y.movedim(axis, -1) * weight).movedim(-1, axis)).float()


def normalize(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """Torchvision's `Normalize` for any number of axes."""
    x = inputs[0].double()
    shape = (-1,) + (1,) * (x.ndim - 2)
    mean, std = (
        torch.tensor(attributes[name], dtype=torch.float64).reshape(shape)
        for name in ("mean", "std")
    )
    return ((x - mean) / std).float()


OPS = {
    "reduceMean": reduction(torch.mean),
    "reduceSum": reduction(torch.sum),
    "reduceMax": reduction(torch.amax),
    "argmax": Op(argmax),
    "l2Norm": Op(l2_norm, l2_norm_parameters),
    "normalize": Op(normalize),
}
