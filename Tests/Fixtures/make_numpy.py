"""Writes numpy.json: arrays as NumPy saves them, and their elements as NumPy converts them."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import numpy as np

from fixture_json import write_cases

TYPES = ["b1", "u1", "i1", "u2", "i2", "f2", "u4", "i4", "f4", "u8", "i8", "f8"]
SHAPES = [(), (1,), (5,), (0,), (2, 0), (2, 3), (3, 2, 2), (1, 2, 1, 3, 2)]


def case(name: str, array: np.ndarray, version: tuple[int, int] = (1, 0)) -> dict[str, Any]:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version, allow_pickle=False)
    with np.errstate(over="ignore"):
        floats = np.ascontiguousarray(array.astype(np.float32))
    return {
        "name": name,
        "file": base64.b64encode(buffer.getvalue()).decode(),
        "shape": list(array.shape),
        "bits": floats.ravel().view(np.uint32).tolist(),
    }


def special(dtype: np.dtype) -> np.ndarray:
    """Bounds, ties and neighbours of ties of the conversion to float32."""
    if dtype.kind == "b":
        return np.array([False, True], dtype)
    if dtype.kind in "ui":
        info = np.iinfo(dtype)
        powers = [2**n + d for n in (7, 24, 25, 31, 53, 62) for d in (-3, -1, 0, 1, 3)]
        values = {info.min, info.max, 0, 1, *powers, *(-power for power in powers)}
        return np.array(sorted(v for v in values if info.min <= v <= info.max), dtype)
    info = np.finfo(dtype)
    values = [0.0, -0.0, np.inf, -np.inf, info.max, info.min, info.tiny, info.smallest_subnormal]
    if dtype.itemsize == 8:
        values += [1 + 2.0**-24, 1 + 3 * 2.0**-24, 1 + 2.0**-24 + 2.0**-50, 2.0**-150, 2.0**-149]
        values += [1.5 * 2.0**-149, 3.4028235677973366e38, 3.402823567797336e38, 1 / 3, 2.0**-126]
    return np.array(values, dtype)


def cases() -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng(4)
    for kind in TYPES:
        for order in "<>" if kind[1] != "1" else "|":
            dtype = np.dtype(order + kind)
            yield case(f"special values of {dtype.str}", special(dtype))
            array = rng.integers(0, 100, (2, 3)).astype(dtype)
            yield case(f"{dtype.str}, row-major", array)
            yield case(f"{dtype.str}, column-major", np.asfortranarray(array))
    for shape in SHAPES:
        array = rng.random(shape, np.float32)
        yield case(f"shape {shape}", array)
        yield case(f"shape {shape}, column-major", np.asfortranarray(array))
    for version in [(1, 0), (2, 0), (3, 0)]:
        yield case(f"version {version}", rng.random(3, np.float32), version)
    halves = np.arange(65536, dtype=np.uint16).view(np.float16)
    yield case("every 16-bit float that is a number", halves[~np.isnan(halves)][::7])


def main() -> None:
    write_cases("numpy.json", cases())


if __name__ == "__main__":
    main()
