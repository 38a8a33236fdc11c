"""Writes safetensors.json: edge cases of the format, and what the reference library makes of them.

A case is a header's text, or the bytes of a whole file, and the size of the data behind it. Where
the reader of cnnc is stricter on purpose, `stricter` says what it refuses.
"""

import base64
import json
import random
from collections.abc import Iterator
from typing import Any

import safetensors

from fixture_json import write_cases


def entry(dtype: Any = "F32", shape: Any = (1,), offsets: Any = (0, 4)) -> str:
    return json.dumps({"dtype": dtype, "shape": shape, "data_offsets": offsets})


def file(header: bytes, data: int = 0) -> bytes:
    return len(header).to_bytes(8, "little") + header + bytes(data)


def case(name: str, content: bytes, stricter: str | None = None) -> dict[str, Any]:
    """A file, and the names, types and shapes that the reference finds; none where it refuses."""
    fields: dict[str, Any] = {"name": name, "file": base64.b64encode(content).decode()}
    try:
        tensors = dict(safetensors.deserialize(content))
    except safetensors.SafetensorError as error:
        assert stricter is None, f"{name}: the reference refuses it too: {error}"
        return fields | {"reference": str(error)}
    if stricter is not None:
        return fields | {"stricter": stricter}
    return fields | {
        "tensors": {key: [value["dtype"], value["shape"]] for key, value in tensors.items()}
    }


def text(name: str, header: str, data: int = 4, stricter: str | None = None) -> dict[str, Any]:
    return case(name, file(header.encode(), data), stricter)


def entries(**fields: str) -> str:
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields.items()) + "}"


def lengths() -> Iterator[dict[str, Any]]:
    for count in range(8):
        yield case(f"a file of {count} bytes", bytes(count))
    yield case("a header longer than the file", (3).to_bytes(8, "little") + b"{}")
    yield case("a header beyond the limit", (100_000_001).to_bytes(8, "little") + b"{}")
    yield case("a length whose sum overflows", (2**64 - 8).to_bytes(8, "little") + b"{}")
    yield case("no header", bytes(8))


def texts() -> Iterator[dict[str, Any]]:
    good = entries(x=entry())
    yield text("no tensors", "{}", 0)
    yield text("one tensor", good)
    for blank in [" ", "\t", "\n", "\r", " \n\t "]:
        yield text(f"{blank!r} behind", good + blank)
        yield text(f"{blank!r} before", blank + good, 4, "blanks before the header")
        yield text(f"{blank!r} between", good.replace(":", blank + ":" + blank))
    for tail in ["\0", "\0\0\0", "x", "{}", ",", "}", "//", "/* */", "\v", "\f", "\u00a0", "\ufeff"]:
        yield text(f"{tail!r} behind", good + tail)
    for head in ["\0", "\ufeff", "x", "//\n", "[", "\v"]:
        yield text(f"{head!r} before", head + good)
    for other in ["[]", "null", "1", '"x"', "true", "{", "}", '{"x"', '{"x":', "{,}", "{x:1}"]:
        yield text(f"{other} for an object", other)
    yield text("a comma behind the last tensor", good.replace("}}", "},}"))
    yield text("a comma behind the last field", good.replace("}}", ",}}"))
    yield text("no comma", good.replace(",", " ", 1))
    yield text("single quotes", good.replace('"', "'"))
    yield case("Latin-1", file('{"é":1}'.encode("latin-1")))
    yield case("Latin-1 in a name", file(entries(x=entry()).replace("x", "é").encode("latin-1"), 4))
    yield case("UTF-16", file(good.encode("utf-16"), 4))
    yield case("an overlong form", file(good.replace("x", "?").encode().replace(b"?", b"\xc0\x80"), 4))
    yield case("a surrogate as bytes", file(good.encode().replace(b"x", b"\xed\xa0\x80"), 4))


