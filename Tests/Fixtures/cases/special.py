"""Numbers that are no ordinary ones, under the ops whose other cases have none."""

from math import inf, nan

from op_case import Case, given

# A plane of 4 rows and 5 columns, and another of ordinary numbers, some of them zeros.
SPECIAL_PLANE = [
    *(nan, 1, 2, 0.0, -0.0),
    *(1, 2, -1, -0.0, 0.0),
    *(0.5, -2, inf, 1, 2),
    *(-0.0, -0.0, 1, 2, -inf),
]
PLANE = [
    *(0.0, -0.0, 1, 2, 3),
    *(-0.0, -0.0, -1, 0.5, -2),
    *(0.0, 0.0, -0.0, 3, 1),
    *(1e-20, -1e-20, 2, -1, 0.25),
]
PLANES = [*SPECIAL_PLANE, *PLANE]
ZEROS = [-0.0] * 20 + [0.0, -0.0] * 10


def special(op: str, **attributes: object) -> list[Case]:
    """Two planes with NaN and infinities, and two of zeros with and without signs."""
    return [
        given(op, "special values in planes", (1, 2, 4, 5), PLANES, **attributes),
        given(op, "zeros in planes", (1, 2, 4, 5), ZEROS, **attributes),
    ]


def special_row(op: str, **attributes: object) -> Case:
    """The same numbers as samples of a vector each."""
    return given(op, "special values in rows", (8, 5), PLANES, **attributes)


SPECIAL = [
    *special("conv", filters=2, kernel=2, padding=1),
    given(
        "conv",
        "special values, reflect, strided, no bias",
        (1, 2, 4, 5),
        PLANES,
        filters=2,
        kernel=3,
        padding=1,
        stride=2,
        mode="reflect",
        bias=False,
    ),
    *special("convTranspose", filters=2, kernel=2, stride=2, bias=False),
    special_row("linear", features=3),
    *special("avgPool", kernel=2, stride=1),
    given(
        "avgPool",
        "special values, ceil, padding",
        (1, 2, 4, 5),
        PLANES,
        kernel=3,
        stride=2,
        padding=1,
        ceil=True,
        countIncludePad=False,
    ),
    *special("adaptiveAvgPool", size=[2, 3]),
    given(
        "globalLpPool",
        "special values",
        (1, 3, 4),
        [inf, 1, 2, -inf, nan, 1, 2, 3, -0.0, 0, 0, -inf],
    ),
    special_row("layerNorm"),
    *special("layerNorm", over="channels", affine=False),
    *special("groupNorm", groups=2),
    *special("instanceNorm"),
    *special("lrn", size=3, alpha=0.5),
    *special("crop", size=[3, 4]),
    *special("permute", order=[0, 3, 1, 2]),
    *special("channelShuffle", groups=2),
    given("spaceToDepth", "special values", (1, 2, 4, 4), PLANES[:32], factor=2),
    given("depthToSpace", "special values", (1, 4, 2, 4), PLANES[:32], factor=2),
    *special("resize", size=[6, 3]),
    given("resize", "bilinear, special values", (1, 2, 4, 5), PLANES, size=[5, 8], mode="bilinear"),
    given("resize", "bicubic, special values", (1, 2, 4, 5), PLANES, size=[5, 8], mode="bicubic"),
    *[
        given(
            "resize",
            f"{mode} aligned, {name}",
            (1, 2, 4, 5),
            planes,
            size=[7, 9],
            mode=mode,
            alignCorners=True,
        )
        for mode in ("bilinear", "bicubic")
        for name, planes in (("special values", PLANES), ("zeros", ZEROS))
    ],
    *special("globalAvgPool"),
    *special("pad", padding=1),
]
