import CNNPictures
import CNNTestSupport
import Testing

/// PNG files that are not as the format says.
struct BadPNGTests {

  private func fault(_ bytes: [UInt8]) -> String? {
    #expect(throws: PictureFault.self) { try PictureFile.picture(bytes, name: "x.png") }?.message
  }

  private func fault(chunks: [UInt8]...) -> String? {
    fault(PNGBytes.signature + chunks.flatMap { $0 })
  }

  private let header = PNGBytes.header()
  private let data = PNGBytes.data([0, 1, 2])
  private let end = PNGBytes.end

  @Test func `the chunks of these tests are right otherwise`() throws {
    let bytes = PNGBytes.signature + header + data + end
    #expect(try PictureFile.picture(bytes, name: "").samples == [1, 2])
  }

  @Test(arguments: ["type 2, 8 bits, 9x13, interlace 1", "many pieces", "five colours of 16"])
  func `every start of a file`(_ name: String) {
    let bytes = PictureCase.named(name)
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
  }

  @Test func `files that are no PNG`() {
    let message = "not a PNG: the file does not start with the eight bytes that a PNG does"
    #expect(fault([]) == message)
    #expect(fault(Array("GIF".utf8)) == message)
    #expect(fault([0x89, 0x50, 0x4E, 0x47, 0x0A, 0x1A, 0x0A]) == message)
  }

  @Test func `every changed bit is noticed`() {
    let bytes = PNGBytes.signature + header + data + end
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(fault(changed) != nil, "bit \(bit)")
    }
  }

  @Test func `checksums`() {
    var wrong = data
    wrong[12] ^= 1
    #expect(
      fault(chunks: header, wrong, end) == "the checksum of the chunk IDAT at byte 33 is wrong")
    wrong = PNGBytes.chunk("tEXt", [1])
    wrong[8] = 2
    #expect(
      fault(chunks: header, wrong, data, end)
        == "the checksum of the chunk tEXt at byte 33 is wrong")
  }

  @Test func `the order of the chunks`() {
    let text = PNGBytes.chunk("tEXt", [])
    let colors = PNGBytes.chunk("PLTE", [1, 2, 3])
    let indexed = PNGBytes.header(color: 3)
    #expect(fault(chunks: data, end) == "the first chunk is IDAT instead of IHDR")
    #expect(fault(chunks: header, end) == "there is no image data (IDAT)")
    #expect(fault(chunks: header, data) == "the file ends before the last chunk (IEND)")
    #expect(
      fault(chunks: header, data, text, data, end)
        == "the chunk tEXt stands between chunks of image data (IDAT)")
    #expect(
      fault(chunks: header, header, data, end)
        == "the chunk IHDR cannot be skipped, and is not known")
    #expect(
      fault(chunks: header, PNGBytes.chunk("ABCD", []), data, end)
        == "the chunk ABCD cannot be skipped, and is not known")
    #expect(fault(chunks: header, data, end, [0]) == "1 bytes follow the last chunk (IEND)")
    #expect(fault(chunks: indexed, data, end) == "there is no palette (PLTE)")
    #expect(
      fault(chunks: indexed, data, colors, end)
        == "the palette (PLTE) follows the image data (IDAT)")
    #expect(fault(chunks: indexed, colors, colors, data, end) == "there are two palettes (PLTE)")
  }

  @Test func `chunks that are none`() {
    #expect(
      fault(chunks: header, PNGBytes.chunk("ID T", []), end)
        == "there is no chunk at byte 33: its type is not four letters")
    #expect(
      fault(chunks: header, PNGBytes.bigEndian(.max) + Array("IDAT".utf8) + [0, 0, 0, 0])
        == "the file ends within the chunk IDAT of 4294967295 bytes")
  }

  @Test(arguments: [
    (PNGBytes.chunk("IHDR", []), "the chunk IHDR has 0 bytes instead of 13"),
    (PNGBytes.header(width: 0), "a picture of 1x0 pixels (height x width) has none"),
    (PNGBytes.header(height: 0), "a picture of 0x2 pixels (height x width) has none"),
    (
      PNGBytes.header(width: 10_001, height: 10_000),
      "10000x10001 pixels (height x width) are too many; at most 100000000 are worked on"
    ),
    (
      PNGBytes.header(width: .max, height: .max),
      "4294967295x4294967295 pixels (height x width) are too many; at most 100000000 are worked on"
    ),
    (PNGBytes.header(color: 1), "there is no colour type 1; there are 0, 2, 3, 4 and 6"),
    (PNGBytes.header(color: 7), "there is no colour type 7; there are 0, 2, 3, 4 and 6"),
    (PNGBytes.header(depth: 3), "colour type 0 has no samples of 3 bits; it has 1, 2, 4, 8, 16"),
    (
      PNGBytes.header(depth: 16, color: 3),
      "colour type 3 has no samples of 16 bits; it has 1, 2, 4, 8"
    ),
    (PNGBytes.header(depth: 4, color: 2), "colour type 2 has no samples of 4 bits; it has 8, 16"),
    (PNGBytes.header(methods: [1, 0, 0]), "there is no compression method 1; there is 0"),
    (PNGBytes.header(methods: [0, 1, 0]), "there is no filter method 1; there is 0"),
    (PNGBytes.header(methods: [0, 0, 2]), "there is no interlace method 2; there are 0 and 1"),
  ])
  func `headers`(_ header: [UInt8], _ message: String) {
    #expect(fault(chunks: header, data, end) == message)
  }

  @Test(
    arguments: [
      ([5, 1, 2], "a row of the image data has the filter 5; there are 0 to 4"),
      ([0, 1], "the image data (IDAT) has 2 bytes instead of 3"),
      (
        [0, 1, 2, 3],
        "the image data (IDAT) cannot be decompressed: the compressed data stands for more than 3 bytes"
      ),
    ] as [([UInt8], String)])
  func `image data`(_ bytes: [UInt8], _ message: String) {
    #expect(fault(chunks: header, PNGBytes.data(bytes), end) == message)
  }

  @Test func `compressed data`() {
    #expect(
      fault(chunks: header, PNGBytes.chunk("IDAT", [1, 2, 3]), end)
        == "the image data (IDAT) cannot be decompressed: "
        + "the compressed data does not start with a zlib header")
    #expect(
      fault(chunks: header, PNGBytes.chunk("IDAT", []), end)
        == "the image data (IDAT) cannot be decompressed: the compressed data ends early")
    #expect(
      fault(chunks: header, PNGBytes.chunk("IDAT", PNGBytes.stored([0, 1, 2]) + [9]), end)
        == "the image data (IDAT) has 1 bytes behind its end")
  }

  @Test(arguments: [0, 4, 9] as [Int])
  func `palettes of a wrong size`(_ count: Int) {
    let colors = PNGBytes.chunk("PLTE", Array(repeating: 1, count: count))
    #expect(
      fault(chunks: PNGBytes.header(depth: 1, color: 3), colors, PNGBytes.data([0, 0]), end)
        == "the palette (PLTE) has \(count) bytes, instead of 3 for each of 1 to 2 colours")
  }

  @Test func `a colour that the palette does not have`() {
    let colors = PNGBytes.chunk("PLTE", [1, 2, 3, 4, 5, 6])
    #expect(
      fault(chunks: PNGBytes.header(color: 3), colors, PNGBytes.data([0, 1, 2]), end)
        == "a pixel has the colour 2 of a palette of 2")
  }

}
