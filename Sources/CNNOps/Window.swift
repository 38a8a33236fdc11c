import CNNIR

/// The geometry of a window that slides over one spatial axis.
package struct Window: Sendable, Hashable {

  package var kernel: Int
  package var stride: Int
  package var dilation: Int
  package var before: Int
  package var after: Int

  package init(kernel: Int, stride: Int, dilation: Int, before: Int, after: Int) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    self.before = before
    self.after = after
  }

  /// The window that leaves its input as it is.
  package static let single = Window(kernel: 1, stride: 1, dilation: 1, before: 0, after: 0)

  /// The input elements that the window spans, gaps included.
  package var span: Int { dilation * (kernel - 1) + 1 }

  /// The number of windows that fit an axis of `extent` elements, rounded down:
  /// `floor((extent + before + after - span) / stride) + 1`; 0 when not even one fits.
  package func count(over extent: Int) -> Int {
    let room = extent + before + after - span
    return room < 0 ? 0 : room / stride + 1
  }

  /// The number of windows, rounded up, without those that would start beyond the input and the
  /// padding before it (PyTorch's rule, and ONNX's from opset 22 on).
  package func ceilingCount(over extent: Int) -> Int {
    let count = roundedUpCount(over: extent)
    return (count - 1) * stride >= extent + before ? count - 1 : count
  }

  /// The number of windows, rounded up.
  package func roundedUpCount(over extent: Int) -> Int {
    let room = extent + before + after - span
    return room < 0 ? 0 : (room + stride - 1) / stride + 1
  }

}

/// The attributes that say how windows lie over the spatial axes of an input.
package struct WindowAttributes {

  package var kernel: Extents
  package var stride: Extents
  package var padding: Padding
  package var dilation: Extents

  package init(kernel: Extents, stride: Extents, padding: Padding, dilation: Extents) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The window of each spatial axis of `input`.
  ///
  /// - Throws: `op.c1` when an attribute has too few or too many values for the rank.
  package func windows(over input: TensorType, of op: String) throws(OpFault) -> [Window] {
    let rank = input.spatialRank
    for (name, extents) in [("kernel", kernel), ("stride", stride), ("dilation", dilation)]
    where !extents.fits(rank: rank) {
      throw Self.rankFault(name, extents.values.count, rank, op)
    }
    if case .explicit(let before, let after) = padding, !padding.fits(rank: rank) {
      throw Self.rankFault("padding", max(before.values.count, after.values.count), rank, op)
    }
    return unchecked(over: input)
  }

  /// The windows, for attributes that are known to fit the rank.
  package func unchecked(over input: TensorType) -> [Window] {
    input.spatialExtents.enumerated().map { (axis, extent) in
      var window = Window(
        kernel: kernel[axis], stride: stride[axis], dilation: dilation[axis], before: 0, after: 0)
      switch padding {
      case .valid:
        break
      case .explicit(let before, let after):
        window.before = before[axis]
        window.after = after[axis]
      case .same, .sameLower:
        let outputs = (extent + window.stride - 1) / window.stride
        let total = max((outputs - 1) * window.stride + window.span - extent, 0)
        window.before = padding == .same ? total / 2 : total - total / 2
        window.after = total - window.before
      }
      return window
    }
  }

  /// The fault of an attribute with values for another number of axes: `op.c1`.
  static func rankFault(
    _ name: String, _ count: Int, _ rank: Int, _ op: String
  ) -> OpFault {
    let axes = rank == 1 ? "1 spatial axis" : "\(rank) spatial axes"
    let values = count == 1 ? "1 value" : "\(count) values"
    return OpFault(.attribute(name), "\(op).c1", "\(name) has \(values) for \(axes)")
  }

}

/// An op whose windows, or filters, lie over the spatial axes of its first operand or result.
package protocol WindowedOp: Op {

  var windowAttributes: WindowAttributes { get }

  /// Which positions of an axis of the first operand those of the result depend on, if a table says it.
  func positionMap(of window: Window) -> PositionMap?

}

extension WindowedOp {

  package func positionMap(of window: Window) -> PositionMap? {
    let range = -window.before...window.span - 1 - window.before
    return PositionMap([range], advance: window.stride, step: window.dilation)
  }

  package func reach(
    of operand: Int, _ operands: [TensorType], to result: TensorType
  ) -> [AxisReach] {
    let windows = windowAttributes.unchecked(over: operands[0])
    // Further operands, offsets and masks, are laid out as the result.
    let maps = operand == 0 ? windows.map(positionMap) : windows.map { (_) in PositionMap.identity }
    return spatialReach(maps)
  }

}

/// The reach of an op for which each position along a spatial axis depends on others along it, and on
/// all channels.
func spatialReach(_ maps: [PositionMap?]) -> [AxisReach] {
  [.all] + maps.enumerated().map { .moving($1, along: $0 + 2) }
}

extension TensorType {

  /// - Throws: `op.c0` unless the tensor has a batch, channels and one to three spatial axes.
  func requireSpatialAxes(of op: String) throws(OpFault) {
    guard (1...3).contains(spatialRank) else {
      let message =
        "\(op) needs channels and one to three spatial axes, not \(shape.withoutBatch.phrase)"
      throw OpFault(.operand(0), "\(op).c0", message)
    }
  }

}

extension Shape {

  /// The shape in a message: its extents, or words where there are none.
  var phrase: String { isEmpty ? "a single number" : description }

}
