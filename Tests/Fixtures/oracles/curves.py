"""The activations that bend smoothly, in double and rounded once, and `clip`, which is exact."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes
from oracles.op import Inputs, Op, Parameters, mapped_in_double, renamed


def with_options(function: Callable[..., Tensor], **names: str) -> Op:
    """An op whose attributes are options of `function` under other names."""

    def evaluate(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
        return function(inputs[0].double(), **renamed(attributes, **names)).float()

    return Op(evaluate)


def clip(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """Each element within its bounds."""
    return torch.clamp(inputs[0], **attributes)


def log_softmax(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The logarithm of the softmax over the channels or the last axis."""
    axis = -1 if attributes.get("axis") == "last" else 1
    return F.log_softmax(inputs[0].double(), dim=axis).float()


OPS = {
    "elu": with_options(F.elu, alpha="alpha"),
    "selu": mapped_in_double(F.selu),
    "celu": with_options(F.celu, alpha="alpha"),
    "softplus": with_options(F.softplus, beta="beta", threshold="threshold"),
    "mish": mapped_in_double(F.mish),
    "softsign": mapped_in_double(F.softsign),
    "clip": Op(clip),
    "logSoftmax": Op(log_softmax),
    "identity": Op(lambda inputs, parameters, attributes: torch.nn.Identity()(inputs[0])),
}
