"""Weights and biases: their parameters, weight normalisation, and their values in double."""

from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Parameter, Parameters, double_or_none
from seeded import Role


def weight_and_bias(
    shape: Shape, attributes: Attributes, outputs: int, role: Role = "weight"
) -> list[Parameter]:
    """A weight of `shape` and, unless it is refused, a bias for each of the `outputs`.

    A normalised weight is two tensors: a length for each first index, and the directions.
    """
    weight = [Parameter("op.weight", role, shape)]
    if attributes.get("weightNorm", False):
        lengths = shape[:1] + (1,) * (len(shape) - 1)
        weight = [
            Parameter("op.weight_g", "normWeight", lengths),
            Parameter("op.weight_v", role, shape),
        ]
    bias = Parameter("op.bias", "bias", (outputs,))
    return [*weight, bias] if attributes.get("bias", True) else weight


def normalized(lengths: Tensor, directions: Tensor) -> Tensor:
    """`g v / |v|`, the length taken over all axes but the first."""
    norms = directions.flatten(1).square().sum(1).sqrt().reshape(lengths.shape)
    return lengths * (directions / norms)


def doubled(parameters: Parameters) -> tuple[Tensor, Tensor | None]:
    """The weight and, if there is one, the bias in double."""
    bias = double_or_none(parameters, "op.bias")
    if "op.weight" in parameters:
        return parameters["op.weight"].double(), bias
    lengths, directions = parameters["op.weight_g"], parameters["op.weight_v"]
    return normalized(lengths.double(), directions.double()), bias
