"""The ops that put elements elsewhere and leave them as they are."""

import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes
from oracles.op import Inputs, Op, Parameters, expanded, mapped


def crop(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A part of the spatial axes, in the middle unless there is an offset."""
    extents = inputs[0].shape[2:]
    size = expanded(attributes["size"], len(extents))
    middle = [(extent - length) // 2 for extent, length in zip(extents, size)]
    offset = expanded(attributes.get("offset", middle), len(extents))
    part = [slice(start, start + length) for start, length in zip(offset, size)]
    return inputs[0][:, :, *part]


def space_to_depth(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """Blocks as channels, in PyTorch's order, in ONNX's or in that of SPD-Conv."""
    x, factor = inputs[0], attributes["factor"]
    order = attributes.get("order", "torch")
    if order == "torch":
        return F.pixel_unshuffle(x, factor)
    steps = range(factor)
    # ONNX goes along the rows of a block, SPD-Conv along the columns.
    places = [(a, b) if order == "onnx" else (b, a) for a in steps for b in steps]
    return torch.cat([x[:, :, dy::factor, dx::factor] for dy, dx in places], 1)


def slice_channels(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """Some of the channels."""
    return inputs[0][:, attributes["start"] : attributes["end"]]


def permute(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The axes in another order."""
    return inputs[0].permute(attributes["order"])


def channel_shuffle(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The channels of each group in turn."""
    x = inputs[0]
    parts = x.reshape(x.shape[0], attributes["groups"], -1, *x.shape[2:])
    return parts.transpose(1, 2).flatten(1, 2)


OPS = {
    "flatten": mapped(lambda x: torch.flatten(x, 1)),
    "slice": Op(slice_channels),
    "crop": Op(crop),
    "permute": Op(permute),
    "channelShuffle": Op(channel_shuffle),
    "spaceToDepth": Op(space_to_depth),
}
