import CNNIR

extension Picture {

  /// The picture after a step that works on pixels; `normalize` does not.
  ///
  /// - Throws: when the result has more than `pixelLimit` pixels.
  func applying(_ step: PictureStep) throws(PictureFault) -> Picture {
    switch step {
    case .resize(let size, let filter):
      let (height, width) = try resizedExtents(size)
      return try resized(height: height, width: width, filter: filter)
    case .centerCrop(let height, let width): return try cropped(height: height, width: width)
    case .normalize: return self
    }
  }

  /// The extents of a picture whose short side gets the only number of `size`, or which gets both.
  private func resizedExtents(
    _ size: [Int]
  ) throws(PictureFault) -> (height: Int, width: Int) {
    if size.count == 2 { return (size[0], size[1]) }
    let short = size[0]
    // The long side rounds down, as in torchvision's `Resize`.
    let (product, overflow) = short.multipliedReportingOverflow(by: max(height, width))
    guard !overflow else {
      throw PictureFault("a picture of \(height)x\(width) pixels cannot be resized to \(short)")
    }
    let long = product / min(height, width)
    return width <= height ? (long, short) : (short, long)
  }

  /// The middle of the picture, as torchvision's `CenterCrop` cuts it out: black surrounds a picture
  /// that is smaller, and where there is no middle the even row or column comes first.
  private func cropped(height: Int, width: Int) throws(PictureFault) -> Picture {
    try Picture.checkSize(height: height, width: width)
    let top = Self.cropStart(self.height, height)
    let left = Self.cropStart(self.width, width)
    let rows = max(0, -top)..<min(height, self.height - top)
    let columns = max(0, -left)..<min(width, self.width - left)
    var result = Array(repeating: UInt8(0), count: height * width * channels)
    for row in rows {
      let source = ((row + top) * self.width + columns.lowerBound + left) * channels
      let target = (row * width + columns.lowerBound) * channels
      let count = columns.count * channels
      result.replaceSubrange(target..<target + count, with: samples[source..<source + count])
    }
    return Picture(height: height, width: width, channels: channels, samples: result)
  }

  /// Where a crop starts along an axis; negative where black comes first.
  private static func cropStart(_ extent: Int, _ crop: Int) -> Int {
    if crop > extent { return -((crop - extent) / 2) }
    return Int((Double(extent - crop) / 2).rounded(.toNearestOrEven))
  }

}
