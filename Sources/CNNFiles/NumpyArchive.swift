import CNNIR
import CNNSource

/// An `.npz` archive of NumPy: a zip archive of `.npy` arrays, each a tensor.
///
/// Of a deflated array only the header is unpacked until its elements are needed, and then no more
/// than the header says. So a small file cannot make more data than the network has parameters.
package struct NumpyArchive: TensorFile {

  private let archive: ZipArchive
  private let arrays: [(header: NumpyHeader, member: ZipArchive.Member)]
  package let path: String
  package let tensors: [StoredTensor]

  /// Reads the headers of all arrays.
  ///
  /// - Throws: what is wrong with the file.
  init(_ file: MappedFile) throws(Diagnostic) {
    path = file.path
    archive = try ZipArchive(file)
    var arrays: [(name: String, header: NumpyHeader, member: ZipArchive.Member)] = []
    // PyTorch's own format is an archive too, with a program for Python's 'pickle' in it.
    if archive.members.contains(where: { $0.name.split(separator: "/").last == "data.pkl" }) {
      throw .invalidZip(
        "the file is PyTorch's own, which only Python can read; save it with "
          + "'safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")'", path)
    }
    for member in archive.members where !member.name.hasSuffix("/") {
      guard member.name.hasSuffix(".npy") else {
        throw .invalidZip("'\(member.name)' in the archive is no .npy array", path)
      }
      let name = String(member.name.dropLast(".npy".count))
      arrays.append((name, try Self.header(of: member, in: archive, path), member))
    }
    arrays.sort { $0.name < $1.name }
    self.arrays = arrays.map { ($0.header, $0.member) }
    tensors = arrays.map { (name, header, _) in
      StoredTensor(
        name: name, typeName: header.descr, type: header.type, shape: Shape(header.shape))
    }
  }

  private static func header(
    of member: ZipArchive.Member, in archive: ZipArchive, _ path: String
  ) throws(Diagnostic) -> NumpyHeader {
    let start = try archive.prefix(NumpyHeader.startLimit, of: member)
    do throws(NumpyHeader.Fault) {
      let header = try NumpyHeader(start)
      try header.checkSize(member.size - header.dataStart)
      return header
    } catch {
      throw .invalidZip("'\(member.name)': \(error.message)", path)
    }
  }

  /// Only all bytes of a member show that it is not damaged.
  package var hasParts: Bool { false }

  package func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result {
    let (header, member) = arrays[index]
    let floats = try archive.bytes(of: member).withUnsafeBytes {
      header.floats(UnsafeRawBufferPointer(rebasing: $0[header.dataStart...]))
    }
    return floats.withUnsafeBufferPointer { body($0.extracting(range)) }
  }

}
