"""Networks in PyTorch that torchvision, timm and pytorchcv do not have.

They are written here, from papers and public repositories, or are torchvision's with changes. So
what `cnnc` makes of them is compared with PyTorch's arithmetic, but not with the architecture of an
independent author; the counts and shapes in `Tests/Oracles` are another check of that.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from oracles.convolutions import deform_conv
from torchvision_weights import needed, torchvision_models

Shape = Sequence[int]


def lenet5(_: Shape) -> nn.Module:
    """LeNet-5 (LeCun et al., 1998), the third layer connected to all maps."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
    )


def lenet5_relu(_: Shape) -> nn.Module:
    """LeNet-5 with ReLUs and max pools, on 28x28."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )


def lenet_caffe(_: Shape) -> nn.Module:
    """LeNet as Caffe's tutorial has it."""
    return nn.Sequential(
        *(nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10)),
    )


def allcnn_c(_: Shape) -> nn.Module:
    """All-CNN-C (Springenberg et al., 2014) with padding."""
    layers: list[nn.Module] = []
    channels = 3
    for filters in (96, 192):
        for stride in (1, 1, 2):
            layers += [nn.Conv2d(channels, filters, 3, stride, padding=1), nn.ReLU()]
            channels = filters
    layers += [nn.Conv2d(192, 192, 3, padding=1), nn.ReLU(), nn.Conv2d(192, 192, 1), nn.ReLU()]
    layers += [nn.Conv2d(192, 10, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers)


class PaperLRN(nn.Module):
    """The norm across five channels of AlexNet's paper, whose alpha is not divided by the size."""

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.local_response_norm(x, 5, alpha=5 * 1e-4, beta=0.75, k=2.0)


def classifier(features: nn.Sequential, shape: Shape) -> nn.Module:
    """`features` with AlexNet's three linear layers."""
    with torch.no_grad():
        extent = features(torch.zeros(1, *shape)).numel()
    return nn.Sequential(
        *features,
        *(nn.Flatten(), nn.Linear(extent, 4096), nn.ReLU(), nn.Dropout()),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 1000)),
    )


def alexnet_lrn(groups: int) -> Callable[[Shape], nn.Module]:
    """AlexNet (Krizhevsky et al., 2012), the pools before the norms."""

    def build(shape: Shape) -> nn.Module:
        features = nn.Sequential(
            *(nn.Conv2d(3, 96, 11, 4), nn.ReLU(), nn.MaxPool2d(3, 2), PaperLRN()),
            *(nn.Conv2d(96, 256, 5, padding=2, groups=groups), nn.ReLU()),
            *(nn.MaxPool2d(3, 2), PaperLRN()),
            *(nn.Conv2d(256, 384, 3, padding=1), nn.ReLU()),
            *(nn.Conv2d(384, 384, 3, padding=1, groups=groups), nn.ReLU()),
            *(nn.Conv2d(384, 256, 3, padding=1, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2)),
        )
        return classifier(features, shape)

    return build


def zfnet(channels: Sequence[int]) -> Callable[[Shape], nn.Module]:
    """ZFNet (Zeiler and Fergus, 2013) with `channels` in its last three convolutions."""

    def build(shape: Shape) -> nn.Module:
        a, b, c = channels
        features = nn.Sequential(
            *(nn.Conv2d(3, 96, 7, 2, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2, 1), PaperLRN()),
            *(nn.Conv2d(96, 256, 5, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1), PaperLRN()),
            *(nn.Conv2d(256, a, 3, padding=1), nn.ReLU(), nn.Conv2d(a, b, 3, padding=1)),
            *(nn.ReLU(), nn.Conv2d(b, c, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2)),
        )
        return classifier(features, shape)

    return build


def vgg11_lrn(_: Shape) -> nn.Module:
    """VGG-11 with a norm before its first pool, from torchvision's VGG-11."""
    model: nn.Module = torchvision_models().get_model("vgg11", weights=None, init_weights=False)
    model.features.insert(2, PaperLRN())
    return model


class ConvReLU(nn.Sequential):
    """A convolution without a norm, for torchvision's GoogLeNet."""

    def __init__(self, inputs: int, filters: int, **options: Any) -> None:
        super().__init__(nn.Conv2d(inputs, filters, **options), nn.ReLU())


def googlenet_caffe(_: Shape) -> nn.Module:
    """GoogLeNet as Caffe has it, from torchvision's: local norms, 5x5 and a pool of 3."""
    torchvision_models()
    package = needed("torchvision.models.googlenet")

    def inception(*channels: int) -> nn.Module:
        block: nn.Module = package.Inception(*channels, conv_block=ConvReLU)
        block.branch3[1] = ConvReLU(channels[4], channels[5], kernel_size=5, padding=2)
        return block

    model: nn.Module = package.GoogLeNet(
        aux_logits=False, init_weights=False, blocks=[ConvReLU, inception, nn.Identity]
    )
    # Caffe's alpha is divided by the size, as PyTorch's is.
    norm = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1)
    model.maxpool1 = nn.Sequential(model.maxpool1, norm)
    model.maxpool2 = nn.Sequential(norm, model.maxpool2)
    model.maxpool4 = nn.MaxPool2d(3, 2, ceil_mode=True)
    return model


