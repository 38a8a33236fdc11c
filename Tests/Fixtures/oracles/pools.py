"""The pools. Those of Caffe are written here, from the rules of its `pooling_layer.cpp`."""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from op_case import Attributes
from oracles.op import DoubleArray, Inputs, Op, Parameters, expanded, renamed


def max_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The largest value of each window."""
    if attributes.get("ceil") == "caffe":
        return caffe_pool(inputs[0], attributes, largest)
    options = renamed(
        attributes,
        kernel="kernel_size",
        stride="stride",
        padding="padding",
        dilation="dilation",
        ceil="ceil_mode",
    )
    function = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[inputs[0].ndim - 3]
    return function(inputs[0], **options)


def avg_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of each window."""
    if attributes.get("ceil") == "caffe":
        return caffe_pool(inputs[0], attributes, mean)
    options = renamed(
        attributes,
        kernel="kernel_size",
        stride="stride",
        padding="padding",
        ceil="ceil_mode",
        countIncludePad="count_include_pad",
    )
    function = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[inputs[0].ndim - 3]
    return function(inputs[0], **options)


def global_avg_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of each channel, with spatial axes of size 1."""
    functions = (F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d)
    return functions[inputs[0].ndim - 3](inputs[0], 1)


def adaptive_avg_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of each bin, in double and rounded once."""
    modules = (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d)
    size = expanded(attributes["size"], inputs[0].ndim - 2)
    y: Tensor = modules[inputs[0].ndim - 3](size)(inputs[0].double())
    return y.float()


def global_max_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The largest value of each channel, with spatial axes of size 1."""
    functions = (F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d)
    return functions[inputs[0].ndim - 3](inputs[0], 1)


def adaptive_max_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The largest value of each bin."""
    functions = (F.adaptive_max_pool1d, F.adaptive_max_pool2d, F.adaptive_max_pool3d)
    size = expanded(attributes["size"], inputs[0].ndim - 2)
    return functions[inputs[0].ndim - 3](inputs[0], size)


def lp_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The norm of each window, in double and rounded once."""
    options = renamed(
        attributes, kernel="kernel_size", stride="stride", norm="norm_type", ceil="ceil_mode"
    )
    function = (F.lp_pool1d, F.lp_pool2d, F.lp_pool3d)[inputs[0].ndim - 3]
    if inputs[0].ndim == 5 and "stride" not in options:
        # PyTorch's avg_pool3d refuses the missing stride that lp_pool3d passes on.
        options["stride"] = options["kernel_size"]
    return function(inputs[0].double(), **options).float()


def largest(elements: DoubleArray, positions: int) -> DoubleArray:
    """The largest of each row; negative infinity if there are no elements."""
    result: DoubleArray = elements.max(axis=-1, initial=-np.inf)
    return result


def mean(elements: DoubleArray, positions: int) -> DoubleArray:
    """The sum of each row over the number of `positions`, as Caffe counts them.

    A window that begins behind the input has 0 positions, one that begins beyond less than 0.
    """
    with np.errstate(invalid="ignore"):
        result: DoubleArray = elements.sum(axis=-1) / np.float64(positions)
    return result


def caffe_pool(
    x: Tensor, attributes: Attributes, reduce: Callable[[DoubleArray, int], DoubleArray]
) -> Tensor:
    """Caffe's pool of any rank, in double and rounded once.

    `reduce` gets the elements of a window for each channel, and how many places the window has on
    the input and its padding.
    """
    rank = x.ndim - 2
    kernel = expanded(attributes["kernel"], rank)
    stride = expanded(attributes.get("stride", kernel), rank)
    padding = expanded(attributes.get("padding", 0), rank)
    counts = [
        caffe_count(*axis, clips=any(padding)) for axis in zip(x.shape[2:], kernel, stride, padding)
    ]
    y = np.empty((*x.shape[:2], *counts))
    for index in np.ndindex(*counts):
        window, positions = [], 1
        for i, extent, k, s, p in zip(index, x.shape[2:], kernel, stride, padding):
            start = i * s - p
            window.append(slice(max(start, 0), max(min(start + k, extent), 0)))
            positions *= min(start + k, extent + p) - start
        elements = x.double().numpy()[:, :, *window].reshape(*x.shape[:2], -1)
        y[:, :, *index] = reduce(elements, positions)
    return torch.from_numpy(y).float()


def caffe_count(extent: int, kernel: int, stride: int, padding: int, clips: bool) -> int:
    """The number of windows along an axis.

    It is rounded up. If any axis has padding, a last window that would begin behind the input and
    the padding before it is left out, whatever axis it is on.
    """
    count = -(-(extent + 2 * padding - kernel) // stride) + 1
    return count - 1 if clips and (count - 1) * stride >= extent + padding else count


OPS = {
    "maxPool": Op(max_pool),
    "avgPool": Op(avg_pool),
    "globalAvgPool": Op(global_avg_pool),
    "adaptiveAvgPool": Op(adaptive_avg_pool),
    "globalMaxPool": Op(global_max_pool),
    "adaptiveMaxPool": Op(adaptive_max_pool),
    "lpPool": Op(lp_pool),
}
