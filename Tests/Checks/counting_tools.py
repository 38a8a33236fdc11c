"""Checks that `cnnc analyze --convention TOOL` prints what the tool itself prints, to the unit.

For each network below every tool counts the multiply-adds of torchvision's model, and

    cnnc analyze specs/NAME.arch --convention TOOL --format json

must have the same total. netscope and darknet are no packages: here their published formulas are
computed from torchvision's modules.

    pip install torch torchvision torchinfo fvcore thop ptflops
    swift build -c release
    python3 Tests/Checks/counting_tools.py [--write] [NAME...]

`--write` stores what the tools print in `Tests/Fixtures/counting_tools.json`, for `swift test`.

A tool that hooks modules sees nothing of what a model does by calling functions, or counts it
otherwise. Where that makes a difference, `SKIPPED` says so.
"""

import argparse
import contextlib
import io
import json
import logging
import subprocess
import sys
import warnings
from importlib.metadata import version

import torch
from torch import Tensor, nn

from torchvision_weights import ROOT, torchvision_models

CNNC = ROOT / ".build/release/cnnc"
FIXTURE = ROOT / "Tests/Fixtures/counting_tools.json"

NETWORKS = [
    "alexnet",
    "vgg11",
    "vgg11_bn",
    "vgg13",
    "vgg16",
    "vgg16_bn",
    "vgg19",
    "resnet18",
    "resnet34",
    "resnet50",
    "resnet101",
    "resnet152",
    "resnext50_32x4d",
    "squeezenet1_1",
    "googlenet",
    "inception_v3",
    "densenet121",
    "densenet169",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "mobilenet_v3_large",
    "shufflenet_v2_x1_0",
    "efficientnet_b0",
    "convnext_tiny",
    "fcn_resnet50",
]

# Where a tool does not see what a network calls, by the beginning of the network's name.
SKIPPED = {
    "thop": {
        "densenet": "pools by a function",
        "inception": "pools by a function",
        "mobilenet_v2": "pools by a function",
        "shufflenet": "takes a mean instead of a pool",
        "convnext": "has a class of its own for norms",
        "fcn": "resizes by a function",
    },
    "fvcore": {"shufflenet": "takes a mean instead of a pool"},
    "ptflops-legacy": {
        "densenet": "pools by a function",
        "googlenet": "has ReLUs that are functions",
        "inception": "has ReLUs that are functions",
        "mobilenet_v2": "pools by a function",
        "shufflenet": "takes a mean instead of a pool",
        "convnext": "has a class of its own for norms",
        "fcn": "resizes by a function",
    },
    "netscope": {
        "mobilenet_v3": "multiplies outside a module",
        "efficientnet": "multiplies outside a module",
        "convnext": "multiplies outside a module",
    },
    "darknet": {
        "inception": "pools by a function",
        **dict.fromkeys(
            ["res", "mobilenet", "efficientnet", "convnext", "fcn"], "adds outside a module"
        ),
    },
}


def reason_to_skip(name: str, tool: str) -> str | None:
    """Why a tool says nothing about a network that could be compared."""
    reasons = SKIPPED.get(tool, {})
    return next((why for start, why in reasons.items() if name.startswith(start)), None)


def built(name: str) -> nn.Module:
    options = {}
    if name in ("googlenet", "inception_v3"):
        options = {"aux_logits": False, "init_weights": False}
    if name.startswith("fcn"):
        options = {"weights_backbone": None}
    return torchvision_models().get_model(name, weights=None, **options).eval()


def side(name: str) -> int:
    return {"inception_v3": 299, "fcn_resnet50": 520}.get(name, 224)


def by_torch(name: str, x: Tensor) -> int:
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        built(name)(x)
    return counter.get_total_flops() // 2


def by_torchinfo(name: str, x: Tensor) -> int:
    import torchinfo

    return torchinfo.summary(built(name), input_data=x, verbose=0).total_mult_adds


def by_fvcore(name: str, x: Tensor) -> int:
    from fvcore.nn import FlopCountAnalysis

    return int(FlopCountAnalysis(built(name), x).total())


def by_thop(name: str, x: Tensor) -> int:
    import thop

    return int(thop.profile(built(name), inputs=(x,), verbose=False)[0])


