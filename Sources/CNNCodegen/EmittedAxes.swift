import CNNIR
import CNNOps

/// The geometry of a convolution or pool as the emitted loops see it: depth, rows and columns.
struct EmittedAxes {

  /// One axis: extents of input and output, and the window between them.
  struct Axis {
    var inputs: Int
    var outputs: Int
    var window: Window

    /// An axis of one element, which stands for one that the tensor does not have.
    static let missing = Axis(inputs: 1, outputs: 1, window: .single)

    /// Whether each output is the input at the same position.
    var isPointwise: Bool { window == .single }

    /// Whether some tap of some window may lie beside the input.
    var isPadded: Bool { window.before > 0 || window.after > 0 }
  }

  let depth: Axis
  let rows: Axis
  let columns: Axis

  /// The axes of a layer that slides `windows` over its first operand.
  ///
  /// - Parameter joinsAxes: whether neighbouring axes that the window leaves alone are to be one
  ///   long axis.
  init(_ windows: [Window], _ layer: Layer, joinsAxes: Bool = true) {
    var axes = windows.indices.map {
      Axis(inputs: layer.input[$0 + 2], outputs: layer.output[$0 + 2], window: windows[$0])
    }
    for index in axes.indices.dropLast().reversed()
    where joinsAxes && axes[index].isPointwise && axes[index + 1].isPointwise {
      let inner = axes.remove(at: index + 1)
      axes[index].inputs *= inner.inputs
      axes[index].outputs *= inner.outputs
    }
    self.init(Array(repeating: .missing, count: 3 - axes.count) + axes)
  }

  private init(_ axes: [Axis]) {
    (depth, rows, columns) = (axes[0], axes[1], axes[2])
  }

  /// The elements of one plane of the input.
  var inputArea: Int { rows.inputs * columns.inputs }

  /// The elements of one plane of the output.
  var outputArea: Int { rows.outputs * columns.outputs }

  /// The taps of one plane of a filter.
  var taps: Int { rows.window.kernel * columns.window.kernel }

  /// Whether there is more than one plane to go through.
  var hasDepth: Bool { depth.inputs > 1 || depth.outputs > 1 || depth.window.kernel > 1 }

}

extension EmittedAxes {

  /// Writes the axes as constants that the kernels take.
  func declare(in body: inout LayerBody) {
    let type = body.use(.axis)
    if hasDepth { body.call("let depth = \(type)", depth.arguments) }
    body.call("let rows = \(type)", rows.arguments)
    body.call("let columns = \(type)", columns.arguments)
  }

}

extension EmittedAxes.Axis {

  /// The arguments of the emitted `Axis`, without those at their defaults.
  fileprivate var arguments: [String] {
    let options = [
      ("taps", window.kernel, 1), ("stride", window.stride, 1), ("dilation", window.dilation, 1),
      ("before", window.before, 0), ("after", window.after, 0),
    ]
    return ["inputs: \(inputs)", "windows: \(outputs)"]
      + options.filter { $0.1 != $0.2 }.map { "\($0.0): \($0.1)" }
  }

}
