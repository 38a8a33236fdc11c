"""Checks at full size that networks in `specs/` compute what PyTorch computes.

For each network, PyTorch's model with the weights of `seed:1` runs on the input of `seed:2`, and

    cnnc run specs/NAME.arch --weights seed:1 --input seed:2 --output y.npy

must agree with it within 1e-4 of the output's scale, the largest magnitude.

    pip install torch torchvision timm pytorchcv numpy
    swift build -c release
    python3 Tests/Checks/network_parity.py [--small] [NAME...]

`--small` takes the small inputs of `Tests/Fixtures/whole_networks.json`.
"""

import argparse
import subprocess
import sys
import tempfile

import numpy as np
import torch

from reference_networks import CNNC, NETWORKS, Network, Shape, expected

TOLERANCE = 1e-4


def computed(network: Network, shape: Shape, count: int) -> list[np.ndarray]:
    """What cnnc computes."""
    # A network with two outputs calls them by name.
    names = [""] if count == 1 else ["cls=", "box="]
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{index}.npy" for index in range(count)]
        outputs = [f"--output={name}{path}" for name, path in zip(names, paths)]
        command = [str(CNNC), "run", *network.arguments(shape), "--weights", "seed:1"]
        run = subprocess.run(
            [*command, "--input", "seed:2", *outputs], capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise ValueError(f"cnnc ended with {run.returncode}: {run.stderr}")
        return [np.load(path) for path in paths]


def largest_error(network: Network, shape: Shape) -> float:
    """The largest difference of an element, divided by the largest magnitude of its output."""
    references = [tensor.numpy() for tensor in expected(network, shape, torch.float32)]
    errors = []
    for y, reference in zip(computed(network, shape, len(references)), references):
        if y.shape != reference.shape:
            raise ValueError(f"shape {y.shape} instead of {reference.shape}")
        errors.append(float(np.abs(y - reference).max() / np.abs(reference).max()))
    return max(errors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="specs; all if there is none")
    parser.add_argument("--small", action="store_true", help="small inputs")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {network.spec for network in NETWORKS}
    if unknown:
        parser.error(f"no network {', '.join(sorted(unknown))}")
    if not CNNC.exists():
        parser.error(f"there is no {CNNC}; run 'swift build -c release' first")
    failures = 0
    for network in NETWORKS:
        if arguments.names and network.spec not in arguments.names:
            continue
        shape = network.small if arguments.small else network.shape
        try:
            error = largest_error(network, shape)
            verdict = f"{error:.1e}" if error <= TOLERANCE else f"{error:.1e} FAILED"
        except (ValueError, RuntimeError) as failure:
            verdict = f"FAILED: {failure}"
        failures += "FAILED" in verdict
        extents = "x".join(str(extent) for extent in shape)
        print(f"{network.title:26} {extents:>14}  {verdict}", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
