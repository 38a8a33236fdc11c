import CNNSource

/// The file of tensors at `path`, of the kind that its first bytes say.
///
/// - Throws: when it cannot be read or is of another kind; those that people have are named.
package func openTensorFile(_ path: String) throws(Diagnostic) -> any TensorFile {
  let file = try MappedFile(path)
  let start = try file.bytes(0..<min(9, file.count))
  // An archive without members is nothing but its end record.
  if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
    return try NumpyArchive(file)
  }
  // The length of a header can look like the start of something else, but then comes a brace.
  let isSafetensors = start.last == UInt8(ascii: "{")
  if !isSafetensors, let kind = foreignKinds.first(where: { start.starts(with: $0.start) }) {
    throw Diagnostic(.error, "unknown-weights", kind.message, at: .file(path))
  }
  return try SafetensorsFile(file)
}

/// What is no file of tensors but may be taken for one, by its first bytes.
private let foreignKinds: [(start: [UInt8], message: String)] = [
  (
    NumpyHeader.magic,
    "one .npy array has no names for a network's weights; save them with 'numpy.savez'"
  ),
  (
    Array("\u{89}HDF".unicodeScalars.map { UInt8($0.value) }),
    "HDF5 files are not read; save the weights as safetensors or with 'numpy.savez'"
  ),
  (
    // The start of a pickle of protocol 2, and so of PyTorch's files of before version 1.6.
    [0x80, 2],
    "pickles are programs that only Python runs; save the weights with "
      + "'safetensors.torch.save_file'"
  ),
]
