extension Kernel {

  /// The geometry of one axis of a convolution or pool.
  static let axis = Kernel(
    "Axis",
    """
    /// One axis of a sliding window: how its windows and their taps lie over the input.
    struct Axis {

      let inputs: Int
      let windows: Int
      var taps = 1
      var stride = 1
      var dilation = 1
      var before = 0
      var after = 0

      /// The input position that a tap of a window reads.
      func position(_ window: Int, _ tap: Int) -> Int {
        window &* stride &+ tap &* dilation &- before
      }

      /// The windows of `range` whose `tap` lies inside the input.
      func windows(reaching tap: Int, in range: Range<Int>) -> Range<Int> {
        let shift = tap * dilation - before
        let first = shift < 0 ? (stride - 1 - shift) / stride : 0
        let end = inputs > shift ? (inputs - 1 - shift) / stride + 1 : 0
        let start = max(range.lowerBound, first)
        return start..<max(start, min(range.upperBound, end))
      }

      /// The taps of a window that lie inside the input.
      func tapsInside(_ window: Int) -> Range<Int> {
        let shift = window * stride - before
        let first = shift < 0 ? (dilation - 1 - shift) / dilation : 0
        let end = inputs > shift ? (inputs - 1 - shift) / dilation + 1 : 0
        return first..<max(first, min(taps, end))
      }

      /// The number of a window's taps that lie inside the input or its padding.
      func paddedTaps(_ window: Int) -> Int {
        let shift = window * stride - before
        return min(shift + taps, inputs + after) - shift
      }

    }
    """)

}
