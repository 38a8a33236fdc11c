"""The norms."""

import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Inputs, Op, Parameter, Parameters, double_or_none, renamed


def affine_parameters(shape: Shape) -> list[Parameter]:
    """A weight and a bias of `shape`."""
    return [Parameter("op.weight", "normWeight", shape), Parameter("op.bias", "bias", shape)]


def batch_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters and buffers of a batch norm whose input has `shape`."""
    channels = shape[1:2]
    running = [
        Parameter("op.running_mean", "runningMean", channels),
        Parameter("op.running_var", "runningVariance", channels),
    ]
    return affine_parameters(channels) + running if attributes.get("affine", True) else running


def group_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A weight and a bias for each channel, unless they are refused."""
    return affine_parameters(shape[1:2]) if attributes.get("affine", True) else []


def instance_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A weight and a bias for each channel, if they are asked for."""
    return affine_parameters(shape[1:2]) if attributes.get("affine", False) else []


def layer_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A weight and a bias for each element that is normalised together, unless refused."""
    spans = {"last": shape[-1:], "channels": shape[1:2], "all": shape[1:]}
    span = spans[attributes.get("over", "last")]
    return affine_parameters(span) if attributes.get("affine", True) else []


def doubled_affine(parameters: Parameters) -> tuple[Tensor | None, Tensor | None]:
    """The weight and the bias in double, if there are any."""
    return double_or_none(parameters, "op.weight"), double_or_none(parameters, "op.bias")


def batch_norm(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The batch norm of a trained network."""
    return F.batch_norm(
        inputs[0],
        parameters["op.running_mean"],
        parameters["op.running_var"],
        parameters.get("op.weight"),
        parameters.get("op.bias"),
        **renamed(attributes, epsilon="eps"),
    )


def layer_norm(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The layer norm over the last axis, the channels or all, in double and rounded once."""
    over = attributes.get("over", "last")
    x = inputs[0].double()
    # PyTorch normalises trailing axes only.
    x = x.movedim(1, -1) if over == "channels" else x
    span = x.shape[1:] if over == "all" else x.shape[-1:]
    weight, bias = doubled_affine(parameters)
    y = F.layer_norm(x, span, weight, bias, **renamed(attributes, epsilon="eps"))
    return (y.movedim(-1, 1) if over == "channels" else y).float()


def group_norm(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The group norm, in double and rounded once."""
    options = renamed(attributes, groups="num_groups", epsilon="eps")
    weight, bias = doubled_affine(parameters)
    return F.group_norm(inputs[0].double(), weight=weight, bias=bias, **options).float()


def instance_norm(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The instance norm, in double and rounded once."""
    options = renamed(attributes, epsilon="eps")
    weight, bias = doubled_affine(parameters)
    return F.instance_norm(inputs[0].double(), weight=weight, bias=bias, **options).float()


def lrn(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The local response norm, in double and rounded once."""
    options = renamed(attributes, size="size", alpha="alpha", beta="beta", k="k")
    if not attributes.get("alphaOverSize", True):
        options["alpha"] = attributes.get("alpha", 1e-4) * attributes["size"]
    return F.local_response_norm(inputs[0].double(), **options).float()


OPS = {
    "batchNorm": Op(batch_norm, batch_norm_parameters),
    "layerNorm": Op(layer_norm, layer_norm_parameters),
    "groupNorm": Op(group_norm, group_norm_parameters),
    "instanceNorm": Op(instance_norm, instance_norm_parameters),
    "lrn": Op(lrn),
}
