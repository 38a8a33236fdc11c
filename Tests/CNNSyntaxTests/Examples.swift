/// The examples of the language's description.
enum Example {

  static let lecture = """
    // LeNet-5, the lecture's version.
    network LeNet5(classes = 10) {
      input(1, 28, 28)
      conv(20, kernel: 5, padding: 2)
      relu
      maxPool(2)
      conv(50, kernel: 5, padding: 2)
      relu
      maxPool(2)
      flatten
      linear(500)
      relu
      linear(classes)
    }

    """

  static let strawberry = """
    // The homework's flexible network: the list is the architecture.
    network Strawberry(layers = [8, 16, 32, "pool"], classes = 5) {
      input(3, 30, 30)
      for layer in layers {
        if layer == "pool" { maxPool(2) } else { conv(layer, kernel: 3); relu }
      }
      flatten
      linear(classes)
    }

    """

  static let resNet = """
    block BasicBlock(channels, stride = 1) {
      add {
        {
          conv1: conv(channels, kernel: 3, stride: stride, padding: 1, bias: false)
          bn1: batchNorm
          relu
          conv2: conv(channels, kernel: 3, padding: 1, bias: false)
          bn2: batchNorm
        }
        if stride != 1 || in.channels != channels {
          downsample: { conv(channels, kernel: 1, stride: stride, bias: false); batchNorm }
        } else { identity }
      }
      relu
    }

    network ResNet(unit, layers, classes = 1000) {
      input(3, 224, 224)
      conv1: conv(64, kernel: 7, stride: 2, padding: 3, bias: false)
      bn1: batchNorm
      relu
      maxPool(3, stride: 2, padding: 1)
      for (i, count) in layers.enumerated {
        layer{i + 1}: {
          for j in 0..<count { unit(64 << i, stride: i > 0 && j == 0 ? 2 : 1) }
        }
      }
      globalAvgPool
      flatten
      fc: linear(classes)
    }

    network ResNet18 = ResNet(unit: BasicBlock, layers: [2, 2, 2, 2])
    network ResNet34 = ResNet(unit: BasicBlock, layers: [3, 4, 6, 3])

    """

  static let blocks = """
    block InvertedResidual(channels, stride, expand) {  // MobileNet v2
      let hidden = in.channels * expand
      add {
        conv: {
          if expand != 1 { ConvNormAct(hidden, kernel: 1) }
          ConvNormAct(hidden, stride: stride, groups: hidden)
          conv(channels, kernel: 1, bias: false)
          batchNorm
        }
        if stride == 1 && in.channels == channels { identity }
      }
    }

    block DenseLayer(growth) {  // DenseNet
      concat {
        identity
        {
          norm1: batchNorm; relu; conv1: conv(4 * growth, kernel: 1, bias: false)
          norm2: batchNorm; relu; conv2: conv(growth, kernel: 3, padding: 1, bias: false)
        }
      }
    }

    block Level(channels, depth) {  // U-Net, the whole of it
      Double(channels)
      if depth > 0 {
        skip = it
        maxPool(2)
        inline Level(channels * 2, depth: depth - 1)
        convTranspose(channels, kernel: 2, stride: 2)
        concat(crop(skip, like: it), it)
        Double(channels)
      }
    }
    network UNet(classes = 2) {
      input(1, 572, 572)
      inline Level(64, depth: 4)
      conv(classes, kernel: 1)
    }

    """

  static let all = [lecture, strawberry, resNet, blocks]

}
