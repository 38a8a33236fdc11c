import CNNFiles
import CNNPictures
import CNNTestSupport
import Testing

/// Damaged files are read or refused; none traps or takes much memory.
struct PictureMutationTests {

  /// Puts right the checksums of the chunks, so that what is behind them is reached.
  private func repaired(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var position = 8
    while bytes.count - position >= 12 {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - position - 12 else { break }
      let end = position + 8 + length
      let sum = Checksum.crc32(Array(bytes[position + 4..<end]))
      bytes.replaceSubrange(end..<end + 4, with: PNGBytes.bigEndian(sum))
      position = end + 4
    }
    return bytes
  }

  private func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<random.integer(in: 1...4) {
      let place = random.integer(in: 0...bytes.count - 1)
      let byte = UInt8(random.integer(in: 0...255))
      switch random.integer(in: 0...4) {
      case 0: bytes[place] = byte
      case 1: bytes[place] ^= 1 << (byte % 8)
      case 2: bytes.insert(byte, at: place)
      case 3 where bytes.count > 1: bytes.remove(at: place)
      default: bytes.removeSubrange(place..<min(place + Int(byte % 16), bytes.count - 1))
      }
    }
    return bytes
  }

  @Test(arguments: 0..<8)
  func `damaged files`(_ seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var readCount = 0
    for _ in 0..<2500 {
      var bytes = mutated(Array(random.element(of: PictureCase.all).file), &random)
      if random.chance(80) { bytes = repaired(bytes) }
      if let picture = try? PictureFile.picture(bytes, name: "x.png") {
        #expect(picture.samples.count == picture.height * picture.width * picture.channels)
        readCount += 1
      }
    }
    // Some survive: the damage is not so great that only the first check is tested.
    #expect(readCount > 20)
  }

}
