"""The networks of `specs/` in PyTorch, with the weights and inputs of the `seed:N` rule.

Needs torch, torchvision, timm, pytorchcv and numpy, and the `cnnc` of a release build, which names
the layers of a network whose package has other names.
"""

import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from torchvision_weights import ROOT, needed, torchvision_models

sys.path.append(str(ROOT / "Tests/Fixtures"))

import paper_networks as paper  # noqa: E402
from seeded import Role, fill  # noqa: E402

CNNC = ROOT / ".build/release/cnnc"
WEIGHTS_SEED = 1
INPUT_SEED = 2
VOCABULARY = 10000

Shape = Sequence[int]
NORMS = (nn.modules.batchnorm._BatchNorm, nn.GroupNorm, nn.LayerNorm, nn.InstanceNorm2d)
NORM_ROLES: dict[str, Role] = {
    "weight": "normWeight",
    "bias": "bias",
    "running_mean": "runningMean",
    "running_var": "runningVariance",
}
LEAF_ROLES: dict[str, Role] = {
    "bias": "bias",
    "weight_g": "normWeight",
    "weight_v": "weight",
    "layer_scale": "normWeight",
}


@dataclass(frozen=True)
class Network:
    """A network of `specs/` and how PyTorch builds it for an input's shape without the batch."""

    spec: str
    build: Callable[[Shape], nn.Module]
    shape: Shape
    small: Shape
    # Whether the names of the parameters are those of the spec.
    named: bool = True
    network: str | None = None

    @property
    def title(self) -> str:
        return f"{self.spec} {self.network}" if self.network else self.spec

    def arguments(self, shape: Shape) -> list[str]:
        """What selects this network on the command line."""
        choice = ["--network", self.network] if self.network else []
        extents = "x".join(str(extent) for extent in shape)
        return [f"{ROOT}/specs/{self.spec}.arch", *choice, "--input-shape", extents]


def picture(side: int) -> Shape:
    return (3, side, side)


def torchvision(name: str, side: int = 224, small: int = 64, **options: Any) -> Network:
    """A network that torchvision has under the same name."""

    def build(_: Shape) -> nn.Module:
        model: nn.Module = torchvision_models().get_model(name, weights=None, **options)
        return model

    return Network(name, build, picture(side), picture(small))


def timm(spec: str, name: str, side: int = 224, small: int = 64) -> Network:
    """A network of timm."""

    def build(_: Shape) -> nn.Module:
        torchvision_models()
        model: nn.Module = needed("timm").create_model(name)
        return model

    return Network(spec, build, picture(side), picture(small))


def pytorchcv(spec: str, name: str, side: int = 224, small: int = 64) -> Network:
    """A network of pytorchcv. Its last pool is as large as the last map of a full input."""

    def build(shape: Shape) -> nn.Module:
        model: nn.Module = needed("pytorchcv.model_provider").get_model(name)
        if "final_pool" in dict(model.features.named_children()) and shape[1] != side:
            model.features.final_pool = nn.AdaptiveAvgPool2d(1)
        return model

    return Network(spec, build, picture(side), picture(small), named=False)


def defined(
    spec: str, build: Callable[[Shape], nn.Module], shape: Shape, small: Shape, named: bool = True
) -> Network:
    return Network(spec, build, shape, small, named)


