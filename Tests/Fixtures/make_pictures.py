"""Makes `pictures.json`, `preparations.json` and `pictures/`: what Pillow and torchvision make of pictures.

torchvision's operators need libraries that its transforms do not: where they cannot be loaded, the
names that the import asks for are declared first.
"""

import base64
import io
import re
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import PIL
import torch
from PIL import Image

from fixture_json import FOLDER, write_cases
from png_writer import DEPTHS, CHANNELS, chunk, png


def import_torchvision() -> Any:
    spec = find_spec("torchvision")
    assert spec is not None and spec.origin is not None
    source = (Path(spec.origin).parent / "_meta_registrations.py").read_text()
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in set(re.findall(r'register_\w+\("(?:torchvision::)?(\w+)"', source)):
        library.define(f"{name}(Tensor x) -> Tensor")
    import torchvision

    return torchvision


torchvision = import_torchvision()
transforms = torchvision.transforms


def scene(height: int, width: int) -> np.ndarray:
    """Colour ramps, a disc with a sharp edge, stripes and noise: [row, column, channel] bytes."""
    rng = np.random.default_rng(height * 1000 + width)
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / max(width - 1, 1)
    green = 255 * y / max(height - 1, 1)
    blue = 127 + 127 * np.sin((x + 2 * y) / 3)
    picture = np.stack([red, green, blue], axis=2)
    disc = (y - 0.4 * height) ** 2 + (x - 0.6 * width) ** 2 < (0.3 * min(height, width)) ** 2
    picture[disc] = 255 - picture[disc] / 2
    picture[(x + y) % 11 == 0] = (250, 240, 3)
    return np.clip(picture + rng.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)


