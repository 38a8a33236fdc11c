import CNNIR
import CNNOps

extension Resize: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let type = body.use(mode.isNearest ? .nearestAxis : .mixedAxis)
    let resize = body.use(kernel)
    let missing = 5 - layer.input.count
    for (axis, name) in ["planes", "rows", "columns"].enumerated() {
      let index = axis - missing
      let arguments =
        index < 0
        ? Self.keptAxis(of: 1) : arguments(layer.input[index + 2], layer.output[index + 2])
      body.call("let \(name) = \(type)", arguments)
    }
    let sizes = [layer.input, layer.output].map(\.distances[1])
    let channels = layer.input[0] * layer.input[1]
    body.forEach("channel", in: channels, moving: [("x", sizes[0]), ("y", sizes[1])]) { (body) in
      body.write("\(resize)(x, to: y, planes: planes, rows: rows, columns: columns)")
    }
  }

  private var kernel: Kernel {
    switch mode {
    case .nearest, .nearestExact: .resizeNearest
    case .bilinear: .resizeLinear
    case .bicubic: .resizeCubic
    }
  }

  /// An axis whose elements stay as they are.
  private static func keptAxis(of extent: Int) -> [String] {
    ["inputs: \(extent)", "outputs: \(extent)"]
  }

  /// The arguments of the emitted axis. The step is written as the division that makes it, since
  /// the rounding decides ties.
  private func arguments(_ input: Int, _ output: Int) -> [String] {
    let extents = ["inputs: \(input)", "outputs: \(output)"]
    if mode.isNearest {
      let step = scale.map { "Float(1 / \(literal($0)))" } ?? "Float(\(input)) / Float(\(output))"
      return extents + ["step: \(step)"] + (mode == .nearestExact ? ["shift: 0.5"] : [])
    }
    // PyTorch leaves an axis alone whose extent stays, even if a scale says otherwise.
    if mode == .bilinear, input == output { return Self.keptAxis(of: input) }
    if alignCorners { return extents + ["mapping: .corners"] }
    let step = scale.map { "1 / \(literal($0))" } ?? "\(input).0 / \(output).0"
    return extents + ["mapping: .centers(step: \(step))"]
  }

}

extension Resize.Mode {

  /// Whether each output element is one input element.
  fileprivate var isNearest: Bool {
    switch self {
    case .nearest, .nearestExact: true
    case .bilinear, .bicubic: false
    }
  }

}
