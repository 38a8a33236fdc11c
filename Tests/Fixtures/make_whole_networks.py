"""Makes `whole_networks.json`: the networks in `specs/` on small inputs.

Their PyTorch models are those of `Tests/Checks/reference_networks.py`, which needs more packages
than the other fixtures, and the `cnnc` of a release build for the names of some layers.
"""

import sys
from importlib.metadata import version
from typing import Any

import torch
from torch import Tensor

from fixture_json import FOLDER, number, numbers, write_cases

sys.path.append(str(FOLDER.parent / "Checks"))

from reference_networks import INPUT_SEED, NETWORKS, WEIGHTS_SEED, Network, expected  # noqa: E402

# Where the networks come from, besides papers.
PACKAGES = ("torchvision", "timm", "pytorchcv")
# The elements of an output that are stored; of the others there are the statistics.
STORED_ELEMENTS = 64


def summary(output: Tensor) -> dict[str, Any]:
    """The shape, the first elements and the statistics of an output."""
    exact = output.double()
    return {
        "shape": list(output.shape),
        "first": numbers(output.flatten()[:STORED_ELEMENTS]),
        "mean": exact.mean().item(),
        "standardDeviation": exact.std(correction=0).item(),
        "minimum": number(output.min().numpy()),
        "maximum": number(output.max().numpy()),
    }


def case(network: Network) -> dict[str, Any]:
    """The fixture of a network, computed in double."""
    print(network.title, flush=True)
    return {
        "spec": network.spec,
        **({"network": network.network} if network.network else {}),
        "inputShape": list(network.small),
        "weights": WEIGHTS_SEED,
        "input": INPUT_SEED,
        "outputs": [summary(y) for y in expected(network, network.small, torch.double)],
    }


def main() -> None:
    """Writes the fixture."""
    torch.set_num_threads(1)
    packages = "".join(f", {name} {version(name)}" for name in PACKAGES)
    write_cases("whole_networks.json", [case(network) for network in NETWORKS], packages)


if __name__ == "__main__":
    main()
