"""The convolutions, in double and rounded once."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes, Shape
from oracles.borders import widths
from oracles.op import DoubleArray, Inputs, Op, Parameter, Parameters, expanded, renamed
from oracles.weights import doubled, weight_and_bias


def conv_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters of a convolution whose input has `shape`."""
    filters = attributes["filters"]
    window = expanded(attributes["kernel"], len(shape) - 2)
    channels = shape[1] // attributes.get("groups", 1)
    return weight_and_bias((filters, channels, *window), attributes, filters)


def conv_transpose_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters of a transposed convolution whose input has `shape`."""
    filters = attributes["filters"]
    window = expanded(attributes["kernel"], len(shape) - 2)
    weight = (shape[1], filters // attributes.get("groups", 1), *window)
    return weight_and_bias(weight, attributes, filters, "transposedWeight")


def conv(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A convolution of any rank; of a padded input where `F.conv2d` has no such padding."""
    options = renamed(attributes, stride="stride", dilation="dilation", groups="groups")
    function = (F.conv1d, F.conv2d, F.conv3d)[inputs[0].ndim - 3]
    weight, bias = doubled(parameters)
    assert weight is not None
    x = inputs[0].double()
    padding, mode = attributes.get("padding", 0), attributes.get("mode", "zeros")
    if mode == "zeros" and (isinstance(padding, (int, str)) or isinstance(padding[0], int)):
        return function(x, weight, bias, padding=padding, **options).float()
    if padding == "same":
        assert "stride" not in attributes
        dilations = expanded(attributes.get("dilation", 1), x.ndim - 2)
        totals = [d * (k - 1) for d, k in zip(dilations, weight.shape[2:])]
        padding = [[total // 2, total - total // 2] for total in totals]
    border = widths(padding, x.ndim - 2)
    padded = F.pad(x, border, mode="constant" if mode == "zeros" else mode)
    return function(padded, weight, bias, **options).float()


def conv_transpose(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A transposed convolution of any rank."""
    options = renamed(
        attributes,
        stride="stride",
        padding="padding",
        outputPadding="output_padding",
        dilation="dilation",
        groups="groups",
    )
    functions = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)
    weight, bias = doubled(parameters)
    return functions[inputs[0].ndim - 3](inputs[0].double(), weight, bias, **options).float()


def deform_conv(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A deformable convolution as `torchvision.ops.deform_conv2d` defines it."""
    x, offsets = (tensor.double().numpy() for tensor in inputs[:2])
    weight, bias = (None if t is None else t.numpy() for t in doubled(parameters))
    assert weight is not None
    positions = tap_positions(offsets, attributes)
    samples = bilinear_samples(x, positions)
    if len(inputs) == 3:
        mask = inputs[2].double().numpy()
        taps = mask.reshape(len(x), -1, weight[0, 0].size, *mask.shape[2:])
        samples *= np.repeat(taps, x.shape[1] // taps.shape[1], axis=1)
    groups = attributes.get("groups", 1)
    # Batch n, group g, filter f and channel c of the group, tap k, position p.
    windows = samples.reshape(len(x), groups, x.shape[1] // groups, weight[0, 0].size, -1)
    filters = weight.reshape(groups, len(weight) // groups, weight.shape[1], -1)
    y = np.einsum("ngckp,gfck->ngfp", windows, filters)
    y = y.reshape(len(x), len(weight), *offsets.shape[2:])
    if bias is not None:
        y += bias[:, None, None]
    return torch.from_numpy(y).float()


def tap_positions(offsets: DoubleArray, attributes: Attributes) -> DoubleArray:
    """The row and column of each sample: axes N, offset group, tap, row or column, H', W'."""
    kernel = expanded(attributes["kernel"], 2)
    stride, padding, dilation = (
        expanded(attributes.get(name, default), 2)
        for name, default in (("stride", 1), ("padding", 0), ("dilation", 1))
    )
    shape = (*kernel, *offsets.shape[2:])
    taps = np.indices(shape, dtype=np.float64)
    places = [
        taps[2 + axis] * stride[axis] - padding[axis] + taps[axis] * dilation[axis]
        for axis in range(2)
    ]
    regular = np.stack(places, axis=2).reshape(-1, 2, *offsets.shape[2:])
    return regular + offsets.reshape(len(offsets), -1, *regular.shape)


def bilinear_samples(x: DoubleArray, positions: DoubleArray) -> DoubleArray:
    """`x` at `positions`, 0 beyond its borders: axes N, C, tap, H', W'."""
    moved = np.repeat(positions, x.shape[1] // positions.shape[1], axis=1)
    low = np.floor(moved)
    fraction = moved - low
    batch = np.arange(len(x)).reshape(-1, 1, 1, 1, 1)
    channel = np.arange(x.shape[1]).reshape(1, -1, 1, 1, 1)
    samples = np.zeros_like(moved[:, :, :, 0])
    for corner in np.ndindex(2, 2):
        shift = np.array(corner).reshape(2, 1, 1)
        row, column = np.moveaxis((low + shift).astype(int), 3, 0)
        share = np.where(shift == 1, fraction, 1 - fraction).prod(axis=3)
        inside = (row >= 0) & (row < x.shape[2]) & (column >= 0) & (column < x.shape[3])
        elements = x[batch, channel, np.where(inside, row, 0), np.where(inside, column, 0)]
        samples += np.where(inside, elements * share, 0)
    return samples


OPS = {
    "conv": Op(conv, conv_parameters),
    "convTranspose": Op(conv_transpose, conv_transpose_parameters),
    "deformConv": Op(deform_conv, conv_parameters),
}
