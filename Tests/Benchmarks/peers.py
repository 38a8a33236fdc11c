#!/usr/bin/env python3
"""cnnc beside ONNX Runtime, OpenVINO, ncnn and PyTorch on the same networks, in one run.

    pip install torch torchvision timm pytorchcv numpy safetensors
    pip install onnx onnxscript onnxruntime openvino ncnn pnnx
    swift build -c release
    python3 Tests/Benchmarks/peers.py [--threads 1 2] [--peers ort openvino] [NETWORK...]

Every program computes each network with the weights of `seed:1` on the input of `seed:2`, in
float32, one image at a time. Each peer is a process of its own that has loaded the network; in
every round each program in turn runs for half a second while the others sleep, and the median of
all its runs counts. Outputs must agree with PyTorch's within 1e-3 of their scale. A ratio above 1
says that cnnc is faster.
`--cold` measures instead, for every program, the time from the start of its process to the first
result, the median of all rounds, and the most memory that the process held. `cnnc run` computes a
network once, from its text and weights, or from the program that `cnnc compile --emit program` made
of them (not measured); it keeps no weights. `cnnc bench` keeps them for more runs, as the peers do
(the memory with which it measures the machine does not count). The peer `ort_prepared` is ONNX
Runtime with the model that it saves after its optimisations.
"""

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
CNNC = ROOT / ".build/release/cnnc"
PEERS = ("ort", "openvino", "ncnn", "torch")
PREPARED = "ort_prepared"
ROUND_SECONDS = 0.5
PAUSE_SECONDS = 0.05
TOLERANCE = 1e-3
# What `cnnc bench` takes to measure the speed of the memory (Roofline.swift).
BANDWIDTH_BYTES = 64 << 20
NETWORKS = (
    *("lenet5_relu", "alexnet", "vgg16", "resnet18", "resnet50", "mobilenet_v2", "googlenet"),
    *("densenet121", "squeezenet1_1", "efficientnet_b0", "unet_256", "inception_v3"),
    *("shufflenet_v2_x1_0", "convnext_tiny"),
)

Run = Callable[[], np.ndarray]


# Peers, each in a process of its own


def ort(folder: Path, x: np.ndarray, threads: int) -> Run:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"x": x})[0]


def ort_prepared(folder: Path, x: np.ndarray, threads: int) -> Run:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    prepared = folder / "prepared.onnx"
    if prepared.exists():
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    else:
        options.optimized_model_filepath = str(prepared)
    path = prepared if prepared.exists() else folder / "model.onnx"
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": x})[0]


def openvino(folder: Path, x: np.ndarray, threads: int) -> Run:
    from openvino import Core

    settings = {
        "INFERENCE_PRECISION_HINT": "f32",
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = (
        Core().compile_model(str(folder / "model.onnx"), "CPU", settings).create_infer_request()
    )
    return lambda: request.infer({0: x})[0]


def ncnn(folder: Path, x: np.ndarray, threads: int) -> Run:
    import ncnn as library

    network = library.Net()
    network.opt.num_threads = threads
    network.opt.use_fp16_packed = network.opt.use_fp16_storage = False
    network.opt.use_fp16_arithmetic = network.opt.use_bf16_storage = False
    network.load_param(str(folder / "model.ncnn.param"))
    network.load_model(str(folder / "model.ncnn.bin"))
    image = library.Mat(x[0]).clone()

    def run() -> np.ndarray:
        extractor = network.create_extractor()
        extractor.input("in0", image)
        return np.array(extractor.extract("out0")[1])[None]

    return run


def torch(folder: Path, x: np.ndarray, threads: int) -> Run:
    import torch as library
    import torch._inductor.config

    library.set_num_threads(threads)
    torch._inductor.config.freezing = True
    add_checks()
    model = library.load(folder / "model.pkl", weights_only=False)
    compiled = library.compile(model)
    tensor = library.from_numpy(x)

    def run() -> np.ndarray:
        with library.inference_mode():
            return np.asarray(compiled(tensor))

    return run


def serve(peer: str, folder: Path, threads: int) -> None:
    """Loads a network, computes it once, then runs for the seconds that each line of input says."""
    x = np.load(folder / "x.npy")
    peers = {"ort": ort, PREPARED: ort_prepared, "openvino": openvino, "ncnn": ncnn, "torch": torch}
    run = peers[peer](folder, x, threads)
    np.save(folder / f"{peer}.npy", run())
    print(json.dumps(peak_bytes()), flush=True)
    for line in sys.stdin:
        end = time.perf_counter() + float(line)
        times = []
        while time.perf_counter() < end or len(times) < 3:
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1e3)
        print(json.dumps(times), flush=True)


def peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Peer:
    """A peer's process."""

    def __init__(self, name: str, folder: Path, threads: int) -> None:
        self.name = name
        self.times: list[float] = []
        start = time.perf_counter()
        command = [sys.executable, __file__, "--serve", name, str(folder), str(threads)]
        environment = os.environ | {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "passive"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.memory = self.answer()
        self.cold = time.perf_counter() - start
        self.output = np.load(folder / f"{name}.npy")

    def answer(self) -> Any:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise ValueError(f"{self.name} ended with {self.process.wait()}")
        return json.loads(line)

    def measure(self) -> None:
        assert self.process.stdin
        print(ROUND_SECONDS, file=self.process.stdin, flush=True)
        self.times += self.answer()

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


# cnnc


def spec(name: str) -> str:
    return str(ROOT / f"specs/{name}.arch")


class Own:
    """`cnnc`, which measures itself."""

    name = "cnnc"

    def __init__(self, network: str, folder: Path, threads: int) -> None:
        self.command = [str(CNNC), "bench", spec(network), "--weights", "seed:1"]
        self.command += ["--format", "json", f"--threads={threads}", "--quiet"]
        self.times: list[float] = []
        output = folder / "cnnc.npy"
        source = [spec(network), "--weights", str(folder / "weights.safetensors")]
        files = ["--input", str(folder / "x.npy"), f"--output={output}", f"--threads={threads}"]
        self.cold, self.memory = self.run([str(CNNC), "run", *source, *files])
        self.output = np.load(output)
        program = folder / f"{threads}.cnnc"
        self.compilation = [str(CNNC), "compile", *source, "--emit", "program"]
        self.compilation += [f"--threads={threads}", "-o", str(program)]
        self.program = [str(CNNC), "run", str(program), *files]

    @staticmethod
    def run(command: list[str]) -> tuple[float, int]:
        """The seconds and the most bytes that a command takes."""
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise ValueError(" ".join(command) + " failed")
        return time.perf_counter() - start, usage.ru_maxrss * 1024

    def program_start(self) -> tuple[float, int]:
        """The seconds and the most bytes that a run of a compiled program takes."""
        self.run(self.compilation)
        # Nothing is left to write while the program runs.
        os.sync()
        return self.run(self.program)

    def session_memory(self) -> int:
        """The most bytes of a process that keeps the network for more runs."""
        return self.run(self.command)[1] - BANDWIDTH_BYTES

    def measure(self) -> None:
        text = subprocess.run(self.command, check=True, capture_output=True, text=True).stdout
        self.times.append(json.loads(text)["medianMilliseconds"])

    def close(self) -> None:
        pass


# Networks


def add_checks() -> None:
    """Makes the networks of Tests/Checks importable."""
    sys.path.append(str(ROOT / "Tests/Checks"))


def export(name: str, folder: Path, peers: list[str]) -> None:
    """Writes a network and its input in the forms that the programs read."""
    add_checks()
    import torch as library
    from reference_networks import NETWORKS as ALL
    from reference_networks import defined, paper, picture, seeded_input, seeded_model, spec_names

    own = [
        defined("unet_256", lambda _: paper.UNetBN(False), picture(256), picture(32)),
        defined("lenet5_relu", paper.lenet5_relu, (1, 28, 28), (1, 28, 28), named=False),
    ]
    network = next(network for network in [*ALL, *own] if network.spec == name)
    model = seeded_model(network, network.shape)
    x = seeded_input(network, network.shape)
    np.save(folder / "x.npy", x.numpy())
    names = spec_names(network, model, network.shape)
    from safetensors.torch import save_file

    tensors = {}
    for key, tensor in model.state_dict().items():
        owner, _, leaf = key.rpartition(".")
        if leaf != "num_batches_tracked":
            tensors[f"{names[owner]}.{leaf}" if names[owner] else leaf] = tensor.contiguous()
    save_file(tensors, folder / "weights.safetensors")
    with library.inference_mode():
        np.save(folder / "expected.npy", model(x).numpy())
    if {"ort", PREPARED, "openvino"} & set(peers):
        library.onnx.export(
            model, (x,), folder / "model.onnx", input_names=["x"], dynamo=False, opset_version=17
        )
    if "torch" in peers:
        library.save(model, folder / "model.pkl")
    if "ncnn" in peers:
        import pnnx

        library.jit.trace(model, x).save(folder / "model.pt")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        shape = ",".join(str(extent) for extent in x.shape)
        command = [pnnx.EXEC_PATH, "model.pt", f"inputshape=[{shape}]", "fp16=0"]
        subprocess.run(command, check=True, cwd=folder, **quiet)


def check(program: "Peer | Own", expected: np.ndarray) -> None:
    error = np.abs(program.output.reshape(expected.shape) - expected).max() / np.abs(expected).max()
    if not error < TOLERANCE:
        raise ValueError(f"{program.name} differs from PyTorch by {error:.1e} of the scale")


def measured(name: str, threads: int, options: argparse.Namespace) -> list["Peer | Own"]:
    folder = Path(options.cache) / name
    if not (folder / "expected.npy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, __file__, "--export", name, str(folder), *options.peers]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    expected = np.load(folder / "expected.npy")
    programs: list[Peer | Own] = []
    try:
        if PREPARED in options.peers and not (folder / "prepared.onnx").exists():
            Peer(PREPARED, folder, threads).close()
        for peer in options.peers:
            programs.append(Peer(peer, folder, threads))
        programs.append(Own(name, folder, threads))
        for program in programs:
            check(program, expected)
        for _ in range(0 if options.cold else options.rounds):
            for program in programs:
                time.sleep(PAUSE_SECONDS)
                program.measure()
    finally:
        for program in programs:
            program.close()
    return programs


# Report


def row(cells: list[str]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def report_times(options: argparse.Namespace, threads: int) -> None:
    print(f"\n{threads} thread{'s' if threads > 1 else ''}, median milliseconds\n")
    row(["network", *options.peers, "cnnc", "best peer", "ratio"])
    row(["---", *["---:"] * (len(options.peers) + 1), "---", "---:"])
    ratios = []
    for name in options.networks:
        medians = {p.name: statistics.median(p.times) for p in measured(name, threads, options)}
        own = medians.pop("cnnc")
        best = min(medians, key=lambda peer: medians[peer])
        ratios.append(medians[best] / own)
        cells = [f"{medians[peer]:.3g}" for peer in options.peers]
        row([name, *cells, f"{own:.3g}", best, f"{ratios[-1]:.2f}"])
    mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))
    print(f"\ngeometric mean {mean:.2f}, lowest {min(ratios):.2f}")


def report_cold(options: argparse.Namespace, threads: int) -> None:
    print(f"\n{threads} threads: seconds from process start to first result, peak MiB\n")
    names = [*options.peers, "cnnc", "cnnc program"]
    memories = [*options.peers, "cnnc run", "cnnc run program", "cnnc bench"]
    row(["network", *[f"{name} s" for name in names], *[f"{name} MiB" for name in memories]])
    row(["---", *["---:"] * (len(names) + len(memories))])
    for name in options.networks:
        rounds = [measured(name, threads, options) for _ in range(options.rounds)]
        starts = list(zip(*[[(p.cold, p.memory) for p in same] for same in rounds], strict=True))
        starts.append(tuple(same[-1].program_start() for same in rounds))
        times = [statistics.median(time for time, _ in same) for same in starts]
        sizes = [max(memory for _, memory in same) for same in starts]
        sizes.append(rounds[0][-1].session_memory())
        row([name] + [f"{t:.3f}" for t in times] + [f"{size / 2**20:.0f}" for size in sizes])


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        return serve(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    if sys.argv[1:2] == ["--export"]:
        return export(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("networks", nargs="*", default=NETWORKS, metavar="NETWORK")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--peers", nargs="+", choices=[*PEERS, PREPARED], default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="cold start and memory")
    parser.add_argument("--cache", help="folder for the networks in the peers' formats")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options.cache = options.cache or folder
        for threads in options.threads:
            (report_cold if options.cold else report_times)(options, threads)


if __name__ == "__main__":
    main()
