import CNNSource

/// The members of a zip archive (PKWARE's APPNOTE 6.3.10), stored or deflated, also beyond 4 GiB.
///
/// The central directory says where members lie, and their sizes, so descriptors behind their data are
/// not needed. An archive whose members overlap, or are not where the directory says, is refused.
struct ZipArchive {

  struct Member {
    let name: String
    let isDeflated: Bool
    let crc32: UInt32
    /// The bytes of the member's data in the file.
    let data: Range<Int>
    /// The bytes that the data stands for.
    let size: Int
  }

  private let file: MappedFile
  /// In the order of the central directory.
  let members: [Member]

  init(_ file: MappedFile) throws(Diagnostic) {
    self.file = file
    members = try ZipDirectory(file).members()
  }

  /// The bytes of a member, checked by their sum.
  ///
  /// - Throws: when the data is damaged.
  func bytes(of member: Member) throws(Diagnostic) -> [UInt8] {
    var bytes = try file.bytes(member.data)
    if member.isDeflated {
      let result = try inflate(member) { () throws(InflateFault) in
        try Inflate.deflated(bytes, limit: member.size)
      }
      guard result.consumed == bytes.count, result.bytes.count == member.size else {
        throw .invalidZip("'\(member.name)' is not of the size that it should be", file.path)
      }
      bytes = result.bytes
    }
    guard Checksum.crc32(bytes) == member.crc32 else {
      throw .invalidZip("the checksum of '\(member.name)' is wrong", file.path)
    }
    return bytes
  }

  /// The first `count` bytes of a member, or all if there are fewer; their sum is not checked.
  ///
  /// - Throws: when the data is damaged.
  func prefix(_ count: Int, of member: Member) throws(Diagnostic) -> [UInt8] {
    guard member.isDeflated else {
      let end = min(member.data.lowerBound + count, member.data.upperBound)
      return try file.bytes(member.data.lowerBound..<end)
    }
    let bytes = try file.bytes(member.data)
    return try inflate(member) { () throws(InflateFault) in
      try Inflate.deflatedPrefix(bytes, count: min(count, member.size))
    }
  }

  private func inflate<Result>(
    _ member: Member, _ body: () throws(InflateFault) -> Result
  ) throws(Diagnostic) -> Result {
    do throws(InflateFault) {
      return try body()
    } catch {
      throw .invalidZip("'\(member.name)' cannot be read: \(error)", file.path)
    }
  }

}

extension Diagnostic {

  static func invalidZip(_ message: String, _ path: String) -> Self {
    Self(.error, "invalid-npz", message, at: .file(path))
  }

}
