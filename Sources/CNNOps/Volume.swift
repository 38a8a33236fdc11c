import CNNIR

/// Indexed access to a tensor as batch, channel, depth, row and column, whatever its rank.
///
/// Missing spatial axes count as extents of 1 in front, so that one loop nest serves 1-D, 2-D and
/// 3-D ops.
struct Volume {

  let batch: Int
  let channels: Int
  let depth: Int
  let height: Int
  let width: Int

  init(_ shape: Shape) {
    let spatial = Self.padded(Array(shape.dropFirst(2)), with: 1)
    batch = shape[0]
    channels = shape.count > 1 ? shape[1] : 1
    depth = spatial[0]
    height = spatial[1]
    width = spatial[2]
  }

  /// The offset of an element.
  func callAsFunction(_ n: Int, _ c: Int, _ z: Int, _ y: Int, _ x: Int) -> Int {
    (((n * channels + c) * depth + z) * height + y) * width + x
  }

  /// `values` with `filler` in front, up to three.
  static func padded<Value>(_ values: [Value], with filler: Value) -> [Value] {
    Array(repeating: filler, count: 3 - values.count) + values
  }

}

extension [Window] {

  /// The windows of depth, rows and columns.
  var padded: [Window] {
    Volume.padded(self, with: .single)
  }

}

extension Window {

  /// The input positions that the window number `index` touches, those in the padding by what stands
  /// there; none for taps on a constant.
  func positions(
    at index: Int, over extent: Int, _ border: Pad.Mode = .constant
  ) -> [(tap: Int, position: Int)] {
    (0..<kernel).compactMap { (tap) in
      let position = index * stride - before + tap * dilation
      return border.source(of: position, over: extent).map { (tap, $0) }
    }
  }

}
