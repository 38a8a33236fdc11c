"""The `seed:N` rule: tensors that any language can make, from a name, a shape, a role and a seed.

All arithmetic is 64-bit wrapping for the generator and float32 for the values, except the bound of
a weight, `sqrt(6 / fanIn)`, which is taken in double and rounded once.
"""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

Role = Literal[
    "weight",
    "transposedWeight",
    "bias",
    "normWeight",
    "runningMean",
    "runningVariance",
    "slope",
    "embedding",
    "input",
]
FloatArray = npt.NDArray[np.float32]
WordArray = npt.NDArray[np.uint64]

WORD_MASK = (1 << 64) - 1


def splitmix(words: WordArray) -> WordArray:
    """The output of the splitmix64 generator for each state in `words`."""
    z = words + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def fnv1a64(text: str) -> int:
    """The 64-bit FNV-1a hash of the UTF-8 bytes of `text`."""
    hash_value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        hash_value = ((hash_value ^ byte) * 0x100000001B3) & WORD_MASK
    return hash_value


def key(name: str, seed: int) -> int:
    """The number at which the sequence of the tensor `name` starts."""
    return fnv1a64(name) ^ int(splitmix(np.array([seed], dtype=np.uint64))[0])


def uniform(name: str, count: int, seed: int) -> FloatArray:
    """The first `count` numbers of the tensor `name`, each in [0, 1) and exact in float32."""
    states: WordArray = np.arange(count, dtype=np.uint64)
    states += np.uint64(key(name, seed))
    words = splitmix(states)
    return (words >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def fan_in(shape: Sequence[int], transposed: bool) -> int:
    """The number of inputs of one output; for a transposed convolution groups do not count."""
    return math.prod(shape) // shape[1 if transposed else 0]


def fill(name: str, shape: Sequence[int], role: Role, seed: int) -> FloatArray:
    """The seeded tensor `name`, in row-major order.

    `name` is a parameter's state_dict name or a network input's name, which may be empty.
    """
    if role == "input":
        name = f"input:{name}" if name else "input"
    u = uniform(name, math.prod(shape), seed)
    signed = np.float32(2) * u - np.float32(1)
    match role:
        case "weight" | "transposedWeight":
            transposed = role == "transposedWeight"
            values = signed * np.float32(math.sqrt(6 / fan_in(shape, transposed)))
        case "bias" | "runningMean":
            values = signed * np.float32(0.1)
        case "normWeight" | "runningVariance":
            values = np.float32(0.75) + np.float32(0.5) * u
        case "slope":
            values = np.float32(0.5) * u
        case "embedding" | "input":
            values = signed
    return values.reshape(shape)
