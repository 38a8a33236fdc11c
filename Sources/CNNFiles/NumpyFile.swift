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
    try parse(try InputFile.contents(of: path), path)
  }

  /// The tensor in the contents of the file at `path`.
  ///
  /// - Throws: as `read`.
  package static func parse(_ bytes: [UInt8], _ path: String) throws(Diagnostic) -> Tensor {
    do throws(NumpyHeader.Fault) {
      let header = try NumpyHeader([UInt8](bytes.prefix(NumpyHeader.startLimit)))
      guard header.type != nil else {
        throw NumpyHeader.Fault(
          message: "the elements are '\(header.descr)'; needed are numbers that are not complex")
      }
      try header.checkSize(bytes.count - header.dataStart)
      let elements = bytes.withUnsafeBytes {
        header.floats(UnsafeRawBufferPointer(rebasing: $0[header.dataStart...]))
      }
      return Tensor(Shape(header.shape), elements)
    } catch {
      throw Diagnostic(.error, "invalid-npy", error.message, at: .file(path))
    }
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
