#!/usr/bin/env python3
"""Times `cnnc analyze` on generated networks of 10,000 and 100,000 layers.

Parsing, lowering and analysis must take time linear in the size of the network, so the seconds for
each 10,000 layers should be about the same. Usage: frontend.py [path of cnnc]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (10_000, 100_000)
ROUNDS = 5


def write_network(path: Path, layers: int) -> None:
    """Writes a network of that many layers, one statement each."""
    pairs = "  conv(4, kernel: 3, padding: 1)\n  relu\n" * (layers // 2)
    path.write_text("network Deep {\n  input(4, 8, 8)\n" + pairs + "}\n")


def seconds(tool: str, network: Path) -> float:
    """The wall time of one analysis, process start included."""
    start = time.perf_counter()
    subprocess.run([tool, "analyze", str(network)], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    tool = sys.argv[1] if len(sys.argv) > 1 else ".build/release/cnnc"
    with tempfile.TemporaryDirectory() as folder:
        networks = {size: Path(folder) / f"{size}.arch" for size in SIZES}
        for size, path in networks.items():
            write_network(path, size)
        # Interleaved, so that a slow moment of the machine hits both.
        times = {size: [] for size in SIZES}
        for _ in range(ROUNDS):
            for size, path in networks.items():
                times[size].append(seconds(tool, path))
    for size in SIZES:
        median = statistics.median(times[size])
        print(f"{size:>7} layers  {median:6.2f} s  {median / size * 10_000:.3f} s for 10,000")


if __name__ == "__main__":
    main()
