import CNNIR
import CNNPictures
import CNNSource
import CNNTestSupport
import Foundation

/// A file and the samples that Pillow finds in it, from `pictures.json`.
struct PictureCase: Decodable, Sendable, CustomStringConvertible {

  let name: String
  let file: Data
  let height: Int
  let width: Int
  let gray: Data
  let rgb: Data

  var description: String { name }

  static let all: [PictureCase] = cases("pictures.json")

  static func named(_ name: String) -> [UInt8] {
    guard let found = all.first(where: { $0.name == name }) else {
      preconditionFailure("there is no case '\(name)'")
    }
    return Array(found.file)
  }

}

/// Steps and what torchvision makes of a picture with them, from `preparations.json`.
struct PreparationCase: Decodable, Sendable, CustomStringConvertible {

  let height: Int
  let width: Int
  /// Red, green and blue of each pixel; none of a picture that is made by the formula of `ramps`.
  let pixels: Data?
  /// The steps as IR text.
  let steps: String
  /// Channels, rows and columns.
  let shape: [Int]
  /// Little-endian floats; none when there are many.
  let output: Data?
  /// The checksum of the output's bytes.
  let crc32: UInt32

  var description: String { "\(height)x\(width) to \(shape): \(steps)" }

  static let all: [PreparationCase] = cases("preparations.json")

  var picture: Picture {
    Picture(
      height: height, width: width, channels: 3, samples: pixels.map(Array.init) ?? ramps)
  }

  private var ramps: [UInt8] {
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          samples.append(UInt8(truncatingIfNeeded: 7 * y + 3 * x + 50 * c + x * y / 16))
        }
      }
    }
    return samples
  }

  /// The input of the network, with the steps.
  func input() throws -> Graph.Input {
    let extents = shape.map(String.init).joined(separator: "x")
    let line = steps.isEmpty ? "" : "preprocess %input \(steps)"
    let text = "graph G(%input: f32[1x\(extents)]) {\n\(line)\nreturn %input\n}"
    let (graph, diagnostics) = GraphReader.read(
      SourceFile(name: "case.ir", text: text), OpTable([]))
    guard let graph else { throw diagnostics }
    return graph.inputs[0]
  }

}

private struct CaseFile<Case: Decodable>: Decodable {
  let cases: [Case]
}

private func cases<Case: Decodable>(_ file: String) -> [Case] {
  do {
    let data = try Data(contentsOf: TestFolder.fixtures.appendingPathComponent(file))
    return try JSONDecoder().decode(CaseFile<Case>.self, from: data).cases
  } catch {
    preconditionFailure("\(file): \(error)")
  }
}