NETWORKS = [
    torchvision("alexnet"),
    torchvision("convnext_tiny"),
    *(torchvision(f"densenet{depth}") for depth in (121, 161, 169, 201)),
    torchvision("efficientnet_b0"),
    torchvision("googlenet", aux_logits=False, init_weights=False),
    torchvision("inception_v3", 299, 75, aux_logits=False, init_weights=False),
    torchvision("mobilenet_v2"),
    torchvision("mobilenet_v3_large"),
    torchvision("mobilenet_v3_small"),
    *(torchvision(f"resnet{depth}") for depth in (18, 34, 50, 101, 152)),
    torchvision("resnext50_32x4d"),
    torchvision("shufflenet_v2_x1_0"),
    torchvision("squeezenet1_1"),
    *(
        torchvision(f"vgg{d}", init_weights=False)
        for d in ("11", "11_bn", "13", "16", "16_bn", "19")
    ),
    torchvision("fcn_resnet50", 520, weights_backbone=None),
    timm("ghostnet", "ghostnet_100"),
    timm("inception_resnet_v2", "inception_resnet_v2", 299, 75),
    timm("inception_v4", "inception_v4", 299, 75),
    timm("mobilenet_v1", "mobilenetv1_100"),
    timm("xception", "legacy_xception", 299),
    pytorchcv("fractalnet_cifar10", "fractalnet_cifar10", 32, 32),
    pytorchcv("inception_resnet_v1", "inceptionresnetv1", 299, 75),
    pytorchcv("inception_v2", "bninception"),
    pytorchcv("resnet50_v1", "resnet50"),
    defined("alexnet_lrn_227", paper.alexnet_lrn(1), picture(227), picture(67), named=False),
    defined(
        "alexnet_lrn_grouped_227", paper.alexnet_lrn(2), picture(227), picture(67), named=False
    ),
    defined("allcnn_c", paper.allcnn_c, picture(32), picture(16), named=False),
    defined("c3d", paper.C3D, (3, 16, 112, 112), (3, 16, 16, 16)),
    defined("deformable_block", paper.DeformableBlock, (64, 56, 56), (64, 14, 14)),
    defined("fcn8s_vgg", paper.FCN8s, picture(500), picture(8), named=False),
    defined("googlenet_caffe", paper.googlenet_caffe, picture(224), picture(64), named=False),
    defined("lenet5", paper.lenet5, (1, 32, 32), (1, 32, 32), named=False),
    defined("lenet_caffe", paper.lenet_caffe, (1, 28, 28), (1, 28, 28), named=False),
    defined("rpn_fpn_256", lambda _: paper.RegionProposals(256, 3, 12), (256, 50, 50), (256, 7, 7)),
    defined(
        "rpn_vgg_512", lambda _: paper.RegionProposals(512, 18, 36), (512, 14, 14), (512, 5, 5)
    ),
    defined("textcnn", paper.TextCNN, (56,), (56,)),
    defined("unet_bn_bilinear", lambda _: paper.UNetBN(True), picture(512), picture(32)),
    defined("unet_bn_transposed", lambda _: paper.UNetBN(False), picture(512), picture(32)),
    defined("unet_paper", paper.UNet, (1, 572, 572), (1, 188, 188), named=False),
    defined("vgg11_lrn", paper.vgg11_lrn, picture(224), picture(64)),
    defined("zfnet", paper.zfnet((512, 1024, 512)), picture(224), picture(64), named=False),
    defined("zfnet_384", paper.zfnet((384, 384, 256)), picture(224), picture(64), named=False),
    *(
        Network("norms", paper.norms(kind), picture(32), picture(32), network=f"{name}Normed")
        for kind, name in (
            ("batch", "Batch"),
            ("weight", "Weight"),
            ("layer", "Layer"),
            ("instance", "Instance"),
            ("group", "Group"),
        )
    ),
]


def role(model: nn.Module, name: str) -> Role:
    """The seeding rule of the parameter or buffer `name`."""
    owner, _, leaf = name.rpartition(".")
    module = model.get_submodule(owner)
    if isinstance(module, NORMS):
        return NORM_ROLES[leaf]
    if leaf in LEAF_ROLES:
        return LEAF_ROLES[leaf]
    if leaf != "weight":
        raise ValueError(f"no role for {name}")
    if isinstance(module, nn.modules.conv._ConvTransposeNd):
        return "transposedWeight"
    return "embedding" if isinstance(module, nn.Embedding) else "weight"


def spec_names(network: Network, model: nn.Module, shape: Shape) -> dict[str, str]:
    """The name in the spec of each module with parameters of its own.

    Where a package names its modules otherwise, those with parameters come in the same order.
    """
    owners = dict.fromkeys(name.rpartition(".")[0] for name in model.state_dict())
    if network.named:
        return {owner: owner for owner in owners}
    command = [str(CNNC), "analyze", *network.arguments(shape), "--format", "json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    layers = [layer["name"] for layer in report["layers"] if layer["parameters"] > 0]
    if len(layers) != len(owners):
        raise ValueError(f"{len(layers)} layers for {len(owners)} modules")
    return dict(zip(owners, layers, strict=True))


def seeded_model(network: Network, shape: Shape) -> nn.Module:
    """The model with the weights of `seed:1`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = network.build(shape)
    names = spec_names(network, model, shape)
    state = {}
    for name, tensor in model.state_dict().items():
        owner, _, leaf = name.rpartition(".")
        if leaf == "num_batches_tracked":
            continue
        spec_name = f"{names[owner]}.{leaf}" if names[owner] else leaf
        values = fill(spec_name, tensor.shape, role(model, name), WEIGHTS_SEED)
        state[name] = torch.from_numpy(values)
    missing, unexpected = model.load_state_dict(state, strict=False)
    wrong = [name for name in missing if not name.endswith("num_batches_tracked")] + unexpected
    if wrong:
        raise ValueError(f"not filled: {wrong}")
    return model.eval()


def seeded_input(network: Network, shape: Shape) -> Tensor:
    """The input of `seed:2`, with a batch of one."""
    x = torch.from_numpy(fill("", (1, *shape), "input", INPUT_SEED))
    return ((x + 1) / 2 * VOCABULARY).floor() if network.spec == "textcnn" else x


def expected(network: Network, shape: Shape, precision: torch.dtype) -> list[Tensor]:
    """The outputs, computed in `precision` and rounded to float32."""
    model = seeded_model(network, shape).to(precision)
    with torch.inference_mode():
        result = model(seeded_input(network, shape).to(precision))
    # The segmentation networks of torchvision name their outputs.
    if isinstance(result, dict):
        result = tuple(result.values())
    outputs = result if isinstance(result, tuple) else (result,)
    return [output.float() for output in outputs]
