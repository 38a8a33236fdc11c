"""Makes `ops.json`: the result of every op of `op_cases.py`, as PyTorch computes it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from fixture_json import number, numbers, write_cases
from op_case import Case
from op_cases import CASES
from oracles import (
    activations,
    borders,
    convolutions,
    curves,
    dense,
    joins,
    layouts,
    norms,
    onnx_ops,
    pools,
    reductions,
    resizing,
)
from oracles.op import Parameter
from seeded import fill

OPS = (
    convolutions.OPS
    | dense.OPS
    | pools.OPS
    | activations.OPS
    | norms.OPS
    | joins.OPS
    | layouts.OPS
    | resizing.OPS
    | curves.OPS
    | borders.OPS
    | reductions.OPS
    | onnx_ops.OPS
)


def seeded(parameter: Parameter, seed: int) -> Tensor:
    """The tensor that `seed` gives to `parameter`."""
    return torch.from_numpy(fill(parameter.name, parameter.shape, parameter.role, seed))


def input_tensors(case: Case, seed: int) -> list[Tensor]:
    """The inputs of `case`."""
    return [
        torch.from_numpy(fill(name, shape, "input", seed))
        if data is None
        else torch.tensor(data, dtype=torch.float32).reshape(shape)
        for name, shape, data in case.inputs
    ]


def described_inputs(case: Case) -> Iterator[dict[str, Any]]:
    """The inputs of `case` as they are written: their data only where the seed does not give it."""
    for name, shape, data in case.inputs:
        described: dict[str, Any] = {"name": name, "shape": list(shape)}
        if data is not None:
            described["data"] = [number(value) for value in np.array(data, dtype=np.float32)]
        yield described


def described(case: Case, seed: int) -> dict[str, Any]:
    """`case` with its result, as it is written."""
    op = OPS[case.op]
    parameters = op.parameters(case.shapes[0], case.attributes)
    tensors = {parameter.name: seeded(parameter, seed) for parameter in parameters}
    output = op.evaluate(input_tensors(case, seed), tensors, case.attributes)
    assert output.dtype == torch.float32
    return {
        "name": case.name,
        "op": case.op,
        "attributes": case.attributes,
        "seed": seed,
        "inputs": list(described_inputs(case)),
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
    versions = f", onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}"
    write_cases("ops.json", described_cases(), versions)


if __name__ == "__main__":
    main()
