#!/usr/bin/env python3
"""Emitted Swift beside the runtime on the same networks, in one run.

    swift build -c release
    python3 Tests/Benchmarks/emitted.py [--march baseline native] [--rounds N] [NETWORK...]
    python3 Tests/Benchmarks/emitted.py --plain-c [--rounds N] [lenet5_relu] [mobilenet_v2]

For each network and each kind of vectors, `cnnc compile` writes the source with the weights of
`seed:1`, and `swiftc -O` compiles it with the option that the source asks for. In every round the
programs run in turn for half a second each, and then `cnnc bench` with one thread; the medians
count. A ratio above 1 says that the runtime is faster.

`--plain-c` measures the source without options for the processor beside a C program of the same
network, a loop nest for each layer (`plain_c.py`), compiled by `clang -O3`, also without options.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plain_c import c_source

ROOT = Path(__file__).resolve().parents[2]
CNNC = ROOT / ".build/release/cnnc"
NETWORKS = ("lenet5_relu", "resnet18", "mobilenet_v2", "vgg16")
PLAIN_C_NETWORKS = ("lenet5_relu", "mobilenet_v2")
MARCHES = ("baseline", "native")

# Prints the milliseconds of each run of half a second.
MAIN = """
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

func run() throws {
  let network = try TYPE(weightsAt: CommandLine.arguments[1])
  let input = (0..<TYPE.inputShape.reduce(1, *)).map { Float($0 % 17) / 17 - 0.5 }
  var output = [Float](repeating: 0, count: TYPE.outputShape.reduce(1, *))
  var arena = [Float](repeating: 0, count: TYPE.arenaSize)
  var outputSpan = output.mutableSpan
  var arenaSpan = arena.mutableSpan
  network.forward(input.span, into: &outputSpan, arena: &arenaSpan)
  let end = now() + 500
  repeat {
    let start = now()
    network.forward(input.span, into: &outputSpan, arena: &arenaSpan)
    print(now() - start)
  } while now() < end
}

try run()
"""


def emit(folder: Path, network: str, march: str) -> tuple[list[str], float]:
    """The command that runs the emitted program, and the seconds that the compiler took."""
    source = folder / f"{network}-{march}.swift"
    subprocess.run(
        [CNNC, "compile", f"specs/{network}.arch", "--weights", "seed:1", "--embed-limit", "0"]
        + ["--march", march, "-o", source],
        cwd=ROOT,
        check=True,
    )
    text = source.read_text()
    kind = re.search(r"^public struct (\w+)", text, re.MULTILINE)
    option = re.search(r"^// (-Xcc -march=[^,]+)", text, re.MULTILINE)
    assert kind
    main = folder / "main.swift"
    main.write_text(MAIN.replace("TYPE", kind[1]))
    program = source.with_suffix("")
    start = time.monotonic()
    subprocess.run(
        ["swiftc", "-O", "-swift-version", "6", *(option[1].split() if option else [])]
        + ["-o", program, main, source],
        check=True,
    )
    seconds = time.monotonic() - start
    return [str(program), str(source.with_suffix(".weights.safetensors"))], seconds


def emitted_times(command: list[str]) -> list[float]:
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in output.split()]


def build_plain_c(folder: Path, network: str) -> list[str]:
    """The command that runs the network as plain C."""
    words = [CNNC, "compile", f"specs/{network}.arch", "--emit", "ir"]
    ir = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    source = folder / f"{network}.c"
    source.write_text(c_source(ir))
    program = source.with_suffix(".c.out")
    subprocess.run(["clang", "-O3", "-o", program, source], check=True)
    return [str(program)]


def compare_with_plain_c(networks: list[str], rounds: int) -> None:
    print("| network | emitted, ms | plain C, ms | ratio |")
    print("|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for network in networks:
            commands = [
                emit(Path(name), network, "baseline")[0],
                build_plain_c(Path(name), network),
            ]
            times: list[list[float]] = [[], []]
            for _ in range(rounds):
                for index, command in enumerate(commands):
                    times[index] += emitted_times(command)
            own, plain = map(statistics.median, times)
            print(f"| {network} | {own:.3g} | {plain:.3g} | {own / plain:.2f} |", flush=True)


def runtime_time(network: str) -> float:
    command = [CNNC, "bench", f"specs/{network}.arch", "--threads", "1", "--format", "json"]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(json.loads(output)["medianMilliseconds"])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("networks", nargs="*", metavar="NETWORK")
    parser.add_argument("--plain-c", action="store_true")
    parser.add_argument("--march", nargs="+", default=MARCHES)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.plain_c:
        compare_with_plain_c(arguments.networks or PLAIN_C_NETWORKS, arguments.rounds)
        return 0
    print("| network | vectors | emitted, ms | runtime, ms | ratio | swiftc, s |")
    print("|---|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for network in arguments.networks or NETWORKS:
            commands = {march: emit(Path(name), network, march) for march in arguments.march}
            times: dict[str, list[float]] = {march: [] for march in commands}
            runtime = []
            for _ in range(arguments.rounds):
                for march, (command, _) in commands.items():
                    times[march] += emitted_times(command)
                runtime.append(runtime_time(network))
            reference = statistics.median(runtime)
            for march, (_, seconds) in commands.items():
                median = statistics.median(times[march])
                print(
                    f"| {network} | {march} | {median:.3g} | {reference:.3g} "
                    f"| {median / reference:.2f} | {seconds:.0f} |",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
