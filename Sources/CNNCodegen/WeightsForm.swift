import CNNFiles
import CNNSource

/// Where an emitted type has its weights from.
enum WeightsForm {

  /// There are none.
  case none

  /// The caller has named tensors, from which the type computes the parameters of its layers.
  case tensors

  /// They stand in the source.
  case embedded(ParameterValues)

  /// They lie in a file beside the source.
  case file(ParameterValues)

  /// - Throws: when the source does not hold them, and Embedded Swift is wanted, which has no files.
  init(_ parameters: StoredParameters, _ options: EmissionOptions) throws(Diagnostic) {
    guard let tensors = options.tensors else {
      self = parameters.count == 0 && options.isEmbedded ? .none : .tensors
      return
    }
    let values = ParameterValues(parameters, tensors, options.storage)
    let size = parameters.count * options.storage.size
    if parameters.count == 0 {
      self = .none
    } else if size <= options.embedLimit {
      self = .embedded(values)
    } else if options.isEmbedded {
      let message =
        "the weights take \(size) bytes, more than --embed-limit; Embedded Swift has no files"
      throw Diagnostic(.error, "weights-without-place", message, at: .commandLine)
    } else {
      self = .file(values)
    }
  }

  /// The bytes of the parameters that stand in the source.
  ///
  /// - Throws: when one is too large for the type in which it is stored.
  func embeddedBytes() throws(Diagnostic) -> [UInt8] {
    guard case .embedded(let values) = self else { return [] }
    var bytes: [UInt8] = []
    for index in values.indices { bytes += try values.bytes(at: index) }
    return bytes
  }

}
