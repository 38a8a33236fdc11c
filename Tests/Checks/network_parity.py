"""Checks at full size that networks in `specs/` compute what PyTorch computes.

For each network, PyTorch's model with the weights of `seed:1` runs on the input of `seed:2`, and

    cnnc run specs/NAME.arch --weights seed:1 --input seed:2 --output y.npy

must agree with it within 1e-4 of the output's scale, the largest magnitude.

    pip install torch torchvision timm pytorchcv numpy
    swift build -c release
    python3 Tests/Checks/network_parity.py [--small] [--timeout SECONDS] [NAME...]

`--small` takes the small inputs of `Tests/Fixtures/whole_networks.json`. Networks that fail do not
end the run; the exit status is then 1.

Where PyTorch's models come from is in `reference_networks.py`. Those of `paper_networks.py` are
this project's own: they show PyTorch's arithmetic, but no independent author's architecture.
"""

import argparse
import math
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch

from reference_networks import CNNC, NETWORKS, Network, Shape, expected

TOLERANCE = 1e-4


def computed(network: Network, shape: Shape, count: int, timeout: float) -> list[np.ndarray]:
    """What cnnc computes."""
    # A network with two outputs calls them by name.
    names = [""] if count == 1 else ["cls=", "box="]
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{index}.npy" for index in range(count)]
        outputs = [f"--output={name}{path}" for name, path in zip(names, paths, strict=True)]
        command = [str(CNNC), "run", *network.arguments(shape), "--weights", "seed:1"]
        subprocess.run(
            [*command, "--input", "seed:2", *outputs],
            capture_output=True,
            text=True,
            check=True,
            timeout=timeout,
        )
        return [np.load(path) for path in paths]


def largest_error(network: Network, shape: Shape, timeout: float) -> float:
    """The largest difference of an element, divided by the largest magnitude of its output."""
    references = [tensor.numpy() for tensor in expected(network, shape, torch.float32)]
    errors = []
    for y, reference in zip(
        computed(network, shape, len(references), timeout), references, strict=True
    ):
        if y.shape != reference.shape:
            raise ValueError(f"shape {y.shape} instead of {reference.shape}")
        errors.append(np.abs(y - reference).max() / np.abs(reference).max())
    # NumPy's maximum is a NaN if an error is one.
    return float(np.max(errors))


def description(failure: Exception) -> str:
    """One line of what went wrong."""
    if isinstance(failure, subprocess.CalledProcessError):
        return f"cnnc ended with {failure.returncode}: {(failure.stderr or '').strip()}"
    if isinstance(failure, subprocess.TimeoutExpired):
        return f"cnnc took more than {failure.timeout:.0f} s"
    return f"{type(failure).__name__}: {failure}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="specs; all if there is none")
    parser.add_argument("--small", action="store_true", help="small inputs")
    parser.add_argument(
        "--timeout", type=float, default=600, metavar="SECONDS", help="for one run of cnnc"
    )
    arguments = parser.parse_args()
    unknown = set(arguments.names) - {network.spec for network in NETWORKS}
    if unknown:
        parser.error(f"no network {', '.join(sorted(unknown))}")
    if not CNNC.exists():
        parser.error(f"there is no {CNNC}; run 'swift build -c release' first")

    networks = [n for n in NETWORKS if not arguments.names or n.spec in arguments.names]
    width = max(len(network.title) for network in networks)
    print(f"{'network':{width}}  {'input':>14}  {'error':>7}  {'':4}  {'time':>6}")
    errors = []
    for network in networks:
        shape = network.small if arguments.small else network.shape
        start = time.monotonic()
        reason = ""
        try:
            error = largest_error(network, shape, arguments.timeout)
        except Exception as failure:  # noqa: BLE001  Whatever is wrong with one network is not all.
            error, reason = float("nan"), f"  {description(failure)}"
        errors.append(error)
        extents = "x".join(str(extent) for extent in shape)
        row = f"{network.title:{width}}  {extents:>14}  {error:7.1e}"
        verdict = "PASS" if error <= TOLERANCE else "FAIL"
        print(f"{row}  {verdict}  {time.monotonic() - start:4.0f} s{reason}", flush=True)
    passed = sum(error <= TOLERANCE for error in errors)
    largest = max((error for error in errors if not math.isnan(error)), default=float("nan"))
    print(f"{passed} of {len(networks)} networks agree, the largest error is {largest:.1e}")
    sys.exit(0 if passed == len(networks) else 1)


if __name__ == "__main__":
    main()
