"""Writes inflate.json: compressed streams, whole and damaged, and what zlib makes of them."""

import base64
import random
import zlib
from collections.abc import Iterator
from typing import Any

from fixture_json import write_cases

STRATEGIES = {
    "default": zlib.Z_DEFAULT_STRATEGY,
    "filtered": zlib.Z_FILTERED,
    "huffman": zlib.Z_HUFFMAN_ONLY,
    "rle": zlib.Z_RLE,
    "fixed": zlib.Z_FIXED,
}
SIZES = [0, 1, 2, 3, 100, 257, 258, 259, 1000, 4096, 32768, 32769, 65535, 65536, 200_000]


def text(size: int, rng: random.Random) -> bytes:
    """Words from a short list, which repeat at many distances."""
    words = [bytes(rng.choices(b"abcdefgh ", k=rng.randint(2, 9))) for _ in range(40)]
    return b" ".join(rng.choices(words, k=size // 3 + 1))[:size]


def noise(size: int, rng: random.Random) -> bytes:
    return rng.randbytes(size)


def ramp(size: int, rng: random.Random) -> bytes:
    """Slowly rising numbers with a period beyond the longest distance."""
    return bytes((i * 7 // 300 + i // 50_000) & 0xFF for i in range(size))


def skewed(size: int, rng: random.Random) -> bytes:
    """Bytes whose frequencies are those of Fibonacci numbers: the longest codes there are."""
    weights = [1, 1]
    while len(weights) < 24:
        weights.append(weights[-1] + weights[-2])
    return bytes(rng.choices(range(24), weights, k=size))


def compress(data: bytes, level: int, strategy: int, wbits: int, memory: int) -> bytes:
    compressor = zlib.compressobj(level, zlib.DEFLATED, wbits, memory, strategy)
    return compressor.compress(data) + compressor.flush()


def flushed(data: bytes) -> bytes:
    """A stream with empty stored blocks in the middle."""
    compressor = zlib.compressobj(6)
    half = len(data) // 2
    parts = [compressor.compress(data[:half]), compressor.flush(zlib.Z_SYNC_FLUSH)]
    parts += [compressor.compress(data[half:]), compressor.flush(zlib.Z_FULL_FLUSH)]
    return b"".join(parts) + compressor.flush()


def case(name: str, stream: bytes, is_raw: bool = False) -> dict[str, Any]:
    """A stream and what zlib makes of it; `size` is null where it refuses or finds no end."""
    decompressor = zlib.decompressobj(-15 if is_raw else 15)
    fields = {"name": name, "isRaw": is_raw, "stream": base64.b64encode(stream).decode()}
    try:
        data = decompressor.decompress(stream)
    except zlib.error:
        return fields
    if not decompressor.eof:
        return fields
    consumed = len(stream) - len(decompressor.unused_data)
    sums = {"crc32": zlib.crc32(data), "adler32": zlib.adler32(data)}
    return fields | {"size": len(data), "consumed": consumed} | sums


def whole() -> Iterator[dict[str, Any]]:
    """Every size, level and strategy, thinned out so that the file stays small."""
    rng = random.Random(1)
    for make, largest in [(text, 8192), (ramp, 200_000), (noise, 1000), (skewed, 8192)]:
        for size in [size for size in SIZES if size <= largest] + [largest]:
            data = make(size, rng)
            level = rng.randrange(10) if size <= 4096 else rng.randrange(1, 10)
            strategy = rng.choice(list(STRATEGIES)) if size <= 4096 else "default"
            wbits, memory = rng.randint(9, 15), rng.randint(1, 9)
            name = f"{make.__name__} of {size}, level {level}, {strategy}, window {wbits}"
            is_raw = rng.random() < 0.5
            stream = compress(
                data, level, STRATEGIES[strategy], -wbits if is_raw else wbits, memory)
            yield case(name, stream, is_raw)
    for level in range(10):
        for name, strategy in STRATEGIES.items():
            stream = compress(text(300, rng), level, strategy, 15, 8)
            yield case(f"text of 300, level {level}, {name}", stream)
    yield case("stored blocks", compress(bytes(5000), 0, 0, -9, 1), True)
    yield case("flushed", flushed(text(600, rng)))
    yield case("behind a stream", zlib.compress(b"first") + b"second")
    yield case("a dictionary", dictionary_stream())


def dictionary_stream() -> bytes:
    compressor = zlib.compressobj(zdict=b"a dictionary")
    return compressor.compress(b"a dictionary is needed") + compressor.flush()


def bits(*fields: tuple[int, int]) -> bytes:
    """Numbers of so many bits each, lowest bit first."""
    value, width = 0, 0
    for number, count in fields:
        value |= number << width
        width += count
    return value.to_bytes((width + 7) // 8, "little")


def damaged() -> Iterator[dict[str, Any]]:
    """Streams with wrong bits, and streams cut off."""
    yield case("empty", b"", True)
    yield case("block type 3", bits((1, 1), (3, 2)), True)
    yield case("wrong complement", bits((1, 1), (0, 2), (0, 5), (1, 16), (1, 16)) + b"x", True)
    yield case("287 literals", bits((1, 1), (2, 2), (30, 5), (0, 5), (0, 4), (0, 64)), True)
    yield case("31 distances", bits((1, 1), (2, 2), (0, 5), (30, 5), (0, 4), (0, 64)), True)
    yield case("no lengths", bits((1, 1), (2, 2), (0, 5), (0, 5), (0, 4), (0, 12), (0, 64)), True)
    yield case("distance before the start", bits((1, 1), (1, 2), (0b1000000, 7), (0, 5)), True)
    yield case("a repeat without a length", bits(
        (1, 1), (2, 2), (0, 5), (0, 5), (0, 4), (1, 3), (1, 3), (0, 6), (0, 64)), True)
    rng = random.Random(2)
    streams = [
        zlib.compress(text(120, rng), 9),
        zlib.compress(skewed(200, rng), 6),
        compress(text(60, rng), 6, zlib.Z_FIXED, 15, 8),
        zlib.compress(noise(40, rng), 0),
    ]
    for index, stream in enumerate(streams):
        for end in range(0, len(stream), 3):
            yield case(f"stream {index} up to {end}", stream[:end])
        for bit in range(0, 8 * len(stream), 7):
            changed = bytearray(stream)
            changed[bit // 8] ^= 1 << bit % 8
            yield case(f"stream {index} with bit {bit} changed", bytes(changed))
            yield case(f"stream {index} bare, with bit {bit} changed", bytes(changed[2:]), True)


def main() -> None:
    write_cases("inflate.json", [*whole(), *damaged()])


if __name__ == "__main__":
    main()
