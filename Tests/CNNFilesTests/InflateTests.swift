import CNNFiles
import CNNTestSupport
import Foundation
import Testing

/// Decompression, compared with what zlib makes of the same streams.
struct InflateTests {

  /// A stream of `inflate.json`; without a size where zlib refuses it.
  private struct Case: Decodable {
    let name: String
    let isRaw: Bool
    let stream: Data
    let size: Int?
    let consumed: Int?
    let crc32: UInt32?
    let adler32: UInt32?
  }

  private struct CaseFile: Decodable {
    let cases: [Case]
  }

  private static func inflate(
    _ stream: [UInt8], isRaw: Bool, limit: Int
  ) throws(InflateFault) -> Inflate.Result {
    isRaw
      ? try Inflate.deflated(stream, limit: limit) : try Inflate.zlib(stream, limit: limit)
  }

  @Test func `every stream is read or refused as zlib does`() throws {
    let url = TestFolder.fixtures.appendingPathComponent("inflate.json")
    let cases = try JSONDecoder().decode(CaseFile.self, from: Data(contentsOf: url)).cases
    #expect(cases.count { $0.size != nil } > 200)
    #expect(cases.count { $0.size == nil } > 200)
    for example in cases {
      let stream = [UInt8](example.stream)
      guard let size = example.size else {
        #expect(throws: InflateFault.self, "\(example.name)") {
          try Self.inflate(stream, isRaw: example.isRaw, limit: 1 << 20)
        }
        continue
      }
      let result = try Self.inflate(stream, isRaw: example.isRaw, limit: size)
      #expect(result.bytes.count == size, "\(example.name)")
      #expect(result.consumed == example.consumed, "\(example.name)")
      #expect(Checksum.crc32(result.bytes) == example.crc32, "\(example.name)")
      #expect(Checksum.adler32(result.bytes) == example.adler32, "\(example.name)")
      if size > 0 {
        #expect(throws: InflateFault.exceedsLimit(size - 1), "\(example.name)") {
          try Self.inflate(stream, isRaw: example.isRaw, limit: size - 1)
        }
      }
    }
  }

  @Test func `a stream that stands for much more than its length`() {
    // A last block with fixed codes: a zero, then 258 bytes from one byte before, again and again.
    let bits = "110" + "00110000" + String(repeating: "11000101" + "00000", count: 10_000)
    let digits = Array(bits.utf8)
    let bomb = stride(from: 0, to: digits.count, by: 8).map { (start) in
      digits[start..<min(start + 8, digits.count)].reversed().reduce(UInt8(0)) { $0 << 1 | $1 & 1 }
    }
    #expect(throws: InflateFault.exceedsLimit(1 << 20)) {
      try Inflate.deflated(bomb, limit: 1 << 20)
    }
  }

  @Test(
    arguments: [
      ([], .truncated), ([0x78], .truncated), ([0x78, 0x9D], .notZlib), ([0x79, 0x9C], .notZlib),
      ([0x88, 0x1C], .notZlib), ([0x78, 0xBB], .needsDictionary), ([0x78, 0x9C], .truncated),
      ([0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x02], .wrongChecksum),
      ([0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00], .truncated),
      ([0x78, 0x9C, 0x07], .invalidBlock),
    ] as [([UInt8], InflateFault)])
  func `what is wrong`(_ stream: [UInt8], _ fault: InflateFault) {
    #expect(throws: fault) { try Inflate.zlib(stream, limit: 100) }
  }

  @Test func `checksums of the text that their specifications check`() {
    #expect(Checksum.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Checksum.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    #expect(Checksum.crc32([]) == 0)
    #expect(Checksum.adler32([]) == 1)
    #expect(Checksum.adler32(Array(repeating: 0xFF, count: 6000)) == 0xA497_59EA)
  }

}
