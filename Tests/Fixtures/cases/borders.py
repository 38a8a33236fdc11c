"""The cases of `pad` and of what says a shape: `reshape` and `depthToSpace`."""

from math import inf, nan

from op_case import case, given

PAD = [
    case("pad", "1d", (2, 3, 5), padding=2),
    case("pad", "1d asymmetric, value", (1, 2, 4), padding=[[1, 3]], value=0.5),
    case("pad", "2d", (1, 3, 4, 5), padding=1),
    case("pad", "2d per axis, batch 3", (3, 2, 3, 4), padding=[2, 0], value=-1.5),
    case("pad", "2d asymmetric", (2, 2, 3, 4), padding=[[0, 2], [1, 0]]),
    case("pad", "2d nothing", (1, 2, 3, 3), padding=0),
    case("pad", "2d of 1x1", (2, 3, 1, 1), padding=[[1, 0], [2, 1]], value=1.25),
    case("pad", "3d", (1, 2, 2, 3, 2), padding=[1, 0, 2]),
    case("pad", "3d asymmetric", (1, 2, 2, 3, 2), padding=[[1, 0], [0, 1], [2, 1]], value=2.0),
    given("pad", "special values", (1, 1, 2, 3), [nan, inf, -inf, -0.0, 0.0, 1], padding=1),
    case("pad", "1d reflect", (2, 3, 5), padding=2, mode="reflect"),
    case("pad", "1d reflect all", (1, 2, 4), padding=3, mode="reflect"),
    case("pad", "2d reflect, fast style", (1, 3, 5, 6), padding=4, mode="reflect"),
    case("pad", "2d reflect asymmetric", (3, 2, 3, 4), padding=[[0, 2], [3, 1]], mode="reflect"),
    case("pad", "3d reflect", (1, 2, 3, 2, 4), padding=[2, 1, 3], mode="reflect"),
    given(
        "pad",
        "reflect special values",
        (1, 2, 3),
        [nan, 1, inf, -0.0, 2, -inf],
        padding=1,
        mode="reflect",
    ),
    case("pad", "1d replicate", (2, 3, 5), padding=2, mode="replicate"),
    case("pad", "1d replicate over the extent", (1, 2, 2), padding=[[5, 3]], mode="replicate"),
    case("pad", "2d replicate", (1, 3, 4, 3), padding=1, mode="replicate"),
    case("pad", "2d replicate of 1x1", (3, 2, 1, 1), padding=[[2, 1], [0, 3]], mode="replicate"),
    case(
        "pad", "3d replicate", (2, 1, 2, 3, 2), padding=[[1, 0], [2, 2], [0, 3]], mode="replicate"
    ),
    case("pad", "1d circular", (2, 3, 5), padding=2, mode="circular"),
    case("pad", "1d circular all", (1, 2, 4), padding=4, mode="circular"),
    case("pad", "2d circular", (3, 2, 3, 4), padding=[1, 2], mode="circular"),
    case("pad", "2d circular asymmetric", (1, 3, 4, 3), padding=[[0, 3], [2, 0]], mode="circular"),
    case("pad", "2d circular of 1x1", (2, 3, 1, 1), padding=1, mode="circular"),
    case("pad", "3d circular", (1, 2, 3, 2, 4), padding=[[3, 1], [0, 2], [1, 0]], mode="circular"),
]

RESHAPE = [
    case("reshape", "2 axes to 4", (2, 24), shape=[2, 3, 4]),
    case("reshape", "2 axes to 3, open", (3, 12), shape=[3, -1]),
    case("reshape", "4 axes to 2", (2, 3, 4, 5), shape=[60]),
    case("reshape", "4 axes to 2, open", (2, 3, 4, 5), shape=[-1]),
    case("reshape", "4 axes to 3, tokens", (1, 6, 3, 4), shape=[6, 12]),
    case("reshape", "4 axes to 5, groups", (3, 6, 2, 2), shape=[2, 3, 2, 2]),
    case("reshape", "4 axes to 4", (2, 4, 3, 2), shape=[2, -1, 4]),
    case("reshape", "5 axes to 4", (1, 2, 3, 2, 4), shape=[6, 2, 4]),
    case("reshape", "open first", (2, 5, 7), shape=[-1, 5]),
    case("reshape", "as it is", (2, 3, 4), shape=[3, 4]),
    case("reshape", "with ones", (3, 7), shape=[7, 1, 1]),
    case("reshape", "open and 1", (2, 3, 2), shape=[1, -1, 6]),
    given("reshape", "special values", (1, 2, 3), [nan, inf, -inf, -0.0, 0.0, 1], shape=[3, 2]),
]

DEPTH_TO_SPACE = [
    case("depthToSpace", "torch", (1, 8, 2, 3), factor=2),
    case("depthToSpace", "torch, said so", (2, 12, 1, 2), factor=2, order="torch"),
    case("depthToSpace", "torch, factor 3", (1, 18, 2, 1), factor=3),
    case("depthToSpace", "torch, batch 3", (3, 4, 2, 3), factor=2),
    case("depthToSpace", "torch, of 1x1", (2, 32, 1, 1), factor=4),
    case("depthToSpace", "factor 1", (1, 3, 2, 3), factor=1, order="onnx"),
    case("depthToSpace", "ONNX", (1, 8, 2, 3), factor=2, order="onnx"),
    case("depthToSpace", "ONNX, factor 3", (2, 18, 1, 2), factor=3, order="onnx"),
    case("depthToSpace", "ONNX, batch 3", (3, 12, 2, 1), factor=2, order="onnx"),
    case("depthToSpace", "ONNX, one plane", (2, 4, 3, 3), factor=2, order="onnx"),
    case("depthToSpace", "SPD-Conv", (1, 8, 2, 3), factor=2, order="spd"),
    case("depthToSpace", "SPD-Conv, factor 3", (2, 18, 2, 1), factor=3, order="spd"),
    case("depthToSpace", "SPD-Conv, batch 3", (3, 12, 1, 2), factor=2, order="spd"),
    case("depthToSpace", "SPD-Conv, one plane", (2, 4, 3, 3), factor=2, order="spd"),
]
