import Foundation

/// A reference network, from `Tests/Oracles`.
struct Oracle: Decodable, Sendable, CustomStringConvertible {

  struct Layer: Decodable, Sendable, Hashable {
    var name: String
    /// The output's extents without the batch.
    var output: [Int]
    var parameters: Int
    var macs: Int

    private enum CodingKeys: String, CodingKey {
      case name
      case output = "out"
      case parameters = "params"
      case macs
    }

    init(name: String, output: [Int], parameters: Int, macs: Int) {
      (self.name, self.output, self.parameters, self.macs) = (name, output, parameters, macs)
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      output = Array(try container.decode([Int].self, forKey: .output).dropFirst())
      parameters = try container.decode(Int.self, forKey: .parameters)
      macs = try container.decode(Int.self, forKey: .macs)
    }
  }

  struct Tensor: Decodable, Sendable, Hashable {
    var name: String
    var shape: [Int]

    init(name: String, shape: [Int]) { (self.name, self.shape) = (name, shape) }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      name = try container.decode(String.self)
      shape = try container.decode([Int].self)
    }
  }

  private(set) var name = ""
  let source: String
  let input: [Int]
  let outputs: [[Int]]
  let parameters: Int
  /// `nil` where the source does not say.
  let buffers: Int?
  let macs: Int
  let layers: [Layer]
  let tensors: [Tensor]

  private enum CodingKeys: CodingKey {
    case source
    case input
    case outputs
    case parameters
    case buffers
    case macs
    case layers
    case tensors
  }

  var description: String { name }

  /// Whether the names are those of a `state_dict` that people load. Networks from pytorchcv, from
  /// prototxts and from papers have names that follow no convention of ours.
  var hasPublicNames: Bool {
    ["torchvision", "timm", "public repository"].contains { source.hasPrefix($0) }
  }

  /// All oracles, by name.
  static let all: [Oracle] = {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Oracles")
    do {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      return try files.filter { $0.hasSuffix(".json") }.map { (file) in
        let data = try Data(contentsOf: folder.appendingPathComponent(file))
        var oracle = try JSONDecoder().decode(Oracle.self, from: data)
        oracle.name = String(file.dropLast(".json".count))
        return oracle
      }
    } catch {
      preconditionFailure("the oracles cannot be read: \(error)")
    }
  }()

}
