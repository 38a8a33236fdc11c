"""Makes `networks.json` and the LeNet-5 files: whole networks with seeded weights and inputs."""

import math
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from fixture_json import FOLDER, numbers, write_cases
from seeded import Role, fill

WEIGHTS_SEED = 1
INPUT_SEED = 2
NORM_ROLES: dict[str, Role] = {
    "weight": "normWeight",
    "bias": "bias",
    "running_mean": "runningMean",
    "running_var": "runningVariance",
}


def lenet5_lecture() -> nn.Sequential:
    """LeNet-5 as the lecture draws it: ReLU and max pooling, on 1x28x28."""
    return nn.Sequential(
        nn.Conv2d(1, 20, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(2450, 500),
        nn.ReLU(),
        nn.Linear(500, 10),
    )


def lenet5_classic() -> nn.Sequential:
    """LeNet-5 with sigmoid and average pooling, on 1x28x28: 61,706 parameters."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.Sigmoid(),
        nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.Sigmoid(),
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.Sigmoid(),
        nn.Linear(120, 84),
        nn.Sigmoid(),
        nn.Linear(84, 10),
    )


def strawberry() -> nn.Sequential:
    """The homework's network for the list [8, 16, 32, "pool"] and 5 classes, on 3x30x30."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4608, 5),
    )


def batchnorm_small() -> nn.Sequential:
    """Batch norm after convolutions with and without a bias, dropout, groups, on 3x12x12."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1, bias=False),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Dropout(),
        nn.Conv2d(8, 8, 3, padding=1, groups=4),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(3, stride=2, padding=1),
        nn.Conv2d(8, 12, 1),
        nn.BatchNorm2d(12),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(12, 7),
        nn.Softmax(dim=1),
    )


NETWORKS = [
    (lenet5_lecture, (1, 1, 28, 28)),
    (lenet5_classic, (1, 1, 28, 28)),
    (strawberry, (1, 3, 30, 30)),
    (batchnorm_small, (1, 3, 12, 12)),
]


def role(network: nn.Module, name: str) -> Role:
    """The seeding rule of the parameter or buffer `name` of `network`."""
    module_name, _, leaf = name.rpartition(".")
    if isinstance(network.get_submodule(module_name), nn.BatchNorm2d):
        return NORM_ROLES[leaf]
    return "weight" if leaf == "weight" else "bias"


def seeded_weights(network: nn.Module) -> dict[str, Tensor]:
    """The seeded state of `network`, without the batch counters of its norms."""
    return {
        name: torch.from_numpy(fill(name, tensor.shape, role(network, name), WEIGHTS_SEED))
        for name, tensor in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def evaluate(network: nn.Module, x: Tensor) -> Tensor:
    """The output of `network` in double, rounded once to float32.

    Refuses a network whose result in float32, relative to its scale, is another one.
    """
    network.eval()
    with torch.inference_mode():
        single = network(x)
        exact: Tensor = network.double()(x.double()).float()
    assert (single - exact).abs().max() <= 1e-5 * exact.abs().max()
    return exact


def write_lenet5_files(weights: dict[str, Tensor], x: Tensor, y: Tensor) -> None:
    """Writes the weights, the input and the output of the classic LeNet-5."""
    assert sum(math.prod(tensor.shape) for tensor in weights.values()) == 61_706
    save_file(weights, FOLDER / "lenet5_classic.safetensors")
    np.save(FOLDER / "lenet5_classic_input.npy", x.numpy())
    np.save(FOLDER / "lenet5_classic_output.npy", y.numpy())


def main() -> None:
    """Writes every fixture that comes from a whole network."""
    torch.set_num_threads(1)
    cases: list[dict[str, Any]] = []
    for build, input_shape in NETWORKS:
        network = build()
        weights = seeded_weights(network)
        network.load_state_dict(weights)
        x = torch.from_numpy(fill("", input_shape, "input", INPUT_SEED))
        y = evaluate(network, x)
        cases.append(
            {
                "name": build.__name__,
                "weights": WEIGHTS_SEED,
                "input": INPUT_SEED,
                "inputShape": list(x.shape),
                "outputShape": list(y.shape),
                "output": numbers(y),
            }
        )
        if build is lenet5_classic:
            write_lenet5_files(weights, x, y)
    write_cases("networks.json", cases)


if __name__ == "__main__":
    main()
