#!/usr/bin/env python3
"""Times `cnnc analyze` and `cnnc compile --emit ir` on networks of 10,000 and 100,000 layers.

Parsing, lowering, the passes and printing must take time linear in the size of the network, so the
seconds for each 10,000 layers should be about the same. Usage: frontend.py [path of cnnc]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (10_000, 100_000)
ROUNDS = 5
COMMANDS = {"analyze": ["analyze"], "compile": ["compile", "--emit", "ir"]}


def chain(layers: int) -> str:
    """A network of that many layers in a row."""
    pairs = "  conv(4, kernel: 3, padding: 1)\n  relu\n" * (layers // 2)
    return "network Chain {\n  input(4, 8, 8)\n" + pairs + "}\n"


def fan(layers: int) -> str:
    """A network of that many layers that all read the input, and a sum of them."""
    entries = "    { dropout; relu }\n" * (layers // 2)
    return "network Fan {\n  input(4, 2, 2)\n  add {\n" + entries + "  }\n}\n"


def outputs(layers: int) -> str:
    """A network of that many layers, half of which are outputs."""
    entries = "".join(f"  output y{i}: relu6\n  sigmoid\n" for i in range(layers // 2))
    return "network Outputs {\n  input(4, 2, 2)\n" + entries + "}\n"


NETWORKS = {"chain": chain, "fan": fan, "outputs": outputs}


def seconds(command: list[str]) -> float:
    """The wall time of one run, process start included."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    tool = sys.argv[1] if len(sys.argv) > 1 else ".build/release/cnnc"
    with tempfile.TemporaryDirectory() as folder:
        runs = {}
        for name, network in NETWORKS.items():
            for size in SIZES:
                path = Path(folder) / f"{name}{size}.arch"
                path.write_text(network(size))
                for command, words in COMMANDS.items():
                    runs[command, name, size] = [tool, *words, str(path)]
        # Interleaved, so that a slow moment of the machine hits all.
        times = {key: [] for key in runs}
        for _ in range(ROUNDS):
            for key, command in runs.items():
                times[key].append(seconds(command))
    for (command, name, size), measured in times.items():
        median = statistics.median(measured)
        print(
            f"{command:<8} {name:<8} {size:>7} layers  {median:6.2f} s  "
            f"{median / size * 10_000:.3f} s for 10,000"
        )


if __name__ == "__main__":
    main()
