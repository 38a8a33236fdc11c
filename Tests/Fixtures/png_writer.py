"""Writes PNG files of every form: all colour types, depths and filters, plain and interlaced."""

import struct
import zlib
from collections.abc import Sequence

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# First row, first column and the steps of the passes of Adam7.
ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
         (1, 0, 2, 1)]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int, color: int, interlace: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace))


def packed(row: np.ndarray, depth: int) -> bytes:
    """The samples of a row, the first in the highest bits."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = (row.ravel()[:, None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype(np.uint8)).tobytes()


def paeth(a: int, b: int, c: int) -> int:
    distances = abs(b - c), abs(a - c), abs(a + b - 2 * c)
    return (a, b, c)[distances.index(min(distances))]


def filtered(row: bytes, above: bytes, kind: int, distance: int) -> bytes:
    result = bytearray([kind])
    for i, byte in enumerate(row):
        left = row[i - distance] if i >= distance else 0
        corner = above[i - distance] if i >= distance else 0
        guess = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        result.append((byte - guess) & 0xFF)
    return bytes(result)


def image_data(samples: np.ndarray, depth: int, interlace: int) -> bytes:
    """The rows of all passes of samples [row, column, channel]; the filters take turns."""
    distance = max(samples.shape[2] * depth // 8, 1)
    result = b""
    count = 0
    for top, left, down, right in ADAM7 if interlace else [(0, 0, 1, 1)]:
        part = samples[top::down, left::right]
        above = b""
        for row in part if part.size else []:
            data = packed(row, depth)
            result += filtered(data, above or bytes(len(data)), count % 5, distance)
            above = data
            count += 1
    return result


def png(
    samples: np.ndarray, depth: int, color: int, interlace: int = 0, *,
    before: Sequence[bytes] = (), palette: bytes = b"", pieces: int = 1, level: int = 9,
) -> bytes:
    """A file with `samples` [row, column, channel]; `before` are chunks ahead of the image data."""
    height, width = samples.shape[:2]
    data = zlib.compress(image_data(samples, depth, interlace), level)
    step = -(-len(data) // pieces)
    parts = [data[i : i + step] for i in range(0, len(data), step)]
    return b"".join([
        SIGNATURE, header(width, height, depth, color, interlace),
        chunk(b"PLTE", palette) if palette else b"", *before,
        *(chunk(b"IDAT", part) for part in parts), chunk(b"IEND", b""),
    ])
