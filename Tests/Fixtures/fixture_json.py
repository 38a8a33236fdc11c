"""How fixtures are written as JSON: one case per line, every number as short as float32 allows."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch

FOLDER = Path(__file__).parent


def number(value: np.float32) -> float | str:
    """The shortest decimal that reads back as `value`; a value JSON lacks is a string."""
    text = str(value)
    return float(text) if np.isfinite(value) else text


def numbers(tensor: torch.Tensor) -> list[float | str]:
    """The elements of a float32 tensor, in row-major order."""
    return [number(value) for value in tensor.numpy().ravel()]


def write_cases(file_name: str, cases: Iterable[dict[str, Any]], others: str = "") -> None:
    """Writes `cases`, and the versions that made them, to a file beside the scripts."""
    made_by = json.dumps(f"torch {torch.__version__}, numpy {np.__version__}{others}")
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases)
    text = f'{{"madeBy":{made_by},"cases":[\n{lines}\n]}}\n'
    (FOLDER / file_name).write_text(text, encoding="utf-8", newline="\n")
