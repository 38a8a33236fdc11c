#!/usr/bin/env python3
"""Runs `cnnc verify` on every network of `specs/`.

Each pass, the runtime and the emitted Swift are checked against the reference kernels, on small
inputs where the network takes them (those of `Tests/Fixtures/whole_networks.json`).

    swift build -c release
    python3 Tests/Checks/verify_sweep.py [--timeout SECONDS] [NAME...]

Needs nothing but Python and `swiftc`. A line for each network says the largest error of all stages,
relative to the output's scale, and where it is; the exit status is 1 if one is too large.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CNNC = ROOT / ".build/release/cnnc"
SMALL_INPUTS = ROOT / "Tests/Fixtures/whole_networks.json"
# Networks that the fixture does not have, or with an input on which the reference kernels are slow.
OTHER_INPUTS = {
    "dilated": (3, 16, 16),
    "unet_256": (3, 32, 32),
}


@dataclass(frozen=True)
class Network:
    spec: str
    name: str
    """One of several in the file, or nothing."""
    shape: tuple[int, ...]
    """The input's extents, or nothing for those of the spec."""

    @property
    def title(self) -> str:
        return f"{self.spec} {self.name}".rstrip()

    @property
    def arguments(self) -> list[str]:
        choice = ["--network", self.name] if self.name else []
        extents = "x".join(str(extent) for extent in self.shape)
        return [f"{ROOT}/specs/{self.spec}.arch", *choice] + (
            ["--input-shape", extents] if extents else []
        )


def networks() -> list[Network]:
    """All networks of all files, in the order of their names."""
    cases = json.loads(SMALL_INPUTS.read_text())["cases"]
    small = {(case["spec"], case.get("network", "")): case["inputShape"] for case in cases}
    found = []
    for path in sorted((ROOT / "specs").glob("*.arch")):
        names = re.findall(r"^network (\w+)", path.read_text(), re.MULTILINE)
        for name in names if len(names) > 1 else [""]:
            shape = OTHER_INPUTS.get(path.stem) or small.get((path.stem, name), ())
            found.append(Network(path.stem, name, tuple(shape)))
    return found


def verified(network: Network, timeout: float) -> tuple[str, str]:
    """A verdict, and the largest error with its stage, or what went wrong.

    A network that takes arguments is verified where others of its file give it some.
    """
    command = [str(CNNC), "verify", *network.arguments]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return "FAIL", f"more than {timeout:.0f} s"
    stages = re.findall(r"^(\S.*?)\s+(\d\.\de[+-]\d+|nan|inf)\s+(ok|WRONG)$", run.stdout, re.MULTILINE)
    if "[missing-argument]" in run.stderr:
        return "SKIP", "takes arguments"
    if run.returncode != 0 or not stages:
        return "FAIL", (run.stdout + run.stderr).strip()
    stage, error, _ = max(stages, key=lambda stage: float(stage[1]))
    return "PASS", f"{error}  {stage}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[2])
    parser.add_argument("names", nargs="*", metavar="NAME", help="specs; all if there is none")
    parser.add_argument(
        "--timeout", type=float, default=3600, metavar="SECONDS", help="for one network"
    )
    arguments = parser.parse_args()
    chosen = [n for n in networks() if not arguments.names or n.spec in arguments.names]
    unknown = set(arguments.names) - {network.spec for network in chosen}
    if unknown:
        parser.error(f"no network {', '.join(sorted(unknown))}")
    if not CNNC.exists():
        parser.error(f"there is no {CNNC}; run 'swift build -c release' first")

    width = max(len(network.title) for network in chosen)
    verdicts = []
    for network in chosen:
        start = time.monotonic()
        verdict, what = verified(network, arguments.timeout)
        verdicts.append(verdict)
        seconds = time.monotonic() - start
        print(f"{network.title:{width}}  {verdict}  {seconds:4.0f} s  {what}", flush=True)
    failed = verdicts.count("FAIL")
    print(f"{verdicts.count('PASS')} networks agree in every stage, {failed} do not")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
