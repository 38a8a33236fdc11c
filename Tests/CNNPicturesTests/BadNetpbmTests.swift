import CNNPictures
import CNNTestSupport
import Testing

/// Portable maps that are not as the format says, and files of other formats.
struct BadNetpbmTests {

  private func fault(_ bytes: [UInt8]) -> String? {
    #expect(throws: PictureFault.self) { try PictureFile.picture(bytes, name: "x.ppm") }?.message
  }

  private func fault(_ text: String) -> String? { fault(Array(text.utf8)) }

  @Test(arguments: ["P6 up to 65535", "P5 up to 255", "P6 with comments"])
  func `every start of a file of bytes`(_ name: String) {
    let bytes = PictureCase.named(name)
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
  }

  @Test func `every start of a file of text`() throws {
    // A last number may be cut short and still be one.
    let bytes = Array("P2 3 1 9 1 2 3".utf8)
    for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil) }
    #expect(try PictureFile.picture(bytes, name: "").samples == [28, 57, 85])
  }

  @Test(arguments: [
    ("", "not a portable map: the file does not start with P and a digit"),
    ("P1 1 1 0", "portable maps of the form P1 are not read"),
    ("P4 1 1 0", "portable maps of the form P4 are not read"),
    ("P7\nWIDTH 1", "portable maps of the form P7 are not read"),
  ])
  func `other forms`(_ text: String, _ message: String) {
    let rest = "; there are P2 and P5 for grey, P3 and P6 for colours"
    #expect(fault(text) == message + rest)
  }

  @Test(arguments: [
    ("P2", "the width is needed at byte 2, where the file ends"),
    ("P2 x", "the width is needed at byte 3, where there is none"),
    ("P22 2 9 1", "the width at byte 2 does not stand between blanks"),
    ("P2 2x 2 9 1", "the width at byte 2 does not stand between blanks"),
    ("P2 -2 2 9 1", "the width is needed at byte 3, where there is none"),
    ("P2 2 # 3", "the height is needed at byte 8, where the file ends"),
    ("P2 0 1 255", "a picture of 1x0 pixels (height x width) has none"),
    ("P2 1 99999999999999999999", "the height at byte 5 exceeds 2147483647"),
    (
      "P5 2147483647 2147483647 255 ",
      "2147483647x2147483647 pixels (height x width) are too many; at most 100000000 are worked on"
    ),
    ("P2 1 1 0 0", "the largest sample is from 1 to 65535, not 0"),
    ("P5 1 1 65536 aa", "the largest sample is from 1 to 65535, not 65536"),
    ("P2 1 1 9 10", "a sample at byte 9 exceeds 9"),
    ("P2 1 1 65535 65536", "a sample at byte 13 exceeds 65535"),
    ("P5 1 1 7 a", "a sample is 97, and the largest was to be 7"),
    ("P2 2 1 9 1 x", "a sample is needed at byte 11, where there is none"),
    ("P2 2 1 9 1 2 3", "there is more behind the 2 samples"),
    ("P3 9999 9999 255 1 2 3", "299940003 numbers are needed, and there are 6 bytes"),
    ("P5 2 2 255 abc", "4 bytes of samples are needed, and there are 3 bytes"),
    ("P5 2 2 255 abcde", "4 bytes of samples are needed, and there are 5 bytes"),
    ("P6 1 1 256 abcde", "6 bytes of samples are needed, and there are 5 bytes"),
    ("P5 1 1 255", "1 bytes of samples are needed, and there are 0 bytes"),
  ])
  func `wrong numbers`(_ text: String, _ message: String) {
    #expect(fault(text) == message)
  }

  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG"), (Array("GIF89a".utf8), "GIF"), (Array("BM".utf8), "BMP"),
      (Array("RIFF????WEBP".utf8), "WebP"), ([0x49, 0x49, 0x2A, 0], "TIFF"),
    ] as [([UInt8], String)])
  func `other formats`(_ bytes: [UInt8], _ name: String) {
    let message = "this is a \(name) file; PNG, PPM and PGM are read, so convert it first"
    #expect(fault(bytes) == message)
  }

}
