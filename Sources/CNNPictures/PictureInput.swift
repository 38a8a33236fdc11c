import CNNIR

extension Picture {

  /// The picture as the tensor that enters a network: after `preprocessing`, in planes of floats.
  ///
  /// Samples are divided by 255 and then normalised in single precision, as torchvision's `ToTensor`
  /// and `Normalize` do.
  ///
  /// - Throws: when a step makes the picture too large, or the result does not fit `type`.
  /// - Requires: `preprocessing` satisfies its constraints for `type`.
  package func tensor(
    for type: TensorType, _ preprocessing: Preprocessing?
  ) throws(PictureFault) -> Tensor {
    var picture = converted(toChannels: type.channels)
    var (mean, std): ([Double], [Double]) = ([0], [1])
    for step in preprocessing?.steps ?? [] {
      picture = try picture.applying(step)
      if case .normalize(let numbers, let deviations) = step { (mean, std) = (numbers, deviations) }
    }
    guard type.shape == Shape(1, picture.channels, picture.height, picture.width) else {
      let ending = preprocessing == nil ? "" : " after 'preprocess'"
      throw PictureFault(
        "the picture is \(picture.channels)x\(picture.height)x\(picture.width)\(ending), and the "
          + "input needs \(type.shape.withoutBatch) (channels x height x width)")
    }
    var elements: [Float] = []
    elements.reserveCapacity(picture.samples.count)
    for channel in 0..<picture.channels {
      let offset = Float(mean[mean.count == 1 ? 0 : channel])
      let scale = Float(std[std.count == 1 ? 0 : channel])
      let values = (0...255).map { (Float($0) / 255 - offset) / scale }
      for index in stride(from: channel, to: picture.samples.count, by: picture.channels) {
        elements.append(values[Int(picture.samples[index])])
      }
    }
    return Tensor(type.shape, elements)
  }

}
