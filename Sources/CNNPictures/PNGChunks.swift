import CNNFiles

/// Reads the chunks of a PNG file one after the other and checks their sums.
struct PNGChunkReader {

  struct Chunk {
    var type: String
    var data: ArraySlice<UInt8>
  }

  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    position = start
  }

  /// The next chunk.
  ///
  /// - Throws: when there is no whole chunk, its type is none, or its checksum is wrong.
  mutating func next() throws(PictureFault) -> Chunk {
    // Length, type and checksum take four bytes each.
    guard bytes.count - position >= 12 else {
      throw PictureFault("the file ends before the last chunk (IEND)")
    }
    let length = bytes[position..<position + 4].bigEndian
    let letters = bytes[position + 4..<position + 8]
    guard letters.allSatisfy({ $0.isLetter }) else {
      throw PictureFault("there is no chunk at byte \(position): its type is not four letters")
    }
    let type = String(decoding: letters, as: UTF8.self)
    guard length <= bytes.count - position - 12 else {
      throw PictureFault("the file ends within the chunk \(type) of \(length) bytes")
    }
    let end = position + 8 + length
    let sum = Int(Checksum.crc32(Array(bytes[position + 4..<end])))
    guard sum == bytes[end..<end + 4].bigEndian else {
      throw PictureFault("the checksum of the chunk \(type) at byte \(position) is wrong")
    }
    let data = bytes[position + 8..<end]
    position = end + 4
    return Chunk(type: type, data: data)
  }

  /// Requires that no bytes are left.
  func expectEnd() throws(PictureFault) {
    guard position == bytes.count else {
      throw PictureFault("\(bytes.count - position) bytes follow the last chunk (IEND)")
    }
  }

}

extension ArraySlice<UInt8> {

  /// The number that the bytes are, highest first.
  ///
  /// - Requires: at most four bytes.
  var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }

}

extension UInt8 {

  /// Whether the byte is an ASCII letter.
  fileprivate var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

}
