"""`pad` and what says a shape."""

import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes
from oracles.op import Inputs, Op, Parameters


def widths(padding: int | list[int] | list[list[int]], rank: int) -> list[int]:
    """The widths of a border in PyTorch's order: before and after, the last axis first."""
    axes = [padding] * rank if isinstance(padding, int) else padding
    pairs = [(axis, axis) if isinstance(axis, int) else tuple(axis) for axis in axes]
    return [width for pair in reversed(pairs) for width in pair]


def pad(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The input with a border."""
    border = widths(attributes["padding"], inputs[0].ndim - 2)
    mode = attributes.get("mode", "constant")
    if mode == "constant":
        return F.pad(inputs[0], border, value=attributes.get("value", 0.0))
    return F.pad(inputs[0], border, mode=mode)


def reshape(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The elements of each sample under another shape."""
    return inputs[0].reshape(inputs[0].shape[0], *attributes["shape"])


def depth_to_space(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """Channels as blocks, in PyTorch's order, in ONNX's or in that of SPD-Conv."""
    x, factor = inputs[0], attributes["factor"]
    order = attributes.get("order", "torch")
    if order == "torch":
        return F.pixel_shuffle(x, factor)
    planes = x.shape[1] // factor**2
    y = torch.empty(x.shape[0], planes, x.shape[2] * factor, x.shape[3] * factor)
    steps = range(factor)
    # ONNX goes along the rows of a block, SPD-Conv along the columns.
    places = [(a, b) if order == "onnx" else (b, a) for a in steps for b in steps]
    for index, (dy, dx) in enumerate(places):
        y[:, :, dy::factor, dx::factor] = x[:, index * planes : (index + 1) * planes]
    return y


OPS = {"pad": Op(pad), "reshape": Op(reshape), "depthToSpace": Op(depth_to_space)}