def ramps(height: int, width: int) -> np.ndarray:
    """Pixels by a formula, for pictures that are too large to store."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((7 * y + 3 * x + 50 * c + x * y // 16) % 256).astype(np.uint8)


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def samples(height: int, width: int, channels: int, depth: int) -> np.ndarray:
    """Random samples, with the smallest and the largest among them."""
    rng = np.random.default_rng([height, width, channels, depth])
    result = rng.integers(0, 1 << depth, (height, width, channels))
    result.flat[0] = (1 << depth) - 1
    result.flat[-1] = 0
    return result


def decoded(name: str, file: bytes) -> dict[str, Any]:
    """A file with Pillow's samples in colours and in grey.

    Pillow clips grey of 16 bits to 255; here it is reduced to its upper 8 bits, as Pillow does it
    for colours.
    """
    image = Image.open(io.BytesIO(file))
    if image.mode in ("I", "I;16"):
        image = Image.fromarray((np.array(image) >> 8).astype(np.uint8))
    gray, rgb = image.convert("L"), image.convert("RGB")
    return {
        "name": name, "file": encoded(file), "height": image.height, "width": image.width,
        "gray": encoded(gray.tobytes()), "rgb": encoded(rgb.tobytes()),
    }


def png_cases() -> Iterator[dict[str, Any]]:
    for color, depths in DEPTHS.items():
        for depth in depths:
            palette = np.random.default_rng(depth).bytes(3 << depth) if color == 3 else b""
            for interlace in (0, 1):
                for height, width in [(9, 13), (1, 1), (2, 5)]:
                    data = samples(height, width, CHANNELS[color], depth)
                    name = f"type {color}, {depth} bits, {height}x{width}, interlace {interlace}"
                    yield decoded(name, png(data, depth, color, interlace, palette=palette))
    data = samples(6, 7, 3, 8)
    extras = [chunk(b"tEXt", b"Title\0A test"), chunk(b"gAMA", bytes(4)), chunk(b"pHYs", bytes(9))]
    yield decoded("ancillary chunks", png(data, 8, 2, before=extras))
    yield decoded("a palette as a hint", png(data, 8, 2, palette=bytes(range(9))))
    yield decoded("a transparent colour", png(data, 8, 2, before=[chunk(b"tRNS", bytes(6))]))
    yield decoded("many pieces", png(data, 8, 2, pieces=50))
    yield decoded("stored blocks", png(data, 8, 2, level=0))
    few = samples(5, 5, 1, 2)
    yield decoded("five colours of 16", png(few, 4, 3, palette=bytes(range(15))))
    yield decoded("transparent colours", png(
        few, 2, 3, palette=bytes(range(12)), before=[chunk(b"tRNS", bytes([0, 128, 255]))]))
    gray = samples(5, 5, 1, 8)
    yield decoded("a transparent grey", png(gray, 8, 0, before=[chunk(b"tRNS", bytes([0, 255]))]))
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        file = io.BytesIO()
        Image.fromarray(scene(16, 15)).convert(mode).save(file, "PNG", optimize=True)
        yield decoded(f"saved by Pillow in mode {mode}", file.getvalue())


def netpbm_cases() -> Iterator[dict[str, Any]]:
    for largest in (255, 1, 2, 7, 100, 254, 256, 1000, 65535):
        rng = np.random.default_rng(largest)
        for channels, text, binary in [(1, b"P2", b"P5"), (3, b"P3", b"P6")]:
            data = rng.integers(0, largest + 1, (4, 5 * channels))
            data.flat[0] = largest
            rest = b"\n5 4\n%d\n" % largest
            words = b"\n".join(b" ".join(b"%d" % value for value in row) for row in data)
            cells = data.astype(">u2" if largest > 255 else np.uint8).tobytes()
            for form, cells in [(text, words + b"\n"), (binary, cells)]:
                file = form + rest + cells
                name = f"{form.decode()} up to {largest}"
                if channels == 1 and largest > 255:
                    yield scaled(name, file, data, largest)
                else:
                    yield decoded(name, file)
    yield decoded("P3 with comments", b"P3 # a comment\n# more\n2 #\n1\n255 #\n1 2 3 #4\n\t4 5\r\n6 # 7")
    yield decoded("P6 with comments", b"P6 # 9 9\n2\n# 7\n1 255\nabcdef")


def scaled(name: str, file: bytes, data: np.ndarray, largest: int) -> dict[str, Any]:
    """Wide grey, scaled to 8 bits by the rule that Pillow has for colours."""
    gray = np.rint(data / largest * 255).astype(np.uint8)
    rgb = np.repeat(gray, 3)
    return {
        "name": name, "file": encoded(file), "height": 4, "width": 5,
        "gray": encoded(gray.tobytes()), "rgb": encoded(rgb.tobytes()),
    }


IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
# Height, width, channels of the input, and the steps.
PREPARATIONS: list[tuple[int, int, int, list[tuple[Any, ...]]]] = [
    (23, 31, 3, []),
    (23, 31, 1, []),
    (23, 31, 3, [("resize", 8)]),
    (31, 23, 3, [("resize", 8)]),
    (24, 24, 3, [("resize", 8)]),
    (50, 31, 3, [("resize", 9)]),
    (7, 9, 3, [("resize", 11)]),
    (9, 7, 3, [("resize", 10)]),
    (8, 9, 3, [("resize", 8)]),
    (1, 1, 3, [("resize", 5)]),
    (1, 9, 3, [("resize", 2)]),
    (9, 1, 3, [("resize", 3)]),
    (3, 2, 3, [("resize", 1)]),
    (40, 30, 3, [("resize", (7, 11))]),
    (40, 30, 3, [("resize", (11, 7))]),
    (10, 30, 3, [("resize", (10, 7))]),
    (30, 10, 3, [("resize", (7, 10))]),
    (5, 6, 3, [("resize", (12, 4))]),
    (64, 48, 1, [("resize", 13)]),
    (97, 61, 3, [("resize", 12)]),
    (23, 31, 3, [("resize", 8, "bicubic")]),
    (7, 9, 3, [("resize", 11, "bicubic")]),
    (40, 30, 3, [("resize", (7, 11), "bicubic")]),
    (5, 6, 1, [("resize", (12, 4), "bicubic")]),
    (97, 61, 3, [("resize", 12, "bicubic")]),
    (12, 15, 3, [("centerCrop", 8)]),
    (13, 14, 3, [("centerCrop", 8)]),
    (15, 11, 3, [("centerCrop", (8, 8))]),
    (11, 13, 3, [("centerCrop", (6, 4))]),
    (9, 9, 3, [("centerCrop", (2, 4))]),
    (5, 6, 3, [("centerCrop", 9)]),
    (5, 6, 3, [("centerCrop", 10)]),
    (5, 12, 3, [("centerCrop", 9)]),
    (12, 5, 1, [("centerCrop", (7, 8))]),
    (8, 8, 3, [("centerCrop", 8)]),
    (6, 6, 3, [("normalize", *IMAGENET)]),
    (6, 6, 1, [("normalize", (0.1307,), (0.3081,))]),
    (6, 6, 3, [("normalize", (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))]),
    (60, 45, 3, [("resize", 12), ("centerCrop", 10), ("normalize", *IMAGENET)]),
    (45, 60, 1, [("resize", 12), ("centerCrop", 10), ("normalize", (0.45,), (0.22,))]),
    (33, 47, 3, [("centerCrop", 30), ("resize", 20), ("resize", (9, 8), "bicubic")]),
]
# Too large to store: the pixels are `ramps`, and the checksum of the little-endian floats stands for them.
LARGE_PREPARATIONS: list[tuple[int, int, int, list[tuple[Any, ...]]]] = [
    (300, 451, 3, [("resize", 256), ("centerCrop", 224), ("normalize", *IMAGENET)]),
    (1000, 700, 3, [("resize", 342), ("centerCrop", 299), ("normalize", *IMAGENET)]),
    (480, 640, 3, [("resize", 256, "bicubic"), ("centerCrop", 224), ("normalize", *IMAGENET)]),
]
MODES = {
    "bilinear": transforms.InterpolationMode.BILINEAR,
    "bicubic": transforms.InterpolationMode.BICUBIC,
}


def transform(step: tuple[Any, ...]) -> Any:
    if step[0] == "resize":
        mode = MODES[step[2] if len(step) > 2 else "bilinear"]
        return transforms.Resize(step[1], interpolation=mode)
    return transforms.CenterCrop(step[1])


def prepared(image: Image.Image, channels: int, steps: list[tuple[Any, ...]]) -> torch.Tensor:
    """The tensor [channel, row, column] that torchvision's transforms make."""
    pixel_steps = [transform(step) for step in steps if step[0] != "normalize"]
    normal = [transforms.Normalize(*step[1:]) for step in steps if step[0] == "normalize"]
    chain = transforms.Compose([*pixel_steps, transforms.ToTensor(), *normal])
    return chain(image.convert("RGB" if channels == 3 else "L"))


