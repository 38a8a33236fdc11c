import CNNFiles
import CNNIR
import CNNPictures
import CNNTestSupport
import Foundation
import Testing

/// Pictures on their way into a network, against torchvision's transforms, to the bit.
struct PreparationTests {

  private func bytes(_ tensor: Tensor) -> [UInt8] {
    tensor.elements.flatMap { (element) in
      withUnsafeBytes(of: element.bitPattern.littleEndian) { Array($0) }
    }
  }

  @Test(arguments: PreparationCase.all)
  func `a picture is prepared as torchvision does it`(_ expected: PreparationCase) throws {
    let input = try expected.input()
    let tensor = try expected.picture.tensor(for: input.type, input.preprocessing)
    #expect(tensor.shape == Shape([1] + expected.shape))
    let bytes = bytes(tensor)
    if let output = expected.output { #expect(bytes == Array(output)) }
    #expect(Checksum.crc32(bytes) == expected.crc32)
  }

  private func fault(
    _ picture: Picture, _ steps: [PictureStep], _ extents: Int...
  ) -> String? {
    let type = TensorType(Shape([1] + extents))
    return #expect(throws: PictureFault.self) {
      try picture.tensor(for: type, Preprocessing(steps))
    }?.message
  }

  @Test func `a picture of another size than the input's`() {
    let picture = Picture(height: 4, width: 6, channels: 1, samples: Array(repeating: 1, count: 24))
    #expect(
      #expect(throws: PictureFault.self) {
        try picture.tensor(for: TensorType(Shape(1, 3, 6, 4)), nil)
      }?.message
        == "the picture is 3x4x6, and the input needs 3x6x4 (channels x height x width)")
    #expect(
      fault(picture, [.resize([3], .bilinear)], 1, 4, 6)
        == "the picture is 1x3x4 after 'preprocess', and the input needs 1x4x6 "
        + "(channels x height x width)")
  }

  /// Sizes that a text may ask for, but no memory should be taken for.
  @Test(arguments: [
    [PictureStep.resize([Int(Int32.max)], .bilinear)],
    [.resize([100_000, 100_000], .bicubic)],
    [.centerCrop(height: Int(Int32.max), width: Int(Int32.max))],
    // The rows in between would have 10,000 times 100,000 pixels.
    [.centerCrop(height: 10_000, width: 1), .resize([1, 100_000], .bilinear)],
  ])
  func `too many pixels`(_ steps: [PictureStep]) {
    let picture = Picture(height: 1, width: 2, channels: 1, samples: [1, 2])
    #expect(fault(picture, steps, 1, 8, 8)?.contains("are too many") == true)
  }

}