def by_ptflops(name: str, x: Tensor, backend: str = "aten") -> int:
    from ptflops import get_model_complexity_info

    return get_model_complexity_info(
        built(name),
        tuple(x.shape[1:]),
        as_strings=False,
        print_per_layer_stat=False,
        verbose=False,
        backend=backend,
    )[0]


def by_ptflops_legacy(name: str, x: Tensor) -> int:
    return by_ptflops(name, x, "pytorch")


def netscope_formula(module: nn.Module, x: Tensor, y: Tensor) -> int:
    """macc of `src/analyzer.coffee` of dgschwend/netscope, at CNN analyzer 0.1."""
    if isinstance(module, nn.Conv2d):
        taps = module.kernel_size[0] * module.kernel_size[1]
        channels = module.in_channels * module.out_channels // module.groups
        return taps * y.shape[2] * y.shape[3] * channels * y.shape[0]
    if isinstance(module, nn.Linear):
        return x.numel() * module.out_features
    return 0


def darknet_formula(module: nn.Module, x: Tensor, y: Tensor) -> int:
    """Operations of darknet's convolutional, connected and pooling layers (AlexeyAB/darknet)."""
    if isinstance(module, nn.Conv2d):
        return 2 * module.weight.numel() * y.shape[2] * y.shape[3]
    if isinstance(module, nn.Linear):
        return 2 * module.weight.numel()
    if isinstance(module, (nn.MaxPool2d, nn.AvgPool2d)):
        size = module.kernel_size
        return size * size * y.shape[1] * y.shape[2] * y.shape[3]
    return 0


def by_formula(name: str, x: Tensor, formula) -> int:
    total = 0

    def count(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        total += formula(module, inputs[0], output)

    model = built(name)
    for module in model.modules():
        if not list(module.children()):
            module.register_forward_hook(count)
    model(x)
    return total


def by_netscope(name: str, x: Tensor) -> int:
    return by_formula(name, x, netscope_formula)


def by_darknet(name: str, x: Tensor) -> int:
    return by_formula(name, x, darknet_formula)


TOOLS = {
    "torchvision": by_torch,
    "torchinfo": by_torchinfo,
    "fvcore": by_fvcore,
    "thop": by_thop,
    "ptflops": by_ptflops,
    "ptflops-legacy": by_ptflops_legacy,
    "netscope": by_netscope,
    "darknet": by_darknet,
}


def by_cnnc(name: str, tool: str) -> int:
    command = [str(CNNC), "analyze", f"{ROOT}/specs/{name}.arch", "--convention", tool]
    text = subprocess.run(
        [*command, "--format", "json"], capture_output=True, text=True, check=True
    ).stdout
    return json.loads(text)["totals"]["macs"]


def printed(name: str, tool: str) -> int:
    """What a tool prints for a network, without what it says besides."""
    x = torch.zeros(1, 3, side(name), side(name))
    quiet = io.StringIO()
    with torch.no_grad(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        return TOOLS[tool](name, x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="specs; all if there is none")
    parser.add_argument("--write", action="store_true", help="store what the tools print")
    arguments = parser.parse_args()
    names = arguments.names or NETWORKS
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    totals: dict[str, dict[str, int]] = {}
    compared, wrong = 0, 0
    for name in names:
        totals[name] = {}
        for tool in TOOLS:
            if reason := reason_to_skip(name, tool):
                print(f"{name:20} {tool:15} {'':>16}  skipped: it {reason}")
                continue
            expected = printed(name, tool)
            totals[name][tool] = expected
            found = by_cnnc(name, tool)
            compared += 1
            wrong += found != expected
            verdict = "equal" if found == expected else f"cnnc says {found:,}"
            print(f"{name:20} {tool:15} {expected:16,}  {verdict}", flush=True)
    print(f"{compared - wrong} of {compared} totals are equal")
    if arguments.write:
        packages = ["torch", "torchvision", "torchinfo", "fvcore", "thop", "ptflops"]
        document = {"versions": {name: version(name) for name in packages}, "totals": totals}
        FIXTURE.write_text(json.dumps(document, indent=1) + "\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
