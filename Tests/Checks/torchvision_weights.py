"""Checks that checkpoints of torchvision's models run in cnnc as they are, with the same results.

For each network, torchvision builds the model with random weights and random norm statistics, and
`safetensors.torch.save_file(model.state_dict(), FILE)` saves it. Then

    cnnc run specs/NAME.arch --weights FILE --input x.npy

must agree with the model within 1e-4 of the output's scale.

    pip install torch torchvision safetensors numpy
    swift build -c release
    python3 Tests/Checks/torchvision_weights.py [NAME...]

A torchvision that was built for another torch than the installed one will do: its compiled
operators are not needed, and the script passes them by. Its folder may also be on PYTHONPATH.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLERANCE = 1e-4

# The model's builder in torchvision.models, and the side of the pictures that it is for.
NETWORKS = {
    "alexnet": ("alexnet", 224),
    "densenet121": ("densenet121", 224),
    "efficientnet_b0": ("efficientnet_b0", 224),
    "googlenet": ("googlenet", 224),
    "inception_v3": ("inception_v3", 299),
    "mobilenet_v2": ("mobilenet_v2", 224),
    "mobilenet_v3_large": ("mobilenet_v3_large", 224),
    "mobilenet_v3_small": ("mobilenet_v3_small", 224),
    "resnet18": ("resnet18", 224),
    "resnet50": ("resnet50", 224),
    "resnext50_32x4d": ("resnext50_32x4d", 224),
    "shufflenet_v2_x1_0": ("shufflenet_v2_x1_0", 224),
    "squeezenet1_1": ("squeezenet1_1", 224),
    "vgg11": ("vgg11", 224),
    "vgg11_bn": ("vgg11_bn", 224),
    "vgg16_bn": ("vgg16_bn", 224),
}


def needed(name: str):
    """A module, or an `ImportError` with the way to install it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise ImportError(f"{error} (install what is needed: pip install {package})") from error


def torchvision_models():
    """torchvision.models without the package's own start, which loads compiled operators."""
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(
            "torchvision is needed: pip install torchvision, or put its folder on PYTHONPATH"
        )
    package = types.ModuleType("torchvision")
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules["torchvision"] = package
    return needed("torchvision.models")


def build(name: str, models, torch):
    """The model with weights that keep the scale and norms that do something."""
    builder = NETWORKS[name][0]
    options = (
        {"aux_logits": True, "init_weights": True} if "oogl" in name or "ception" in name else {}
    )
    torch.manual_seed(7)
    model = getattr(models, builder)(weights=None, **options).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            with torch.no_grad():
                module.weight.uniform_(0.75, 1.25)
                module.bias.uniform_(-0.1, 0.1)
                module.running_mean.uniform_(-0.1, 0.1)
                module.running_var.uniform_(0.75, 1.25)
    return model


def check(name: str, cnnc: str, models) -> str:
    """What came out, or an error as text."""
    torch, numpy = needed("torch"), needed("numpy")
    save_file = needed("safetensors.torch").save_file
    model = build(name, models, torch)
    side = NETWORKS[name][1]
    picture = torch.rand(1, 3, side, side) * 2 - 1
    with torch.no_grad():
        expected = model(picture).numpy()
    with tempfile.TemporaryDirectory() as folder:
        paths = {part: f"{folder}/{part}" for part in ("w.safetensors", "x.npy", "y.npy")}
        save_file(model.state_dict(), paths["w.safetensors"])
        numpy.save(paths["x.npy"], picture.numpy())
        command = [cnnc, "run", str(ROOT / "specs" / f"{name}.arch")]
        command += ["--weights", paths["w.safetensors"], "--input", paths["x.npy"]]
        run = subprocess.run(
            [*command, "--output", paths["y.npy"]], capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise RuntimeError(f"cnnc ended with {run.returncode}: {run.stderr}")
        computed = numpy.load(paths["y.npy"])
    if computed.shape != expected.shape:
        raise RuntimeError(f"shape {computed.shape} instead of {expected.shape}")
    error = float(numpy.abs(computed - expected).max() / numpy.abs(expected).max())
    if not error <= TOLERANCE:
        raise RuntimeError(f"largest error {error:.1e} of the scale")
    surplus = run.stderr.count("[surplus-weight]")
    return f"largest error {error:.1e} of the scale, {surplus} tensors not used"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NETWORKS))
    parser.add_argument("--cnnc", default=str(ROOT / ".build/release/cnnc"))
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(NETWORKS)
    if unknown:
        parser.error(f"no network {', '.join(sorted(unknown))}")
    if not Path(arguments.cnnc).exists():
        parser.error(f"there is no {arguments.cnnc}; run 'swift build -c release' first")
    failures = 0
    for name in arguments.names or NETWORKS:
        try:
            print(f"{name}: {check(name, arguments.cnnc, torchvision_models())}", flush=True)
        except (ImportError, RuntimeError) as error:
            failures += 1
            print(f"{name}: FAILED: {error}", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
