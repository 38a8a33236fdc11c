import CNNIR
import CNNSource

/// Weights of darknet (Redmon, 2013-2016): a header and 32-bit floats one behind the other, without
/// names; the order of the network's layers says what they are.
package struct DarknetFile: TensorFile {

  private let file: MappedFile
  private let starts: [Int]
  package let tensors: [StoredTensor]

  package var path: String { file.path }

  /// - Parameter order: the tensors of the network, in the order in which darknet writes them.
  /// - Throws: when the file is not of the size of the header and of these tensors.
  package init(_ path: String, order: [NamedTensor]) throws(Diagnostic) {
    file = try MappedFile(path)
    let headerSize = try Self.headerSize(file)
    var end = headerSize
    var found: [(tensor: StoredTensor, start: Int)] = []
    for tensor in order {
      guard let size = checkedProduct(tensor.shape + [ElementType.float32.size]),
        size <= file.count - end
      else {
        throw .invalidDarknet("the file ends before or within '\(tensor.name)'", path)
      }
      let stored = StoredTensor(
        name: tensor.name, typeName: "F32", type: .float32, shape: tensor.shape)
      found.append((stored, end))
      end += size
    }
    guard end == file.count else {
      let message =
        "the file has \(file.count - headerSize) bytes of weights, the network \(end - headerSize)"
      throw .invalidDarknet(message, path)
    }
    found.sort { $0.tensor.name < $1.tensor.name }
    tensors = found.map(\.tensor)
    starts = found.map(\.start)
  }

  /// The bytes before the weights: the version as three numbers of four bytes, and the count of
  /// pictures seen in training, of four bytes before version 0.2 and of eight since then.
  private static func headerSize(_ file: MappedFile) throws(Diagnostic) -> Int {
    guard file.count >= 16 else {
      throw .invalidDarknet("the file ends within its header", file.path)
    }
    let header = try file.withBytes(0..<8) { (bytes) in
      [0, 4].map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int32.self)) }
    }
    let (major, minor) = (Int(header[0]), Int(header[1]))
    // Above 1000 darknet means that the matrices of dense layers are transposed.
    guard (0..<1000).contains(major), (0..<1000).contains(minor) else {
      throw .invalidDarknet("version \(major).\(minor) of the format is unknown", file.path)
    }
    if major * 10 + minor < 2 { return 16 }
    guard file.count >= 20 else {
      throw .invalidDarknet("the file ends within its header", file.path)
    }
    return 20
  }

  package var hasParts: Bool { true }

  package func withFloats<Result>(
    at index: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result {
    try file.withFloats(.float32, from: starts[index], in: range, body)
  }

}

extension Diagnostic {

  fileprivate static func invalidDarknet(_ message: String, _ path: String) -> Self {
    Self(.error, "invalid-darknet", message, at: .file(path))
  }

}
