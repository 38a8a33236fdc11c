import CNNPictures
import CNNTestSupport
import Foundation
import Testing

/// Files of all forms against Pillow.
struct PictureFileTests {

  @Test(arguments: PictureCase.all)
  func `a file has Pillow's samples`(_ expected: PictureCase) throws {
    let picture = try PictureFile.picture(Array(expected.file), name: "")
    #expect((picture.height, picture.width) == (expected.height, expected.width))
    #expect(picture.converted(toChannels: 1).samples == Array(expected.gray))
    #expect(picture.converted(toChannels: 3).samples == Array(expected.rgb))
  }

  @Test func `the cases have all forms`() {
    for form in ["P2", "P3", "P5", "P6", "type 0", "type 2", "type 3", "type 4", "type 6"] {
      #expect(PictureCase.all.contains { $0.name.hasPrefix(form) })
    }
    #expect(PictureCase.all.count > 130)
  }

  @Test func `the committed pictures are the same`() throws {
    let pictures = try ["scene.png", "scene.ppm"].map { (name) in
      let url = TestFolder.fixtures.appendingPathComponent("pictures/\(name)")
      return try PictureFile.picture(Array(Data(contentsOf: url)), name: name)
    }
    #expect(pictures[0] == pictures[1])
    #expect((pictures[0].height, pictures[0].width) == (60, 80))
  }

  @Test func `what is a picture`() throws {
    #expect(PictureFile.isPicture(Array("P6 1 1".utf8), name: "x"))
    #expect(PictureFile.isPicture([], name: "x.PNG"))
    #expect(!PictureFile.isPicture([], name: "x.npy"))
    #expect(!PictureFile.isPicture([0x93] + Array("NUMPY".utf8), name: "x"))
    let png = try Data(
      contentsOf: TestFolder.fixtures.appendingPathComponent("pictures/scene.png"))
    #expect(PictureFile.isPicture(png.prefix(PictureFile.longestSignature), name: "x"))
  }

}