def names() -> Iterator[dict[str, Any]]:
    for name in ["", "a b", "\u00e9", "\U0001f600", "a/b", "\x7f", "\u2028"]:
        yield text(f"the name {name!r}", "{" + f'"{name}":{entry()}' + "}")
    for escape in [
        r"\u0000", r"\"", r"\\", r"\/", r"\b\f\n\r\t", r"\u00e9", r"\u00E9", r"\ud83d\ude00",
        r"\ud83d", r"\ude00", r"\ud83d\u0041", r"\ud83dA", r"\ude00\ud83d", r"\x41", r"\u12", r"\u12g4",
        r"\u+123", r"\'", r"\U00000041", "\\", "\\\n", "\n", "\t", "\0", "\x1f",
    ]:
        yield text(f"the escape {escape!r}", "{" + f'"{escape}":{entry()}' + "}")
    yield text("two tensors", entries(b=entry(offsets=(4, 8)), a=entry()), 8)
    twice = "a name given twice"
    yield text("the same twice", '{"x":%s,"x":%s}' % (entry(), entry()), 4, twice)
    yield text("two of one name", '{"x":%s,"x":%s}' % (entry(), entry(offsets=(4, 8))), 8)
    yield text("one name, escaped", '{"x":%s,"\\u0078":%s}' % (entry(), entry()), 4, twice)
    decomposed = '{"\u00e9":%s,"e\u0301":%s}' % (entry(), entry(offsets=(4, 8)))
    yield text("a name composed and decomposed", decomposed, 8, twice)
    yield text("a long name", entries(**{"x" * 4096: entry()}))
    yield text("too long a name", entries(**{"x" * 4097: entry()}), 4, "a name of 4097 bytes")


def metadata() -> Iterator[dict[str, Any]]:
    def with_metadata(value: str) -> str:
        return '{"__metadata__":%s,"x":%s}' % (value, entry())

    for value in ["{}", '{"format":"pt"}', '{"a":"","b":"\\n"}', '{"__metadata__":"x"}']:
        yield text(f"metadata {value}", with_metadata(value))
    for value in ['{"a":1}', '{"a":null}', '{"a":{}}', '{"a":["x"]}', "[]", '"x"', "1", '{"a"}']:
        yield text(f"metadata {value}", with_metadata(value))
    yield text("no metadata", with_metadata("null"), 4, "null for metadata")
    twice = '{"a":"x","a":"y"}'
    yield text("a key of metadata twice", with_metadata(twice), 4, "a key given twice")
    yield text("metadata twice", '{"__metadata__":{},"__metadata__":{}}', 0)
    yield text("metadata behind the tensors", '{"x":%s,"__metadata__":{}}' % entry())
    yield text("a tensor called like it", '{"__metadata__":%s}' % entry())


def fields() -> Iterator[dict[str, Any]]:
    whole = {"dtype": '"F32"', "shape": "[1]", "data_offsets": "[0,4]"}
    for missing in whole:
        rest = {key: value for key, value in whole.items() if key != missing}
        yield text(f"no {missing}", entries(x=entries(**rest)))
        repeated = entries(**whole)[:-1] + f',"{missing}":{whole[missing]}}}'
        yield text(f"{missing} twice", entries(x=repeated))
        for value in ["null", "{}", "true"]:
            yield text(f"{value} for {missing}", entries(x=entries(**whole | {missing: value})))
    yield text("fields in another order", entries(x=entries(**dict(reversed(whole.items())))))
    extra = entries(x=entries(**whole, extra="1"))
    yield text("an unknown field", extra, 4, "an unknown field")
    nested = entries(x=entries(**whole, extra="[" * 100 + "]" * 100))
    yield text("nesting of 100", nested, 4, "an unknown field")
    yield text("nesting of 200", nested.replace("[" * 100, "[" * 200).replace("]" * 100, "]" * 200))
    yield text("deep nesting", entries(x="[" * 5000))
    yield text("an array for an entry", '{"x":["F32",[1],[0,4]]}', 4, "an array for an entry")
    for value in ["null", "1", '"F32"', "[]", "{}", "true"]:
        yield text(f"{value} for an entry", entries(x=value))
    yield text("another field's case", entries(x=entries(**whole)).replace("dtype", "DType"))


