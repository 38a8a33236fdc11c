import CNNSource

/// Reads the central directory at the end of a zip archive.
struct ZipDirectory {

  private let file: MappedFile
  /// Where the directory lies, and how many entries it has.
  private let range: Range<Int>
  private let count: Int

  // The sizes of records without names and the like, and the numbers with which they start.
  private static let endSize = 22
  private static let endSignature: UInt64 = 0x0605_4B50
  private static let locatorSize = 20
  private static let locatorSignature: UInt64 = 0x0706_4B50
  private static let longEndSize = 56
  private static let longEndSignature: UInt64 = 0x0606_4B50
  private static let entrySize = 46
  private static let entrySignature: UInt64 = 0x0201_4B50
  private static let localSize = 30
  private static let localSignature: UInt64 = 0x0403_4B50

  /// Finds the directory by the record at the end of the file.
  init(_ file: MappedFile) throws(Diagnostic) {
    self.file = file
    // Behind the record comes a comment of up to 64 KiB, whose length it says.
    let tailStart = max(0, file.count - Self.endSize - 0xFFFF)
    let tail = Fields(try file.bytes(tailStart..<file.count))
    let starts = stride(from: tail.bytes.count - Self.endSize, through: 0, by: -1)
    guard
      let start = starts.first(where: { (start) in
        tail[start, 4] == Self.endSignature
          && start + Self.endSize + Int(tail[start + 20, 2]) == tail.bytes.count
      })
    else { throw .invalidZip("the file has no end record of a zip archive", file.path) }

    var (disks, count) = ([tail[start + 4, 2], tail[start + 6, 2]], tail[start + 10, 2])
    var (size, offset) = (tail[start + 12, 4], tail[start + 16, 4])
    var end = tailStart + start
    if let long = try Self.longEnd(file, before: end) {
      (disks, count) = ([long.fields[16, 4], long.fields[20, 4]], long.fields[32, 8])
      (size, offset) = (long.fields[40, 8], long.fields[48, 8])
      end = long.start
    }
    guard disks == [0, 0] else {
      throw .invalidZip("archives of several files are not read", file.path)
    }
    guard offset <= UInt64(end), size == UInt64(end) - offset, count <= size else {
      throw .invalidZip("the directory is not where the end record says", file.path)
    }
    range = Int(offset)..<end
    self.count = Int(count)
  }

  /// The end record for large archives and where it starts, if there is one.
  private static func longEnd(
    _ file: MappedFile, before end: Int
  ) throws(Diagnostic) -> (fields: Fields, start: Int)? {
    guard end >= locatorSize else { return nil }
    let locator = Fields(try file.bytes(end - locatorSize..<end))
    guard locator[0, 4] == locatorSignature else { return nil }
    let start = locator[8, 8]
    guard start <= UInt64(end - locatorSize), end - locatorSize - Int(start) >= longEndSize else {
      throw .invalidZip("the directory is not where the end record says", file.path)
    }
    let fields = Fields(try file.bytes(Int(start)..<Int(start) + longEndSize))
    // The record's own length leaves out the first twelve bytes.
    guard fields[0, 4] == longEndSignature, fields[4, 8] == UInt64(end - locatorSize) - start - 12
    else { throw .invalidZip("the directory is not where the end record says", file.path) }
    return (fields, Int(start))
  }

  /// The members, in the order of the directory.
  ///
  /// - Throws: when entries are cut off, name a thing twice or lie over each other, or a member is
  ///   encrypted or compressed in another way than by DEFLATE.
  func members() throws(Diagnostic) -> [ZipArchive.Member] {
    let fields = Fields(try file.bytes(range))
    var members: [ZipArchive.Member] = []
    var starts: [Int] = []
    var names: Set<String> = []
    var position = 0
    for _ in 0..<count {
      let entry = try Entry(fields, at: position, file.path)
      position += entry.length
      guard names.insert(entry.name).inserted else {
        throw .invalidZip("'\(entry.name)' is in the archive twice", file.path)
      }
      let (start, member) = try member(of: entry)
      starts.append(start)
      members.append(member)
    }
    guard position == fields.bytes.count else {
      throw .invalidZip("the directory has more entries than the end record says", file.path)
    }
    try checkOverlaps(members, starts)
    return members
  }