class FCN8s(nn.Module):
    """FCN-8s on VGG-16 (Long et al., 2014) as its Caffe prototxt has it."""

    def __init__(self, _: Shape) -> None:
        super().__init__()
        self.stages = nn.ModuleList()
        inputs = 3
        for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
            layers: list[nn.Module] = []
            for _index in range(count):
                padding = 1 if self.stages or layers else 100
                layers += [nn.Conv2d(inputs, filters, 3, padding=padding), nn.ReLU()]
                inputs = filters
            self.stages.append(nn.Sequential(*layers, nn.MaxPool2d(2, ceil_mode=True)))
        self.head = nn.Sequential(
            *(nn.Conv2d(512, 4096, 7), nn.ReLU(), nn.Conv2d(4096, 4096, 1), nn.ReLU()),
            nn.Conv2d(4096, 21, 1),
        )
        self.score_pool4 = nn.Conv2d(512, 21, 1)
        self.upscore2 = nn.ConvTranspose2d(21, 21, 4, 2)
        self.score_pool3 = nn.Conv2d(256, 21, 1)
        self.upscore_pool4 = nn.ConvTranspose2d(21, 21, 4, 2, bias=False)
        self.upscore8 = nn.ConvTranspose2d(21, 21, 16, 8, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        pools = [x]
        for stage in self.stages:
            pools.append(stage(pools[-1]))
        y = self.upscore2(self.head(pools[5]))
        y = y + crop(self.score_pool4(pools[4]), y, 5)
        y = self.upscore_pool4(y)
        y = y + crop(self.score_pool3(pools[3]), y, 9)
        return crop(self.upscore8(y), x, 31)


def crop(x: Tensor, like: Tensor, offset: int) -> Tensor:
    """Caffe's crop of the two spatial axes."""
    height, width = like.shape[2:]
    return x[:, :, offset : offset + height, offset : offset + width]


class C3D(nn.Module):
    """C3D (Tran et al., 2014) as jfzhang95/pytorch-video-recognition has it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.pools: list[nn.Module] = [nn.MaxPool3d((1, 2, 2)), *(nn.MaxPool3d(2),) * 3]
        self.pools.append(nn.MaxPool3d(2, padding=(0, 1, 1)))
        self.stages = [["conv1"], ["conv2"]] + [[f"conv{i}a", f"conv{i}b"] for i in (3, 4, 5)]
        inputs = 3
        for names, filters in zip(self.stages, (64, 128, 256, 512, 512), strict=True):
            for name in names:
                self.add_module(name, nn.Conv3d(inputs, filters, 3, padding=1))
                inputs = filters
        with torch.no_grad():
            extent = self.features(torch.zeros(1, *shape)).shape[1]
        self.fc6 = nn.Linear(extent, 4096)
        self.fc7 = nn.Linear(4096, 4096)
        self.fc8 = nn.Linear(4096, 101)

    def features(self, x: Tensor) -> Tensor:
        for names, pool in zip(self.stages, self.pools, strict=True):
            for name in names:
                x = self.get_submodule(name)(x).relu()
            x = pool(x)
        return x.flatten(1)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.fc8(self.fc7(self.fc6(self.features(x)).relu()).relu())
        return result


class TextCNN(nn.Module):
    """A convolutional network for sentences (Kim, 2014)."""

    def __init__(self, _: Shape) -> None:
        super().__init__()
        self.e = nn.Embedding(10000, 300)
        self.c = nn.ModuleList(nn.Conv1d(300, 100, words) for words in (3, 4, 5))
        self.f = nn.Linear(300, 2)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.e(tokens.long()).permute(0, 2, 1)
        result: Tensor = self.f(torch.cat([conv(x).relu().amax(2) for conv in self.c], 1))
        return result


class DeformableBlock(nn.Module):
    """A deformable convolution, version 2 (Zhu et al., 2018), of 64 channels."""

    def __init__(self, _: Shape) -> None:
        super().__init__()
        self.off = nn.Conv2d(64, 18, 3, padding=1)
        self.msk = nn.Conv2d(64, 9, 3, padding=1)
        self.dc = nn.Conv2d(64, 64, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        inputs = [x, self.off(x), self.msk(x).sigmoid()]
        parameters = {f"op.{name}": tensor.detach() for name, tensor in self.dc.named_parameters()}
        return deform_conv(inputs, parameters, {"kernel": 3, "padding": 1})


class RegionProposals(nn.Module):
    """A region proposal head (Ren et al., 2015)."""

    def __init__(self, channels: int, scores: int, boxes: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.cls = nn.Conv2d(channels, scores, 1)
        self.box = nn.Conv2d(channels, boxes, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        x = self.conv(x).relu()
        return self.cls(x), self.box(x)


def double_conv(inputs: int, filters: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, filters, 3), nn.ReLU(), nn.Conv2d(filters, filters, 3), nn.ReLU()
    )


class UNet(nn.Module):
    """U-Net (Ronneberger et al., 2015) without padding, the skips cropped."""

    def __init__(self, _: Shape) -> None:
        super().__init__()
        filters = [64 << i for i in range(5)]
        inputs = [1, *filters[:-1]]
        self.down = nn.ModuleList(double_conv(i, o) for i, o in zip(inputs, filters, strict=True))
        wide = filters[:0:-1]
        for i, channels in enumerate(wide):
            self.add_module(f"up{i}", nn.ConvTranspose2d(channels, channels // 2, 2, 2))
            self.add_module(f"conv{i}", double_conv(channels, channels // 2))
        self.out = nn.Conv2d(64, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        skips: list[Tensor] = []
        for block in self.down:
            x = block(nn.functional.max_pool2d(x, 2) if skips else x)
            skips.append(x)
        skips.pop()
        for i in range(4):
            x = self.get_submodule(f"up{i}")(x)
            skip = skips.pop()
            margin = (skip.shape[2] - x.shape[2]) // 2
            end = margin + x.shape[2]
            x = torch.cat([skip[:, :, margin:end, margin:end], x], 1)
            x = self.get_submodule(f"conv{i}")(x)
        result: Tensor = self.out(x)
        return result


class DoubleConv(nn.Module):
    """Two convolutions with norms."""

    def __init__(self, inputs: int, filters: int, middle: int) -> None:
        super().__init__()
        self.double_conv = nn.Sequential(
            *(nn.Conv2d(inputs, middle, 3, padding=1, bias=False), nn.BatchNorm2d(middle)),
            *(nn.ReLU(), nn.Conv2d(middle, filters, 3, padding=1, bias=False)),
            *(nn.BatchNorm2d(filters), nn.ReLU()),
        )

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.double_conv(x)
        return result


class UNetBN(nn.Module):
    """U-Net with padding and norms as milesial/Pytorch-UNet has it."""

    def __init__(self, bilinear: bool) -> None:
        super().__init__()
        factor = 2 if bilinear else 1
        self.inc = DoubleConv(3, 64, 64)
        for i in range(1, 5):
            inputs, filters = 32 << i, (64 << i) // (factor if i == 4 else 1)
            down = nn.Module()
            down.maxpool_conv = nn.Sequential(nn.MaxPool2d(2), DoubleConv(inputs, filters, filters))
            self.add_module(f"down{i}", down)
        for i in range(1, 5):
            inputs = 2048 >> i
            filters = inputs // 2 // (1 if i == 4 else factor)
            up = nn.Module()
            up.up = (
                nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
                if bilinear
                else nn.ConvTranspose2d(inputs, inputs // 2, 2, 2)
            )
            up.conv = DoubleConv(inputs, filters, inputs // 2 if bilinear else filters)
            self.add_module(f"up{i}", up)
        self.outc = nn.Module()
        self.outc.conv = nn.Conv2d(64, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        maps: list[Tensor] = [self.inc(x)]
        for i in range(1, 5):
            maps.append(self.get_submodule(f"down{i}").maxpool_conv(maps[-1]))
        x = maps.pop()
        for i in range(1, 5):
            up = self.get_submodule(f"up{i}")
            x = up.conv(torch.cat([maps.pop(), up.up(x)], 1))
        result: Tensor = self.outc.conv(x)
        return result


def norms(kind: str) -> Callable[[Shape], nn.Module]:
    """The small network of `specs/norms.arch` with one kind of norm."""

    def build(_: Shape) -> nn.Module:
        layers: list[nn.Module] = []
        inputs = 3
        for i, channels in enumerate((16, 32, 64)):
            conv = nn.Conv2d(inputs, channels, 3, padding=1)
            extents = [channels, 32 >> i, 32 >> i]
            if kind == "weight":
                conv = nn.utils.weight_norm(conv)
            layers.append(conv)
            match kind:
                case "batch":
                    layers.append(nn.BatchNorm2d(channels))
                case "layer":
                    layers.append(nn.LayerNorm(extents))
                case "instance":
                    layers.append(nn.InstanceNorm2d(channels))
                case "group":
                    layers.append(nn.GroupNorm(4, channels))
            layers += [nn.ReLU(), nn.MaxPool2d(2)]
            inputs = channels
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))

    return build