SIZES = {
    "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
    "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}


def types() -> Iterator[dict[str, Any]]:
    for dtype, bits in SIZES.items():
        size = 4 * bits // 8
        yield text(f"four of {dtype}", entries(x=entry(dtype, (4,), (0, size))), size)
        yield text(f"{dtype}, a byte short", entries(x=entry(dtype, (4,), (0, size - 1))), size - 1)
        if bits < 8:
            size = (bits + 7) // 8
            yield text(f"one of {dtype}", entries(x=entry(dtype, (1,), (0, size))), size)
    for dtype in ["f32", "F33", "", "float32", "F32 ", "F8", "F6", "Bool", "I4", 32, ["F32"]]:
        yield text(f"the dtype {dtype!r}", entries(x=entry(dtype)))


def numbers() -> Iterator[dict[str, Any]]:
    for number in [
        "-1", "1.0", "1.5", "1e0", "1E0", "1e-1", '"1"', "01", "-0", "+1", "0x1", "1_0", "NaN", "null",
        "18446744073709551616", "99999999999999999999999", "", "1.", ".1", "true", "[1]", "1 1",
    ]:
        header = entries(x=entry(shape=(7,))).replace("7", number)
        yield text(f"the extent {number}", header)
        header = entries(x=entry(offsets=(0, 7))).replace("7", number)
        yield text(f"the end {number}", header)
    for start in ["-0", "0.0", "00", "0e0", "-1"]:
        yield text(f"the start {start}", entries(x=entry()).replace("[0,", f"[{start},"))
    for shape in [(), (1,), (1, 1), (1,) * 100, (2,), (0,), (3, 0), (2**32, 2**32), (2**62, 4)]:
        yield text(f"the shape {shape}", entries(x=entry(shape=shape)))
    for shape in [(0,), (3, 0), (0, 2**62), (2**62, 2**62, 0), (2**63 - 1,)]:
        yield text(f"the shape {shape} of no data", entries(x=entry(shape=shape, offsets=(0, 0))), 0)
    huge = entries(x=entry(shape=(0, 2**63, 4), offsets=(0, 0)))
    yield text("an extent beyond 63 bits", huge, 0, "an extent beyond 63 bits")


def offsets() -> Iterator[dict[str, Any]]:
    for pair in [(), (0,), (0, 4, 8), (4, 0), (4, 8), (1, 5), (0, 3), (0, 5), (0, 0), (4, 4), (0, 8)]:
        yield text(f"the offsets {pair}", entries(x=entry(offsets=pair)))
    for pair in [(4, 8), (3, 7), (5, 9), (0, 4), (8, 12), (2, 6)]:
        both = entries(a=entry(), b=entry(offsets=pair))
        yield text(f"offsets {pair} behind (0, 4)", both, max(8, pair[1]))
    for count in [0, 3, 5, 8]:
        yield text(f"{count} bytes of data", entries(x=entry()), count)
    empty = entry(shape=(0,), offsets=(4, 4))
    yield text("an empty tensor behind the data", entries(x=entry(), e=empty))
    yield text("two empty tensors", entries(x=entry(), e=empty, f=empty))
    inside = entry(shape=(0,), offsets=(2, 2))
    yield text("an empty tensor within another", entries(x=entry(), e=inside))
    yield text("data without a tensor", "{}", 4)
    odd = entries(a=entry("U8", (1,), (0, 1)), b=entry(offsets=(1, 5)))
    yield text("data that is not aligned", odd, 5)
    three = entries(c=entry(offsets=(8, 12)), a=entry(), b=entry(offsets=(4, 8)))
    yield text("tensors in another order", three, 12)


def damaged() -> Iterator[dict[str, Any]]:
    """A file cut off, and with one byte changed; the reference may accept what is left."""
    good = file(entries(a=entry(), b=entry("F16", (2,), (4, 8))).encode(), 8)
    for end in range(0, len(good), 5):
        yield case(f"the first {end} bytes", good[:end])
    rng = random.Random(3)
    alphabet = b'{}[],:"\\ 0123456789-.eE\0\n\xff' + bytes(range(97, 123))
    for _ in range(400):
        changed = bytearray(good)
        changed[rng.randrange(8, len(good) - 8)] = rng.choice(alphabet)
        fields = case("changed", bytes(changed))
        yield fields | {"name": "changed to " + bytes(changed[8:-8]).decode("latin-1")}


def main() -> None:
    groups = [lengths(), texts(), names(), metadata(), fields(), types(), numbers(), offsets()]
    write_cases("safetensors.json", [one for group in [*groups, damaged()] for one in group])


if __name__ == "__main__":
    main()
