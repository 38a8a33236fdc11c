"""Writes archives.json: `.npz` archives as NumPy and Python write them, and broken ones.

`tensors` is what NumPy loads; `refused` a part of what cnnc says of an archive that it refuses.
"""

import base64
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from fixture_json import write_cases

RNG = np.random.default_rng(5)
ARRAYS = {
    "conv.weight": RNG.random((2, 3), np.float32),
    "conv.bias": RNG.random(2, np.float32).astype(np.float16),
    "steps": np.array(7),
    "empty": np.zeros((0, 4), np.float32),
}


def npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def loaded(content: bytes) -> dict[str, Any]:
    with np.load(io.BytesIO(content)) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return {
        name: {
            "shape": list(array.shape),
            "bits": np.ascontiguousarray(array.astype(np.float32)).ravel().view(np.uint32).tolist(),
        }
        for name, array in arrays.items()
    }


def good(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "file": encoded(content), "tensors": loaded(content)}


def bad(name: str, content: bytes, refused: str) -> dict[str, Any]:
    return {"name": name, "file": encoded(content), "refused": refused}


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


class Unseekable(io.BytesIO):
    """A stream into which sizes cannot be written afterwards: descriptors follow the data."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


def archive(
    members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED, comment: bytes = b"",
    stream: io.BytesIO | None = None, force_zip64: bool = False,
) -> bytes:
    stream = stream or io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        file.comment = comment
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with file.open(info, "w", force_zip64=force_zip64) as member:
                member.write(data)
    return stream.getvalue()


def members() -> list[tuple[str, bytes]]:
    return [(f"{name}.npy", npy(array)) for name, array in ARRAYS.items()]


def large_directory() -> bytes:
    """An archive whose sizes and places stand in 64-bit fields throughout."""
    data = npy(ARRAYS["conv.weight"])
    name = b"x.npy"
    crc = zipfile.crc32(data)
    full, short = (0xFFFFFFFF).to_bytes(4, "little"), (0xFFFF).to_bytes(2, "little")

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little")

    def fields(*parts: tuple[int, int]) -> bytes:
        return b"".join(number(*part) for part in parts)

    sizes = fields((len(data), 8), (len(data), 8))
    common = fields((45, 2), (0, 2), (0, 2), (0, 4), (crc, 4)) + full + full
    local = b"PK\3\4" + common + fields((len(name), 2), (20, 2)) + name
    local += fields((1, 2), (16, 2)) + sizes
    extra = fields((0x7075, 2), (2, 2), (0, 2), (1, 2), (24, 2)) + sizes + number(0, 8)
    entry = b"PK\1\2" + number(45, 2) + common + fields((len(name), 2), (len(extra), 2))
    entry += fields((0, 2), (0, 2), (0, 2), (0, 4)) + full + name + extra
    start = len(local) + len(data)
    end = b"PK\6\6" + fields((44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (1, 8), (1, 8))
    end += fields((len(entry), 8), (start, 8))
    locator = b"PK\6\7" + fields((0, 4), (start + len(entry), 8), (1, 4))
    last = b"PK\5\6" + fields((0, 2), (0, 2)) + short + short + full + full + number(0, 2)
    return local + data + entry + end + locator + last


def whole() -> Iterator[dict[str, Any]]:
    buffer = io.BytesIO()
    np.savez(buffer, **ARRAYS)
    yield good("savez", buffer.getvalue())
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **ARRAYS)
    yield good("savez_compressed", buffer.getvalue())
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield good(f"method {method}", archive(members(), method))
        yield good(f"method {method}, descriptors", archive(members(), method, stream=Unseekable()))
        yield good(f"method {method}, 64-bit", archive(members(), method, force_zip64=True))
    yield good("64-bit directory", large_directory())
    yield good("no members", archive([]))
    yield good("a comment", archive(members(), comment=b"a comment of any kind" * 100))
    yield good("names beyond ASCII", archive([("caf\u00e9/\u6f22.npy", npy(np.ones(1)))]))
    long = npy(np.arange(40_000, dtype=np.float32) % 50)
    yield {"name": "beyond the part that is looked at first", "length": 40_000,
           "file": encoded(archive([("x.npy", long)], zipfile.ZIP_DEFLATED))}


def replaced(content: bytes, old: bytes, new: bytes, count: int = -1) -> bytes:
    assert old in content
    return content.replace(old, new, count)


def patched(content: bytes, signature: bytes, offset: int, new: bytes, which: int = 0) -> bytes:
    """`content` with `new` at `offset` behind the start of a record."""
    position = -1
    for _ in range(which + 1):
        position = content.index(signature, position + 1)
    position += offset
    return content[:position] + new + content[position + len(new):]


def broken() -> Iterator[dict[str, Any]]:
    one = archive([("x.npy", npy(np.ones(3, np.float32)))])
    packed = archive([("x.npy", npy(np.ones(300, np.float32)))], zipfile.ZIP_DEFLATED)
    two = archive([("a.npy", npy(np.ones(3))), ("b.npy", npy(np.ones(3)))])
    entry, local, end = b"PK\1\2", b"PK\3\4", b"PK\5\6"
    yield bad("encrypted", patched(one, entry, 8, b"\1"), "'x.npy' is encrypted")
    yield bad("bzip2", archive(members(), zipfile.ZIP_BZIP2), "by method 12")
    yield bad("lzma", archive(members(), zipfile.ZIP_LZMA), "by method 14")
    yield bad("a name twice", replaced(two, b"b.npy", b"a.npy"), "'a.npy' is in the archive twice")
    yield bad("a member in another", overlapping(), "lies over another member")
    yield bad("the name in the member", replaced(one, b"x.npy", b"y.npy", 1), "not where the dir")
    yield bad("a name that is not UTF-8", replaced(one, b"x.npy", b"\xff.npy"), "not UTF-8")
    yield bad("no array", archive([("x.txt", b"text")]), "'x.txt' in the archive is no .npy array")
    yield bad("no array in .npy", archive([("x.npy", b"text")]), "'x.npy': not a .npy file")
    yield bad("an array cut off", archive([("x.npy", npy(np.ones(3))[:-1])]), "do not fill")
    yield bad("objects in a header", archive([("x.npy", objects())]), "records")
    yield bad("PyTorch", archive([("model/data.pkl", b"\x80\2."), ("model/data/0", b"")]), "PyTorch")
    yield bad("wrong sum", patched(one, entry, 16, b"\0\0\0\0"), "the checksum of 'x.npy' is wrong")
    yield bad("wrong sum, deflated", patched(packed, entry, 16, b"\0\0\0\0"), "the checksum of")
    yield bad("wrong data", patched(one, b"NUMPY", 130, b"\7"), "the checksum of 'x.npy' is wrong")
    size = int.from_bytes(packed[packed.index(entry) + 24:][:4], "little")
    for change in (-1, 1, 2**31):
        changed = patched(packed, entry, 24, (size + change).to_bytes(4, "little"))
        yield bad(f"a size changed by {change}", changed, "do not fill")
    yield bad("a stored size", patched(one, entry, 24, b"\0\0\0\1"), "not where the directory says")
    yield bad("a packed size", patched(packed, entry, 20, b"\0\0\0\1"), "not where the directory says")
    yield bad("a shorter packed size", patched(packed, entry, 20, b"\x20\0\0\0"), "ends early")
    yield bad("damaged codes", patched(packed, local, 35, b"\xff\xff\xff\xff"), "cannot be read")
    yield bad("a place", patched(one, entry, 42, b"\1"), "not where the directory says")
    yield bad("a place beyond the file", patched(one, entry, 42, b"\xff\xff\xff\x7f"), "not where")
    yield bad("a large member without sizes", patched(one, entry, 42, b"\xff\xff\xff\xff"), "lacks")
    yield bad("an entry", patched(one, entry, 0, b"XX"), "something else than entries")
    yield bad("a name beyond the directory", patched(one, entry, 28, b"\xff\xff"), "within an entry")
    yield bad("too few entries", patched(two, end, 8, b"\1\0\1"), "more entries than")
    yield bad("too many entries", patched(one, end, 8, b"\2\0\2"), "ends within an entry")
    yield bad("more entries than bytes", patched(one, end, 8, b"\xff\xff\xff\xff"), "not where")
    yield bad("another disk", patched(one, end, 4, b"\1"), "archives of several files")
    yield bad("the directory's place", patched(one, end, 16, b"\1"), "the directory is not where")
    yield bad("the directory's size", patched(one, end, 12, b"\1"), "the directory is not where")
    yield bad("bytes before", b"PK\3\4 and more" + one, "the directory is not where")
    yield bad("bytes behind", one + b"x", "no end record")
    yield bad("a false place of the 64-bit record",
              patched(large_directory(), b"PK\6\7", 8, b"\xff" * 8), "the directory is not where")
    yield bad("a false 64-bit record", patched(large_directory(), b"PK\6\6", 0, b"XX"), "not where")
    for cut in range(0, len(one), 7):
        yield bad(f"the first {cut} bytes", b"PK\3\4" * (cut == 0) + one[:cut], "")


def objects() -> bytes:
    header = b"{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"
    return b"\x93NUMPY\1\0" + len(header).to_bytes(2, "little") + header + bytes(4)


def overlapping() -> bytes:
    """A member within the data of another: a bomb has thousands for the same data (Fifield, 2019)."""
    inner = archive([("b.npy", npy(np.ones(3)))])
    start, end = inner.index(b"PK\1\2"), inner.index(b"PK\5\6")
    outer = archive([("a.npy", inner[:start])])
    place = outer.index(b"PK\3\4", 1).to_bytes(4, "little")
    entry = patched(inner[start:end], b"PK\1\2", 42, place)
    content = outer.replace(b"PK\5\6", entry + b"PK\5\6")
    size = (2 * len(entry)).to_bytes(4, "little")
    return patched(content, b"PK\5\6", 8, b"\2\0\2\0" + size)


def main() -> None:
    write_cases("archives.json", [*whole(), *broken()])


if __name__ == "__main__":
    main()
