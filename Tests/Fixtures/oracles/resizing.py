"""`resize`: the nearest modes in float32, whose ties they decide, the others in double."""

import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes
from oracles.op import Inputs, Op, Parameters, expanded


def resize(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The spatial axes at another size."""
    x = inputs[0]
    mode = attributes.get("mode", "nearest")
    if mode.startswith("nearest"):
        return interpolated(x, mode, None, attributes)
    aligned = attributes.get("alignCorners", False)
    return interpolated(x.double(), mode, aligned, attributes).float()


def interpolated(x: Tensor, mode: str, aligned: bool | None, attributes: Attributes) -> Tensor:
    """`x` at the size or scale of `attributes`; the scale also maps the coordinates."""
    rank = x.ndim - 2
    if mode == "bilinear":
        mode = ("linear", "bilinear", "trilinear")[rank - 1]
    elif mode == "bicubic" and rank == 1:
        # PyTorch's bicubic is for planes: a row is a plane of height 1.
        assert "size" in attributes
        plane = {"size": [1, *expanded(attributes["size"], 1)]}
        return interpolated(x.unsqueeze(2), mode, aligned, plane).squeeze(2)
    size = expanded(attributes["size"], rank) if "size" in attributes else None
    return F.interpolate(
        x, size=size, scale_factor=attributes.get("scale"), mode=mode, align_corners=aligned
    )


OPS = {"resize": Op(resize)}
