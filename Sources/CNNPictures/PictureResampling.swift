import CNNIR

extension Picture {

  /// The picture in another size, sample for sample as Pillow's `Image.resize` makes it: first each
  /// row and then each column is convolved with a filter, whose weights are numbers in 22-bit fixed
  /// point, and rounded to 8 bits. Where the picture shrinks, the filter is as much wider.
  ///
  /// - Throws: when the result, or what lies between the two steps, has more than `pixelLimit` pixels.
  package func resized(
    height: Int, width: Int, filter: PictureFilter
  ) throws(PictureFault) -> Picture {
    try Picture.checkSize(height: height, width: width)
    try Picture.checkSize(height: self.height, width: width)
    var result = self
    if width != self.width {
      result = result.resampledRows(ResamplingWeights(from: self.width, to: width, filter))
    }
    if height != self.height {
      result = result.resampledColumns(ResamplingWeights(from: self.height, to: height, filter))
    }
    return result
  }

  private func resampledRows(_ weights: ResamplingWeights) -> Picture {
    let width = weights.spans.count
    var result: [UInt8] = []
    result.reserveCapacity(height * width * channels)
    for row in 0..<height {
      for span in weights.spans {
        let start = (row * self.width + span.first) * channels
        for channel in 0..<channels {
          result.append(sum(span.weights, from: start + channel, step: channels))
        }
      }
    }
    return Picture(height: height, width: width, channels: channels, samples: result)
  }

  private func resampledColumns(_ weights: ResamplingWeights) -> Picture {
    let rowSize = width * channels
    var result: [UInt8] = []
    result.reserveCapacity(weights.spans.count * rowSize)
    for span in weights.spans {
      for index in 0..<rowSize {
        result.append(sum(span.weights, from: span.first * rowSize + index, step: rowSize))
      }
    }
    return Picture(
      height: weights.spans.count, width: width, channels: channels, samples: result)
  }

  /// The weighted sum of samples `step` apart, rounded to 8 bits.
  private func sum(_ weights: [Int], from start: Int, step: Int) -> UInt8 {
    var sum = 1 << (ResamplingWeights.fractionBits - 1)
    var index = start
    for weight in weights {
      sum &+= Int(samples[index]) &* weight
      index += step
    }
    return UInt8(clamping: sum >> ResamplingWeights.fractionBits)
  }

}

/// What each sample of a resized row or column is made of.
private struct ResamplingWeights {

  /// Neighbouring samples, by the index of the first, and their weights in fixed point.
  struct Span {
    var first: Int
    var weights: [Int]
  }

  /// The bits behind the point: of 32, 8 are for a sample and 2 for the excess of negative weights.
  static let fractionBits = 32 - 8 - 2

  let spans: [Span]

  init(from source: Int, to target: Int, _ filter: PictureFilter) {
    let scale = Double(source) / Double(target)
    let filterScale = max(scale, 1)
    let support = filter.support * filterScale
    spans = (0..<target).map { (index) in
      let center = (Double(index) + 0.5) * scale
      let first = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), source)
      let weights = (first..<end).map { (position) in
        filter.weight((Double(position) - center + 0.5) * (1 / filterScale))
      }
      let sum = weights.reduce(0, +)
      return Span(first: first, weights: weights.map { Self.fixedPoint(sum == 0 ? $0 : $0 / sum) })
    }
  }

  /// The nearest number in fixed point; halves are rounded away from zero.
  private static func fixedPoint(_ weight: Double) -> Int {
    Int((weight < 0 ? -0.5 : 0.5) + weight * Double(1 << fractionBits))
  }

}

extension PictureFilter {

  /// How far from the centre the filter reaches, in samples.
  fileprivate var support: Double {
    switch self {
    case .bilinear: 1
    case .bicubic: 2
    }
  }

  /// The filter's value at a distance from its centre.
  fileprivate func weight(_ distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .bilinear:
      return x < 1 ? 1 - x : 0
    case .bicubic:
      let a = -0.5
      if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
    }
  }

}
