import CNNSource

/// What is done to a picture on its way into a network, in order.
///
/// Resizing and cropping work on samples of 8 bits, as torchvision's transforms do on pictures of
/// Pillow; then the samples are scaled to [0, 1].
package struct Preprocessing: Sendable, Hashable {

  package let steps: [PictureStep]

  package init(_ steps: [PictureStep]) { self.steps = steps }

  /// A constraint that a step breaks, by the step's index; none for that on the input.
  package struct Fault: Error {
    package let step: Int?
    package let fault: OpFault
  }

  /// Checks the steps against each other and against the input that the picture is for.
  ///
  /// - Throws: the first constraint that is broken.
  package func check(for type: TensorType) throws(Fault) {
    // preprocess.c1: the input has the form of a picture.
    guard type.isPicture else {
      let shape = type.shape.withoutBatch
      let message =
        "only an input of 1 or 3 channels, a height and a width takes pictures, not \(shape)"
      throw Fault(step: nil, fault: OpFault(.node, "preprocess.c1", message))
    }
    for (index, step) in steps.enumerated() {
      guard case .normalize(let mean, let std) = step else { continue }
      // preprocess.c2: the colours are normalised once, behind all that works on pixels.
      if index < steps.count - 1 {
        let message = "normalize is the last step"
        throw Fault(step: index, fault: OpFault(.node, "preprocess.c2", message))
      }
      // preprocess.c3: mean and std are numbers for all channels or for each.
      for (name, numbers) in [("mean", mean), ("std", std)]
      where numbers.count != 1 && numbers.count != type.channels {
        let channels = type.channels == 1 ? "1 channel" : "\(type.channels) channels"
        let message = "\(name) has \(numbers.count) numbers for \(channels)"
        throw Fault(step: index, fault: OpFault(.attribute(name), "preprocess.c3", message))
      }
    }
  }

}

extension TensorType {

  /// Whether a picture can have this type: a plane with the samples of grey or of three colours.
  package var isPicture: Bool { spatialRank == 2 && (channels == 1 || channels == 3) }

}

extension Preprocessing: CustomStringConvertible {

  /// The steps as IR text writes them.
  package var description: String {
    steps.map { "\($0.name)\(attributeText($0.attributes))" }.joined(separator: " then ")
  }

}

extension Diagnostic {

  /// A step of 'preprocess' that there is none of.
  package static func unknownPictureStep(_ name: String, _ range: SourceRange) -> Self {
    let names = PictureStep.names
    let hint = hint(for: name, among: names)
    return Self(
      .error, "unknown-step", "there is no step '\(name)'\(hint)", at: range,
      notes: [Note("the steps: \(names.map { "'\($0)'" }.joined(separator: ", "))")],
      fixIt: FixIt(misspelt: name, at: range, among: names))
  }

}
