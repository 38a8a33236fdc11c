"""What a case of `ops.json` is: one op with its attributes, applied to inputs of some shapes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Shape = tuple[int, ...]
Attributes = dict[str, Any]
Data = Sequence[float]

INPUT_NAMES = ("x", "y", "z")


@dataclass(frozen=True)
class Case:
    """One op with its attributes, applied to inputs of some shapes.

    Attributes carry cnnc's names and are left out where they have PyTorch's default. `data` is the
    content of the first inputs; the seed gives that of the others, and of those with `None`.
    """

    op: str
    variant: str
    shapes: Sequence[Shape]
    attributes: Attributes = field(default_factory=dict)
    data: Sequence[Data | None] = ()

    @property
    def name(self) -> str:
        """The name that tells this case from all others."""
        return f"{self.op} {self.variant}"

    @property
    def inputs(self) -> list[tuple[str, Shape, Data | None]]:
        """The name, the shape and perhaps the data of each input."""
        missing = [None] * (len(self.shapes) - len(self.data))
        return list(zip(INPUT_NAMES, self.shapes, [*self.data, *missing]))


def case(op: str, variant: str, /, *shapes: Shape, **attributes: Any) -> Case:
    """A case whose inputs are seeded."""
    return Case(op, variant, shapes, attributes)


def given(op: str, variant: str, shape: Shape, data: Data, /, **attributes: Any) -> Case:
    """A case whose only input has the elements `data`."""
    return Case(op, variant, [shape], attributes, [data])


def given_all(op: str, variant: str, shape: Shape, *data: Data, **attributes: Any) -> Case:
    """A case with an input of `shape` for each of `data`."""
    return Case(op, variant, [shape] * len(data), attributes, data)


def steps(count: int, start: float, step: float) -> list[float]:
    """`count` numbers from `start` on, `step` apart."""
    return [start + step * index for index in range(count)]