  /// The member of an entry, and where its own header starts.
  private func member(
    of entry: Entry
  ) throws(Diagnostic) -> (start: Int, member: ZipArchive.Member) {
    let fault = Diagnostic.invalidZip("'\(entry.name)' is not where the directory says", file.path)
    let room = UInt64(range.lowerBound)
    guard entry.offset <= room, room - entry.offset >= UInt64(Self.localSize) else { throw fault }
    let start = Int(entry.offset)
    let local = Fields(try file.bytes(start..<start + Self.localSize))
    let nameStart = start + Self.localSize
    let nameEnd = nameStart + Int(local[26, 2])
    let dataStart = nameEnd + Int(local[28, 2])
    guard local[0, 4] == Self.localSignature, dataStart <= range.lowerBound,
      try file.bytes(nameStart..<nameEnd) == Array(entry.name.utf8),
      entry.compressedSize <= UInt64(range.lowerBound - dataStart),
      entry.isDeflated || entry.size == entry.compressedSize, let size = Int(exactly: entry.size)
    else { throw fault }
    let data = dataStart..<dataStart + Int(entry.compressedSize)
    let member = ZipArchive.Member(
      name: entry.name, isDeflated: entry.isDeflated, crc32: entry.crc32, data: data, size: size)
    return (start, member)
  }

  /// No byte may belong to two members: a small file could stand for any amount of data.
  private func checkOverlaps(
    _ members: [ZipArchive.Member], _ starts: [Int]
  ) throws(Diagnostic) {
    var end = 0
    for index in members.indices.sorted(by: { starts[$0] < starts[$1] }) {
      guard starts[index] >= end else {
        throw .invalidZip("'\(members[index].name)' lies over another member", file.path)
      }
      end = members[index].data.upperBound
    }
  }

  /// An entry of the directory.
  private struct Entry {

    let name: String
    let isDeflated: Bool
    let crc32: UInt32
    private(set) var compressedSize: UInt64
    private(set) var size: UInt64
    private(set) var offset: UInt64
    /// The bytes of the entry itself.
    let length: Int

    init(_ fields: Fields, at start: Int, _ path: String) throws(Diagnostic) {
      let cutOff = Diagnostic.invalidZip("the directory ends within an entry", path)
      guard fields.bytes.count - start >= entrySize else { throw cutOff }
      guard fields[start, 4] == entrySignature else {
        throw .invalidZip("the directory has something else than entries", path)
      }
      let nameEnd = start + entrySize + Int(fields[start + 28, 2])
      let extraEnd = nameEnd + Int(fields[start + 30, 2])
      length = extraEnd - start + Int(fields[start + 32, 2])
      guard length <= fields.bytes.count - start else { throw cutOff }
      guard let name = String(validating: fields.bytes[start + entrySize..<nameEnd], as: UTF8.self)
      else { throw .invalidZip("the name of a member is not UTF-8", path) }
      self.name = name
      // Bit 0 says encrypted, bit 13 that the directory is.
      guard fields[start + 8, 2] & 0x2001 == 0 else {
        throw .invalidZip("'\(name)' is encrypted", path)
      }
      let method = fields[start + 10, 2]
      guard method == 0 || method == 8 else {
        let message =
          "'\(name)' is compressed by method \(method); 0 (stored) and 8 (deflated) are read"
        throw .invalidZip(message, path)
      }
      isDeflated = method == 8
      crc32 = UInt32(fields[start + 16, 4])
      compressedSize = fields[start + 20, 4]
      size = fields[start + 24, 4]
      offset = fields[start + 42, 4]
      guard readLongFields(fields, nameEnd..<extraEnd) else {
        throw .invalidZip("'\(name)' lacks the sizes of a large member", path)
      }
    }

    /// Takes the fields that do not fit 32 bits from the extra field of number 1, where they stand in
    /// order.
    private mutating func readLongFields(_ fields: Fields, _ extra: Range<Int>) -> Bool {
      let paths = [\Self.size, \.compressedSize, \.offset].filter {
        self[keyPath: $0] == 0xFFFF_FFFF
      }
      if paths.isEmpty { return true }
      var start = extra.lowerBound
      while extra.upperBound - start >= 4 {
        let (number, length) = (fields[start, 2], Int(fields[start + 2, 2]))
        start += 4
        guard length <= extra.upperBound - start else { return false }
        if number == 1 {
          guard length >= 8 * paths.count else { return false }
          for (index, path) in paths.enumerated() {
            self[keyPath: path] = fields[start + 8 * index, 8]
          }
          return true
        }
        start += length
      }
      return false
    }
  }

}

/// Little-endian numbers in bytes.
private struct Fields {

  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The number of `size` bytes at `start`.
  ///
  /// - Requires: it lies within the bytes.
  subscript(start: Int, size: Int) -> UInt64 {
    bytes[start..<start + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

}
