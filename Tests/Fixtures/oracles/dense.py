"""The dense layers and the table of tokens."""

import torch.nn.functional as F
from torch import Tensor

from op_case import Attributes, Shape
from oracles.op import Inputs, Op, Parameter, Parameters
from oracles.weights import doubled, weight_and_bias


def linear_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The parameters of a linear layer whose input has `shape`."""
    features = attributes["features"]
    return weight_and_bias((features, shape[-1]), attributes, features)


def linear(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """A product with the last axis, in double and rounded once."""
    weight, bias = doubled(parameters)
    return F.linear(inputs[0].double(), weight, bias).float()


def embedding_parameters(shape: Shape, attributes: Attributes) -> list[Parameter]:
    """The table of an embedding."""
    return [Parameter("op.weight", "embedding", (attributes["vocabulary"], attributes["features"]))]


def embedding(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """The vector of each token."""
    return F.embedding(inputs[0].long(), parameters["op.weight"])


OPS = {
    "linear": Op(linear, linear_parameters),
    "embedding": Op(embedding, embedding_parameters),
}
