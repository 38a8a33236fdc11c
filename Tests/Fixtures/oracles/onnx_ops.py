"""The ops that only ONNX has, as ONNX Runtime computes them in float32."""

from typing import Any

import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import torch
from onnx import TensorProto, helper
from torch import Tensor

from op_case import Attributes
from oracles.op import Inputs, Op, Parameters

OPSET = 18


def run(op: str, x: Tensor, **attributes: Any) -> Tensor:
    """The result of a model of the one op."""
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node(op, ["x"], ["y"], **attributes)],
        op,
        [value("x", TensorProto.FLOAT, x.shape)],
        [value("y", TensorProto.FLOAT, [None] * x.ndim)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    onnx.checker.check_model(model)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return torch.from_numpy(session.run(None, {"x": x.numpy()})[0])


def global_lp_pool(inputs: Inputs, parameters: Parameters, attributes: Attributes) -> Tensor:
    """ONNX's `GlobalLpPool`, whose exponent is an integer."""
    return run("GlobalLpPool", inputs[0], p=attributes.get("norm", 2))


OPS = {"globalLpPool": Op(global_lp_pool)}
