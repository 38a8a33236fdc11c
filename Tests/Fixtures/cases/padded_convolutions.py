"""The cases of convolutions whose padding is made of the input."""

from op_case import Case, Shape, case


def conv(variant: str, shape: Shape, mode: str, **attributes: object) -> Case:
    """A convolution with a mode of padding; zeros are the default and said once."""
    return case("conv", f"{variant}, {mode}", shape, **attributes, mode=mode)


def mode_cases(mode: str) -> list[Case]:
    """Attributes that interact with the padding."""
    return [
        conv("1d", (2, 3, 7), mode, filters=4, kernel=3, padding=2),
        conv("1d same", (1, 2, 6), mode, filters=3, kernel=4, padding="same"),
        conv("2d", (1, 3, 5, 6), mode, filters=4, kernel=3, padding=1),
        conv("2d stride, batch 3", (3, 2, 5, 4), mode, filters=2, kernel=3, stride=2, padding=1),
        conv(
            "2d dilation, groups",
            (1, 4, 6, 5),
            mode,
            filters=6,
            kernel=3,
            dilation=2,
            padding=2,
            groups=2,
        ),
        conv(
            "2d depthwise, per axis",
            (2, 3, 4, 5),
            mode,
            filters=3,
            kernel=[3, 5],
            padding=[1, 2],
            groups=3,
            bias=False,
        ),
        conv("2d asymmetric", (1, 2, 4, 5), mode, filters=3, kernel=3, padding=[[0, 2], [3, 1]]),
        conv(
            "2d asymmetric, stride",
            (2, 2, 5, 7),
            mode,
            filters=2,
            kernel=[2, 4],
            stride=[1, 3],
            padding=[[1, 0], [2, 3]],
        ),
        conv("2d same, even kernel", (1, 2, 4, 5), mode, filters=3, kernel=[2, 4], padding="same"),
        conv(
            "2d same, dilation", (1, 2, 5, 6), mode, filters=2, kernel=3, dilation=2, padding="same"
        ),
        conv("2d widest padding", (1, 2, 3, 4), mode, filters=2, kernel=3, padding=[2, 3]),
        conv("3d", (1, 2, 3, 4, 3), mode, filters=2, kernel=3, padding=1),
        conv(
            "3d asymmetric, groups",
            (1, 2, 3, 2, 4),
            mode,
            filters=2,
            kernel=[2, 1, 3],
            padding=[[1, 0], [0, 1], [2, 1]],
            groups=2,
        ),
    ]


CONV_MODES = [
    conv("2d", (1, 2, 4, 5), "zeros", filters=3, kernel=3, padding=1),
    case(
        "conv", "2d asymmetric zeros", (1, 2, 4, 5), filters=3, kernel=3, padding=[[0, 2], [3, 1]]
    ),
    case(
        "conv",
        "2d asymmetric zeros, stride, dilation",
        (2, 4, 7, 6),
        filters=4,
        kernel=[3, 2],
        stride=[2, 1],
        dilation=[1, 3],
        padding=[[2, 0], [0, 3]],
        groups=2,
    ),
    case("conv", "1d asymmetric zeros, batch 3", (3, 2, 6), filters=2, kernel=4, padding=[[3, 0]]),
    case("conv", "2d same, even kernel", (1, 2, 4, 5), filters=3, kernel=[2, 4], padding="same"),
    *mode_cases("reflect"),
    *mode_cases("replicate"),
    *mode_cases("circular"),
    conv("2d of 1x1", (2, 3, 1, 1), "replicate", filters=2, kernel=3, padding=1),
    conv("2d of 1x1", (2, 3, 1, 1), "circular", filters=2, kernel=3, padding=1),
    conv(
        "2d wider than the input",
        (1, 2, 2, 3),
        "replicate",
        filters=2,
        kernel=3,
        padding=5,
        stride=2,
    ),
]
