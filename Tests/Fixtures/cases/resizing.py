"""The cases of `resize`."""

from typing import Any

from op_case import Case, Shape, case


def resize(variant: str, shape: Shape, mode: str, **attributes: Any) -> Case:
    """A case of `resize` with a mode; nearest is the default and left out."""
    if mode != "nearest":
        attributes = {**attributes, "mode": mode}
    return case("resize", f"{mode} {variant}", shape, **attributes)


def shared_cases(mode: str) -> list[Case]:
    """Sizes and scales that every mode is tried at."""
    return [
        resize("to a size", (1, 2, 3, 4), mode, size=[5, 7]),
        resize("down to a size, batch 3", (3, 2, 7, 5), mode, size=[3, 2]),
        resize("up and down", (1, 2, 3, 8), mode, size=[8, 3]),
        resize("to twice the size", (1, 2, 2, 3), mode, scale=2),
        resize("by 1.3", (1, 2, 5, 7), mode, scale=1.3),
        resize("by 2.5, batch 2", (2, 2, 3, 2), mode, scale=2.5),
        resize("by 0.5", (1, 2, 6, 7), mode, scale=0.5),
        resize("by 0.7", (2, 2, 5, 8), mode, scale=0.7),
        resize("to 1x1", (2, 3, 4, 5), mode, size=1),
        resize("of 1x1", (2, 3, 1, 1), mode, size=[3, 2]),
        resize("to the same size", (1, 2, 4, 3), mode, size=[4, 3]),
        resize("1d", (2, 3, 7), mode, size=10),
    ]


def volume_cases(mode: str) -> list[Case]:
    """What PyTorch has for nearest and linear modes: other ranks."""
    return [
        resize("1d by 1.3", (1, 2, 10), mode, scale=1.3),
        resize("3d", (1, 2, 2, 3, 2), mode, size=[3, 2, 5]),
        resize("3d by 1.5", (1, 1, 3, 2, 4), mode, scale=1.5),
    ]


def aligned_cases(mode: str) -> list[Case]:
    """Corners that keep their places."""
    return [
        resize("aligned to a size", (1, 2, 3, 4), mode, size=[5, 7], alignCorners=True),
        resize("aligned down", (2, 2, 7, 5), mode, size=[3, 2], alignCorners=True),
        resize("aligned by 2, U-Net", (1, 2, 3, 2), mode, scale=2, alignCorners=True),
        resize("aligned by 1.3", (1, 2, 5, 4), mode, scale=1.3, alignCorners=True),
        resize("aligned to 1x1", (1, 2, 4, 3), mode, size=1, alignCorners=True),
        resize("aligned of 1x1", (2, 2, 1, 1), mode, size=[2, 3], alignCorners=True),
    ]


RESIZE = [
    *shared_cases("nearest"),
    *volume_cases("nearest"),
    *shared_cases("nearest-exact"),
    *volume_cases("nearest-exact"),
    *shared_cases("bilinear"),
    *volume_cases("bilinear"),
    *aligned_cases("bilinear"),
    resize("1d aligned", (1, 2, 5), "bilinear", size=8, alignCorners=True),
    resize("3d aligned", (1, 1, 2, 3, 3), "bilinear", size=[3, 5, 2], alignCorners=True),
    resize("by a scale that keeps the size", (1, 2, 3, 4), "bilinear", scale=1.3),
    *shared_cases("bicubic"),
    *aligned_cases("bicubic"),
    resize("by a scale that keeps the size", (1, 2, 3, 4), "bicubic", scale=1.3),
    # Ties, which float32 decides.
    resize("ties", (1, 1, 40), "nearest", size=30),
    resize("ties of thirds", (1, 1, 10), "nearest", size=33),
    resize("ties", (1, 1, 40), "nearest-exact", size=30),
    resize("ties of a scale", (1, 1, 10), "nearest", scale=3.3),
    resize("ties of a scale", (1, 1, 10), "nearest-exact", scale=0.6),
]
