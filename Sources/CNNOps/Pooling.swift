import CNNIR

/// The type of a pool's result.
///
/// - Throws: `op.c0` to `op.c3`.
func pooledType(
  of x: TensorType, _ attributes: WindowAttributes, _ rounding: Rounding, _ op: String
) throws(OpFault) -> TensorType {
  try x.requireSpatialAxes(of: op)
  let windows = try attributes.windows(over: x, of: op)
  // op.c2: with padding of at most half the kernel, every window without gaps that starts within the padded
  // input touches the input.
  for window in windows where max(window.before, window.after) * 2 > window.kernel {
    if case .explicit = attributes.padding {
      let message = "padding may be at most half the kernel (\(window.kernel / 2) here)"
      throw OpFault(.attribute("padding"), "\(op).c2", message)
    }
  }
  let isPadded = windows.contains { $0.before > 0 || $0.after > 0 }
  let extents = try outputExtents(of: windows, over: x, "\(op).c3") { (window, extent) in
    rounding.count(window, over: extent, isPadded: isPadded)
  }
  return TensorType(Shape(x.shape.prefix(2) + extents), x.element)
}

extension WindowAttributes {

  /// Whether each window is one element and each element a window.
  func isIdentity(over input: TensorType) -> Bool {
    unchecked(over: input).allSatisfy {
      $0.kernel == 1 && $0.stride == 1 && $0.before == 0 && $0.after == 0
    }
  }

}

/// Stores `reduce` of each window's elements; `positions` is how many the window would have if the
/// padding were elements too.
func forEachWindow(
  _ attributes: WindowAttributes, of input: TensorView, into result: MutableTensorView,
  _ reduce: (_ elements: [Float], _ positions: Int) -> Float
) {
  let windows = attributes.unchecked(over: TensorType(input.shape)).padded
  let x = Volume(input.shape)
  let y = Volume(result.shape)
  for n in 0..<y.batch {
    for c in 0..<y.channels {
      for z in 0..<y.depth {
        for row in 0..<y.height {
          for column in 0..<y.width {
            var elements: [Float] = []
            for (_, iz) in windows[0].positions(at: z, over: x.depth) {
              for (_, iy) in windows[1].positions(at: row, over: x.height) {
                for (_, ix) in windows[2].positions(at: column, over: x.width) {
                  elements.append(input.elements[x(n, c, iz, iy, ix)])
                }
              }
            }
            let positions =
              windows[0].paddedPositions(at: z, over: x.depth)
              * windows[1].paddedPositions(at: row, over: x.height)
              * windows[2].paddedPositions(at: column, over: x.width)
            result.elements[y(n, c, z, row, column)] = reduce(elements, positions)
          }
        }
      }
    }
  }
}

extension Window {

  /// The taps of the window number `index` that lie on the input or its padding; rounding up can
  /// make a window reach beyond both.
  func paddedPositions(at index: Int, over extent: Int) -> Int {
    let start = index * stride - before
    return min(start + kernel, extent + after) - start
  }

}
