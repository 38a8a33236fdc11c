import CNNIR
import CNNSource

/// NumPy's `.npy` format, versions 1 to 3 (NumPy enhancement proposal 1): numbers of any type but
/// complex ones, in either byte order, row-major or column-major.
package enum NumpyFile {

  /// The tensor in a file.
  ///
  /// - Throws: when the file is no `.npy`, its elements are no real numbers, or it is not of the
  ///   size that its header says.
  package static func read(_ path: String) throws(Diagnostic) -> Tensor {
    try read(try MappedFile(path))
  }

  /// The tensor in `file`.
  ///
  /// - Throws: as `read` of a path.
  package static func read(_ file: MappedFile) throws(Diagnostic) -> Tensor {
    let start = try file.bytes(0..<min(file.count, NumpyHeader.startLimit))
    let header: NumpyHeader
    do throws(NumpyHeader.Fault) {
      header = try NumpyHeader(start)
      guard header.type != nil else {
        throw NumpyHeader.Fault(
          message: "the elements are '\(header.descr)'; needed are numbers that are not complex")
      }
      try header.checkSize(file.count - header.dataStart)
    } catch {
      throw Diagnostic(.error, "invalid-npy", error.message, at: .file(file.path))
    }
    let elements = try file.withBytes(header.dataStart..<file.count) { header.floats($0) }
    return Tensor(Shape(header.shape), elements)
  }

  /// The bytes of a file of version 1 that holds `tensor`.
  package static func bytes(of tensor: Tensor) -> [UInt8] {
    let extents = tensor.shape.extents.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(tuple), }"
    // The data starts at a multiple of 64 bytes; a line end closes the header.
    let unpadded = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    var bytes = NumpyHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
    bytes += Array(header.utf8)
    bytes.reserveCapacity(bytes.count + tensor.elements.count * MemoryLayout<Float>.size)
    for element in tensor.elements {
      withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

}
