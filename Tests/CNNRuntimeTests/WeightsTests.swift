import CNNIR
import CNNRuntime
import CNNSource
import Testing

/// What is said about tensors that are missing, wrong or too many.
struct WeightsTests {

  private static let parameters = [
    NamedTensor(name: "conv.weight", shape: Shape(1, 2), role: .weight),
    NamedTensor(name: "conv.bias", shape: Shape(1), role: .bias),
  ]

  /// The tensors and the rendered diagnostics from a file with the tensors that `entries` list.
  private func load(
    _ entries: [(name: String, dtype: String, shape: [Int], size: Int)]
  ) throws -> (tensors: [String: Tensor], messages: [String]) {
    var end = 0
    let fields = entries.map { (entry) in
      defer { end += entry.size }
      let text = SafetensorsBytes.entry(entry.dtype, entry.shape, [end, end + entry.size])
      return "\"\(entry.name)\":\(text)"
    }
    let header = "{\(fields.joined(separator: ","))}"
    let folder = try TemporaryFolder()
    let data = (0..<end).map { UInt8($0 % 4 == 3 ? 0x3F : 0) }
    let path = try folder.file(SafetensorsBytes.file(header, data))
    let file = try SafetensorsFile(path)
    let (tensors, diagnostics) = Weights.file(file, path: "w").load(Self.parameters)
    return (tensors, diagnostics.elements.map(DiagnosticRenderer().render))
  }

  @Test func `everything is there`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4),
    ])
    #expect(messages.isEmpty)
    #expect(tensors["conv.weight"] == Tensor(Shape(1, 2), [0.5, 0.5]))
    #expect(tensors["conv.bias"] == Tensor(Shape(1), [0.5]))
  }

  @Test func `half precision is read too`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "BF16", [1, 2], 4), ("conv.bias", "F16", [1], 2),
    ])
    #expect(messages.isEmpty)
    #expect(tensors["conv.weight"]?.elements == [0, 0.5])
  }

  @Test func `all that is wrong is said at once`() throws {
    let (tensors, messages) = try load([
      ("conv.weight", "F32", [2, 1], 8), ("conv.bias", "F64", [1], 8), ("other", "F32", [1], 4),
      ("bn.num_batches_tracked", "I64", [], 8),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: 'conv.weight' has the shape [2x1]; the network needs [1x2] [wrong-weight-shape]\n",
        "w: error: 'conv.bias' is of type F64; the network needs F32, F16 or BF16 "
          + "[wrong-weight-type]\n",
        "w: warning: the network has no parameter 'other' [surplus-weight]\n",
      ])
  }

  @Test func `a missing tensor has a near one of its shape suggested`() throws {
    let (tensors, messages) = try load([
      ("conv1.weight", "F32", [1, 2], 8), ("conv1.bias", "F32", [1, 1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages.prefix(2) == [
        "w: error: there is no tensor 'conv.weight' of shape [1x2] [missing-weight]\n"
          + "  note: did you mean 'conv1.weight'?\n",
        "w: error: there is no tensor 'conv.bias' of shape [1] [missing-weight]\n",
      ])
    #expect(messages.count == 4)
  }

  @Test func `seeded weights are always there`() {
    let seeded = Weights.seeded(SeededTensors(seed: 5))
    let (tensors, diagnostics) = seeded.load(Self.parameters)
    #expect(diagnostics.elements.isEmpty)
    #expect(Set(tensors.keys) == ["conv.weight", "conv.bias"])
  }

}
