"""The cases of the dense layers and of the table of tokens."""

from op_case import Case, case, given

LINEAR = [
    case("linear", "batch 1", (1, 12), features=7),
    case("linear", "batch 3", (3, 10), features=5),
    case("linear", "no bias", (2, 9), features=4, bias=False),
    case("linear", "one input, one output", (4, 1), features=1),
    case("linear", "long rows", (1, 300), features=3),
    case("linear", "odd sizes", (5, 17), features=19),
    case("linear", "last of three axes", (2, 3, 8), features=6),
    case("linear", "last of three axes, no bias", (1, 5, 7), features=2, bias=False),
]

WEIGHT_NORM_LINEAR = [
    case("linear", "weight norm", (2, 9), features=5, weightNorm=True),
    case("linear", "weight norm, no bias", (3, 6), features=4, bias=False, weightNorm=True),
    case("linear", "weight norm, one input", (3, 1), features=4, weightNorm=True),
    case("linear", "weight norm, last of three axes", (2, 3, 7), features=3, weightNorm=True),
]


def embedding(variant: str, shape: tuple[int, ...], vocabulary: int, features: int) -> Case:
    """A case with tokens that go through the vocabulary in strides of 7."""
    count = 1
    for extent in shape:
        count *= extent
    tokens = [7 * index % vocabulary for index in range(count)]
    return given("embedding", variant, shape, tokens, vocabulary=vocabulary, features=features)


EMBEDDING = [
    embedding("one sentence", (1, 6), 10, 4),
    embedding("batch 3", (3, 5), 11, 3),
    embedding("one token", (1, 1), 5, 8),
    embedding("one feature", (2, 7), 9, 1),
    embedding("one word", (2, 3), 1, 5),
    embedding("long sentence", (1, 40), 13, 2),
    embedding("large vocabulary", (1, 12), 1000, 3),
    embedding("wide vectors", (1, 3), 4, 33),
    embedding("sentences of sentences", (2, 3, 4), 17, 2),
    embedding("one axis", (5,), 8, 3),
    given("embedding", "first and last", (1, 4), [0, 99, 99, 0], vocabulary=100, features=5),
    given("embedding", "the same token", (2, 4), [3] * 8, vocabulary=4, features=3),
]
