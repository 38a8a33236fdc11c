"""The cases of the ops that put elements elsewhere and leave them as they are."""

from math import inf, nan

from op_case import case, given

FLATTEN = [
    case("flatten", "2 axes", (2, 5)),
    case("flatten", "3 axes", (2, 3, 4)),
    case("flatten", "4 axes", (3, 2, 3, 4)),
    case("flatten", "5 axes", (1, 2, 3, 2, 3)),
]

SLICE = [
    case("slice", "2 axes", (2, 9), start=2, end=5),
    case("slice", "3 axes, first", (2, 5, 4), start=0, end=2),
    case("slice", "4 axes, last", (1, 6, 3, 2), start=4, end=6),
    case("slice", "4 axes, middle, batch 3", (3, 5, 2, 3), start=1, end=4),
    case("slice", "5 axes", (2, 4, 2, 3, 2), start=1, end=3),
    case("slice", "one channel", (2, 4, 3, 3), start=3, end=4),
    case("slice", "first channel", (3, 4, 2, 2), start=0, end=1),
    case("slice", "all channels", (2, 3, 2, 4), start=0, end=3),
    case("slice", "all but the first", (2, 7, 1, 3), start=1, end=7),
    case("slice", "all but the last", (2, 7, 3, 1), start=0, end=6),
    case("slice", "1x1 input", (3, 11, 1, 1), start=5, end=9),
    given(
        "slice", "special values", (1, 4, 2), [nan, 1, inf, nan, -0.0, -inf, 2, 3], start=1, end=3
    ),
]

CROP = [
    case("crop", "1d", (2, 3, 9), size=5),
    case("crop", "1d odd border", (1, 2, 8), size=5),
    case("crop", "1d offset", (3, 2, 7), size=3, offset=4),
    case("crop", "2d", (1, 3, 6, 8), size=4),
    case("crop", "2d odd border, batch 3", (3, 2, 5, 6), size=[2, 3]),
    case("crop", "2d to one element", (2, 3, 4, 5), size=1),
    case("crop", "2d whole", (1, 2, 3, 4), size=[3, 4]),
    case("crop", "2d one axis whole", (1, 2, 5, 4), size=[2, 4]),
    case("crop", "2d corner", (2, 2, 5, 6), size=3, offset=0),
    case("crop", "2d offset", (1, 3, 5, 7), size=[3, 4], offset=[2, 1]),
    case("crop", "2d one offset for both", (2, 2, 6, 5), size=[3, 2], offset=3),
    case("crop", "2d far corner", (1, 2, 4, 6), size=[1, 2], offset=[3, 4]),
    case("crop", "3d", (1, 2, 4, 5, 6), size=[3, 2, 3]),
    case("crop", "3d offset", (2, 2, 3, 4, 4), size=2, offset=[1, 0, 2]),
]

PERMUTE = [
    case("permute", "2 axes", (3, 5), order=[0, 1]),
    case("permute", "3 axes", (2, 3, 4), order=[0, 2, 1]),
    case("permute", "3 axes, batch 3", (3, 7, 2), order=[0, 2, 1]),
    case("permute", "4 axes, channels last", (2, 3, 4, 5), order=[0, 2, 3, 1]),
    case("permute", "4 axes, channels first", (2, 4, 5, 3), order=[0, 3, 1, 2]),
    case("permute", "4 axes, transposed", (1, 2, 3, 5), order=[0, 1, 3, 2]),
    case("permute", "4 axes, reversed", (3, 2, 3, 4), order=[0, 3, 2, 1]),
    case("permute", "4 axes, as they are", (2, 3, 2, 3), order=[0, 1, 2, 3]),
    case("permute", "4 axes, rows first", (1, 4, 3, 2), order=[0, 2, 1, 3]),
    case("permute", "5 axes, channels last", (1, 2, 3, 2, 4), order=[0, 2, 3, 4, 1]),
    case("permute", "5 axes, mixed", (2, 3, 2, 4, 2), order=[0, 4, 1, 3, 2]),
    case("permute", "1x1 input", (2, 5, 1, 1), order=[0, 2, 3, 1]),
]

CHANNEL_SHUFFLE = [
    given("channelShuffle", "six channels, two groups", (1, 6), [0, 1, 2, 3, 4, 5], groups=2),
    given("channelShuffle", "six channels, three groups", (1, 6), [0, 1, 2, 3, 4, 5], groups=3),
    case("channelShuffle", "3 axes", (2, 8, 3), groups=2),
    case("channelShuffle", "4 axes", (1, 6, 3, 2), groups=3),
    case("channelShuffle", "4 axes, batch 3", (3, 8, 2, 2), groups=4),
    case("channelShuffle", "5 axes", (2, 6, 1, 2, 3), groups=2),
    case("channelShuffle", "one group", (2, 5, 2, 2), groups=1),
    case("channelShuffle", "a group for each channel", (2, 5, 2, 2), groups=5),
    case("channelShuffle", "square", (1, 9, 2, 3), groups=3),
    case("channelShuffle", "prime parts", (1, 15, 1, 2), groups=5),
    case("channelShuffle", "1x1 input", (2, 12, 1, 1), groups=4),
    case("channelShuffle", "two axes, batch 3", (3, 10), groups=2),
]

SPACE_TO_DEPTH = [
    case("spaceToDepth", "torch", (1, 2, 4, 6), factor=2),
    case("spaceToDepth", "torch, said so", (2, 3, 2, 4), factor=2, order="torch"),
    case("spaceToDepth", "torch, factor 3", (1, 2, 3, 6), factor=3),
    case("spaceToDepth", "torch, batch 3", (3, 1, 4, 2), factor=2),
    case("spaceToDepth", "torch, to 1x1", (2, 2, 4, 4), factor=4),
    case("spaceToDepth", "factor 1", (1, 3, 2, 3), factor=1, order="onnx"),
    case("spaceToDepth", "ONNX", (1, 2, 4, 6), factor=2, order="onnx"),
    case("spaceToDepth", "ONNX, factor 3", (2, 2, 6, 3), factor=3, order="onnx"),
    case("spaceToDepth", "ONNX, batch 3", (3, 3, 2, 4), factor=2, order="onnx"),
    case("spaceToDepth", "ONNX, one channel", (2, 1, 4, 4), factor=2, order="onnx"),
    case("spaceToDepth", "SPD-Conv", (1, 2, 4, 6), factor=2, order="spd"),
    case("spaceToDepth", "SPD-Conv, factor 3", (2, 2, 6, 3), factor=3, order="spd"),
    case("spaceToDepth", "SPD-Conv, batch 3", (3, 3, 2, 4), factor=2, order="spd"),
    case("spaceToDepth", "SPD-Conv, one channel", (2, 1, 4, 4), factor=2, order="spd"),
]

MORE_FLATTEN = [
    case("flatten", "1x1", (3, 7, 1, 1)),
    case("flatten", "odd extents", (1, 3, 5, 7)),
    case("flatten", "a line, batch 3", (3, 1, 9)),
    case("flatten", "a volume, batch 3", (3, 1, 2, 2, 2)),
    case("flatten", "one element", (2, 1)),
    case("flatten", "one channel", (2, 1, 3, 5)),
    case("flatten", "a thin plane", (1, 2, 1, 11)),
    given("flatten", "special values", (1, 2, 3), [nan, inf, -inf, -0.0, 0.0, 1e-20]),
]