def text(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(text(element) for element in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def step_text(step: tuple[Any, ...]) -> str:
    """A step as IR text writes it."""
    names = ["mean", "std"] if step[0] == "normalize" else ["size", "mode"]
    pairs = zip(names, step[1:])
    return f"{step[0]} {{{', '.join(f'{name} = {text(value)}' for name, value in pairs)}}}"


def preparation_cases() -> Iterator[dict[str, Any]]:
    for height, width, channels, steps in [*PREPARATIONS, *LARGE_PREPARATIONS]:
        is_large = (height, width, channels, steps) in LARGE_PREPARATIONS
        pixels = ramps(height, width) if is_large else scene(height, width)
        output = prepared(Image.fromarray(pixels), channels, steps)
        data = output.numpy().astype("<f4").tobytes()
        case = {
            "height": height, "width": width, "steps": " then ".join(map(step_text, steps)),
            "shape": list(output.shape), "crc32": zlib.crc32(data),
        }
        if not is_large:
            case |= {"pixels": encoded(pixels.tobytes()), "output": encoded(data)}
        yield case


def main() -> None:
    folder = FOLDER / "pictures"
    folder.mkdir(exist_ok=True)
    picture = Image.fromarray(scene(60, 80))
    picture.save(folder / "scene.png", optimize=True)
    picture.save(folder / "scene.ppm")
    steps = [("resize", 36), ("centerCrop", 32), ("normalize", *IMAGENET)]
    np.save(folder / "scene.npy", prepared(picture, 3, steps).unsqueeze(0).numpy())
    versions = f", Pillow {PIL.__version__}, torchvision {torchvision.__version__}"
    write_cases("pictures.json", [*png_cases(), *netpbm_cases()], versions)
    write_cases("preparations.json", preparation_cases(), versions)


if __name__ == "__main__":
    main()
