/// A picture of 8-bit samples: row by row, and the samples of a pixel side by side.
package struct Picture: Sendable, Hashable {

  package let height: Int
  package let width: Int
  /// 1 for grey; 3 for red, green and blue.
  package let channels: Int
  package let samples: [UInt8]

  /// The most pixels that a picture may have.
  package static let pixelLimit = 100_000_000

  /// - Requires: as many samples as the sizes say.
  package init(height: Int, width: Int, channels: Int, samples: [UInt8]) {
    precondition(samples.count == height * width * channels, "samples do not fill the picture")
    self.height = height
    self.width = width
    self.channels = channels
    self.samples = samples
  }

  /// Checks a size that a file or a text gives, before memory is taken for it.
  ///
  /// - Throws: when it is not a size, or more than `pixelLimit` pixels.
  static func checkSize(height: Int, width: Int) throws(PictureFault) {
    guard height >= 1, width >= 1 else {
      throw PictureFault("a picture of \(height)x\(width) pixels (height x width) has none")
    }
    let (count, overflow) = height.multipliedReportingOverflow(by: width)
    guard !overflow, count <= pixelLimit else {
      throw PictureFault(
        "\(height)x\(width) pixels (height x width) are too many; at most \(pixelLimit) are worked on"
      )
    }
  }

}

/// What is wrong with a picture. It knows no file: who catches it adds that.
package struct PictureFault: Error, Sendable, Hashable {

  package let message: String

  package init(_ message: String) { self.message = message }

}

// MARK: - Colours

extension Picture {

  /// The picture in 1 or 3 channels.
  ///
  /// - Requires: `count` is 1 or 3.
  package func converted(toChannels count: Int) -> Picture {
    if count == channels { return self }
    var result: [UInt8] = []
    result.reserveCapacity(height * width * count)
    if count == 3 {
      for sample in samples { result += [sample, sample, sample] }
    } else {
      for index in stride(from: 0, to: samples.count, by: 3) {
        result.append(Self.luma(samples[index], samples[index + 1], samples[index + 2]))
      }
    }
    return Picture(height: height, width: width, channels: count, samples: result)
  }

  /// The luma of ITU-R 601-2, `0.299 R + 0.587 G + 0.114 B`, in the 16-bit fixed point of Pillow.
  private static func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let sum: Int = Int(red) * 19595 + Int(green) * 38470 + Int(blue) * 7471
    return UInt8((sum + 0x8000) >> 16)
  }

}
