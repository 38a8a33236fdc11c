"""Makes `ops.json`: the result of every op of `op_cases.py`, as PyTorch computes it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from fixture_json import number, numbers, write_cases
from op_cases import CASES, INPUT_NAMES, Attributes, Case, Shape
from seeded import Role, fill

Parameters = dict[str, Tensor]


@dataclass(frozen=True)
class Parameter:
    """A tensor that an op owns, filled from the seed by its role."""

    name: str
    role: Role
    shape: Shape


@dataclass(frozen=True)
class Op:
    """What an op computes, and the parameters it needs for the shape of its first input."""

    evaluate: Callable[[list[Tensor], Parameters, Attributes], Tensor]
    parameters: Callable[[Shape, Attributes], list[Parameter]] = lambda shape, attributes: []


def weight_and_bias(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """A weight of `shape` and, unless it is refused, a bias for each of its outputs."""
    weight = Parameter("op.weight", "weight", shape)
    bias = Parameter("op.bias", "bias", shape[:1])
    return [weight, bias] if attributes.get("bias", True) else [weight]


def conv_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters of a convolution whose input has `shape`."""
    kernel = attributes["kernel"]
    window = (kernel,) * (len(shape) - 2) if isinstance(kernel, int) else tuple(kernel)
    channels = shape[1] // attributes.get("groups", 1)
    return weight_and_bias((attributes["filters"], channels, *window), attributes)


def linear_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters of a linear layer whose input has `shape`."""
    return weight_and_bias((attributes["features"], shape[-1]), attributes)


def batch_norm_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters and buffers of a batch norm whose input has `shape`."""
    channels = shape[1:2]
    affine = [
        Parameter("op.weight", "normWeight", channels),
        Parameter("op.bias", "bias", channels),
    ]
    running = [
        Parameter("op.running_mean", "runningMean", channels),
        Parameter("op.running_var", "runningVariance", channels),
    ]
    return affine + running if attributes.get("affine", True) else running


def renamed(attributes: Attributes, **names: str) -> Attributes:
    """The `attributes` that `names` lists, under PyTorch's names."""
    return {names[name]: value for name, value in attributes.items() if name in names}


def doubled(parameters: Parameters) -> tuple[Tensor, Tensor | None]:
    """The weight and, if there is one, the bias in double."""
    bias = parameters.get("op.bias")
    return parameters["op.weight"].double(), None if bias is None else bias.double()


def conv(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """A convolution of any rank, in double and rounded once."""
    options = renamed(
        attributes, stride="stride", padding="padding", dilation="dilation", groups="groups"
    )
    function = (F.conv1d, F.conv2d, F.conv3d)[inputs[0].ndim - 3]
    weight, bias = doubled(parameters)
    return function(inputs[0].double(), weight, bias, **options).float()


def linear(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """A product with the last axis, in double and rounded once."""
    weight, bias = doubled(parameters)
    return F.linear(inputs[0].double(), weight, bias).float()


def max_pool(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The largest value of each window."""
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


def avg_pool(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of each window."""
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


def global_avg_pool(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The mean of each channel, with spatial axes of size 1."""
    functions = (F.adaptive_avg_pool1d, F.adaptive_avg_pool2d, F.adaptive_avg_pool3d)
    return functions[inputs[0].ndim - 3](inputs[0], 1)


def softmax(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The softmax over the channels."""
    assert attributes == {"axis": "channels"}
    return F.softmax(inputs[0], dim=1)


def batch_norm(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The batch norm of a trained network."""
    return F.batch_norm(
        inputs[0],
        parameters["op.running_mean"],
        parameters["op.running_var"],
        parameters.get("op.weight"),
        parameters.get("op.bias"),
        **renamed(attributes, epsilon="eps"),
    )


def dropout(inputs: list[Tensor], parameters: Parameters, attributes: Attributes) -> Tensor:
    """The dropout of a trained network, which changes nothing."""
    return F.dropout(inputs[0], training=False, **renamed(attributes, rate="p"))


OPS = {
    "conv": Op(conv, conv_parameters),
    "linear": Op(linear, linear_parameters),
    "maxPool": Op(max_pool),
    "avgPool": Op(avg_pool),
    "globalAvgPool": Op(global_avg_pool),
    "relu": Op(lambda inputs, parameters, attributes: F.relu(inputs[0])),
    "sigmoid": Op(lambda inputs, parameters, attributes: torch.sigmoid(inputs[0])),
    "tanh": Op(lambda inputs, parameters, attributes: torch.tanh(inputs[0])),
    "flatten": Op(lambda inputs, parameters, attributes: torch.flatten(inputs[0], 1)),
    "softmax": Op(softmax),
    "batchNorm": Op(batch_norm, batch_norm_parameters),
    "dropout": Op(dropout),
    "add": Op(lambda inputs, parameters, attributes: inputs[0] + inputs[1]),
    "concat": Op(lambda inputs, parameters, attributes: torch.cat(inputs, 1)),
}


def seeded(parameter: Parameter, seed: int) -> Tensor:
    """The tensor that `seed` gives to `parameter`."""
    return torch.from_numpy(fill(parameter.name, parameter.shape, parameter.role, seed))


def input_tensors(case: Case, seed: int) -> list[Tensor]:
    """The inputs of `case`."""
    if case.data is not None:
        return [torch.tensor(case.data, dtype=torch.float32).reshape(case.shapes[0])]
    return [
        torch.from_numpy(fill(name, shape, "input", seed))
        for name, shape in zip(INPUT_NAMES, case.shapes)
    ]


def described_inputs(case: Case) -> list[dict[str, Any]]:
    """The inputs of `case` as they are written: their data only where the seed does not give it."""
    inputs: list[dict[str, Any]] = [
        {"name": name, "shape": list(shape)} for name, shape in zip(INPUT_NAMES, case.shapes)
    ]
    if case.data is not None:
        inputs[0]["data"] = [number(value) for value in np.array(case.data, dtype=np.float32)]
    return inputs


def described(case: Case, seed: int) -> dict[str, Any]:
    """`case` with its result, as it is written."""
    op = OPS[case.op]
    parameters = op.parameters(case.shapes[0], case.attributes)
    tensors = {parameter.name: seeded(parameter, seed) for parameter in parameters}
    output = op.evaluate(input_tensors(case, seed), tensors, case.attributes)
    return {
        "name": case.name,
        "op": case.op,
        "attributes": case.attributes,
        "seed": seed,
        "inputs": described_inputs(case),
        "parameters": [
            {"name": parameter.name, "role": parameter.role, "shape": list(parameter.shape)}
            for parameter in parameters
        ],
        "outputShape": list(output.shape),
        "output": numbers(output),
    }


def described_cases() -> Iterator[dict[str, Any]]:
    """All cases; the seed of each is its number among the cases of its op."""
    count: Counter[str] = Counter()
    for case in CASES:
        count[case.op] += 1
        yield described(case, count[case.op])


def main() -> None:
    """Writes the parity cases of the single ops."""
    torch.set_num_threads(1)
    assert len({case.name for case in CASES}) == len(CASES)
    write_cases("ops.json", described_cases())


if __name__ == "__main__":
    main()
