"""The activations, softmax, and what does nothing at inference."""

import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Inputs, Op, Parameter, Parameters, mapped, mapped_in_double, renamed


def leaky_relu(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A slope for negative elements."""
    return F.leaky_relu(inputs[0], attributes["slope"])


def hard_sigmoid(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """PyTorch's line, or another as in ONNX, in double and rounded once."""
    x = inputs[0].double()
    if not attributes:
        return F.hardsigmoid(x).float()
    line: Tensor = x * attributes.get("slope", 1 / 6) + attributes.get("offset", 0.5)
    return line.clamp(0, 1).float()


def gelu(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """By erf or by tanh, in double and rounded once."""
    return F.gelu(inputs[0].double(), approximate=attributes.get("approximate", "none")).float()


def prelu_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """One slope, or one for each channel."""
    count = shape[1] if attributes.get("perChannel", False) else 1
    return [Parameter("op.weight", "slope", (count,))]


def prelu(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A trained slope for negative elements."""
    return F.prelu(inputs[0], parameters["op.weight"])


def softmax(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The softmax over the channels or the last axis."""
    return F.softmax(inputs[0], dim=-1 if attributes.get("axis") == "last" else 1)


def dropout(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The dropout of a trained network, which changes nothing."""
    return F.dropout(inputs[0], training=False, **renamed(attributes, rate="p"))


OPS = {
    "relu": mapped(F.relu),
    "relu6": mapped(F.relu6),
    "leakyRelu": Op(leaky_relu),
    "sigmoid": mapped(torch.sigmoid),
    "tanh": mapped(torch.tanh),
    "hardSwish": mapped_in_double(F.hardswish),
    "hardSigmoid": Op(hard_sigmoid),
    "silu": mapped_in_double(F.silu),
    "gelu": Op(gelu),
    "prelu": Op(prelu, prelu_parameters),
    "softmax": Op(softmax),
    "dropout": Op(dropout),
    # torchvision's stochastic depth returns its input at inference.
    "dropPath": mapped(lambda x: x),
}
