#!/usr/bin/env python3
"""Times the analysis of ResNet-50: `cnnc analyze`, process start included, and torchinfo.summary.

torchinfo is timed twice: as a program, with the start of Python and its imports as a user waits for
it, and as a call in a process that has the model built already. Needs torch, torchvision and
torchinfo. Usage: analysis.py [path of cnnc]
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 10
NETWORK = ROOT / "specs/resnet50.arch"
PROGRAM = """
import sys
sys.path.append("{checks}")
from torchvision_weights import torchvision_models
import torchinfo
model = torchvision_models().resnet50(weights=None)
print(torchinfo.summary(model, input_size=(1, 3, 224, 224)))
"""


def seconds(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median wall time of some runs."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def run(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    tool = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / ".build/release/cnnc")
    own = seconds(run([tool, "analyze", str(NETWORK)]))
    program = PROGRAM.format(checks=ROOT / "Tests/Checks")
    whole = seconds(run([sys.executable, "-c", program]), 3)

    sys.path.append(str(ROOT / "Tests/Checks"))
    import torchinfo

    from torchvision_weights import torchvision_models

    model = torchvision_models().resnet50(weights=None)
    size = (1, 3, 224, 224)
    call = seconds(lambda: torchinfo.summary(model, input_size=size, verbose=0), 5)

    rows = [
        ("cnnc analyze", own),
        ("torchinfo.summary, as a program", whole),
        ("torchinfo.summary, as a call", call),
    ]
    for name, time_taken in rows:
        print(f"{name:32} {time_taken * 1e3:8.1f} ms  {time_taken / own:6.1f} x")


if __name__ == "__main__":
    main()
