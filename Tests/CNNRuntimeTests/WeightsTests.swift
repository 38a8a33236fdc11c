import CNNFiles
import CNNIR
import CNNRuntime
import CNNSource
import CNNTestSupport
import Testing

/// What is said about tensors that are missing, wrong or too many.
struct WeightsTests {

  private static let parameters = [
    NamedTensor(name: "conv.weight", shape: Shape(1, 2), role: .weight),
    NamedTensor(name: "conv.bias", shape: Shape(1), role: .bias),
  ]

  /// The tensors and the rendered diagnostics from a file with the tensors that `entries` list,
  /// filled with halves.
  private func load(
    _ entries: [(name: String, dtype: String, shape: [Int], size: Int)], _ rules: [String] = [],
    at place: Diagnostic.Place = .commandLine, data: [UInt8]? = nil
  ) throws -> (tensors: [String: Tensor], messages: [String]) {
    var end = 0
    let fields = entries.map { (entry) in
      defer { end += entry.size }
      let text = SafetensorsBytes.entry(entry.dtype, entry.shape, [end, end + entry.size])
      return "\"\(entry.name)\":\(text)"
    }
    let header = "{\(fields.joined(separator: ","))}"
    let folder = try TemporaryFolder()
    let data = data ?? (0..<end).map { UInt8($0 % 4 == 3 ? 0x3F : 0) }
    let path = try folder.file(SafetensorsBytes.file(header, data))
    let renamings = try rules.map { WeightsRenaming(try RenameRule($0), at: place) }
    let weights = Weights.file(try SafetensorsFile(path), rules: renamings)
    let (tensors, diagnostics) = weights.load(Self.parameters)
    let messages = diagnostics.elements.map(DiagnosticRenderer().render)
    return (tensors, messages.map { $0.replacing(path, with: "w") })
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
      ("conv.weight", "F32", [2, 1], 8), ("conv.bias", "C64", [1], 8), ("other", "F32", [1], 4),
      ("bn.num_batches_tracked", "I64", [], 8),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: 'conv.weight' has the shape [2x1]; the network needs [1x2] [wrong-weight-shape]\n",
        "w: error: 'conv.bias' is of type C64, which is not converted to F32 [wrong-weight-type]\n",
        "w: warning: the network has no parameter 'other' [surplus-weight]\n",
      ])
  }

  @Test func `a missing tensor has a near one of its shape suggested`() throws {
    let (tensors, messages) = try load([
      ("conv1.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: there is no tensor 'conv.weight' of shape [1x2] [missing-weight]\n"
          + "  note: did you mean 'conv1.weight'?\n",
        "w: warning: the network has no parameter 'conv1.weight' [surplus-weight]\n",
      ])
  }

  @Test func `the file of another network is one error`() throws {
    let (tensors, messages) = try load([
      ("fc.weight", "F32", [1, 2], 8), ("fc.bias", "F32", [1], 4),
    ])
    #expect(tensors.isEmpty)
    #expect(
      messages == [
        "w: error: these are the weights of another network: of 2 tensors, 'conv.weight' first, "
          + "there is none [missing-weight]\n  note: the file has 2, 'fc.bias' first\n"
      ])
  }

  @Test func `elements that are no finite numbers are a warning`() throws {
    let infinite: [UInt8] = [0, 0, 0x80, 0x7F]
    let (tensors, messages) = try load(
      [("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4)],
      data: [0, 0, 0, 0x3F] + infinite + [0, 0, 0xC0, 0xFF])
    #expect(tensors["conv.weight"]?.elements == [0.5, .infinity])
    #expect(
      messages == [
        "w: warning: 1 of the 2 elements of 'conv.weight' is NaN or infinite, the first at index 1 "
          + "[non-finite-weight]\n",
        "w: warning: 1 of the 1 elements of 'conv.bias' is NaN or infinite, the first at index 0 "
          + "[non-finite-weight]\n",
      ])
  }

  @Test func `rules rename what is in the file, one after the other`() throws {
    let (tensors, messages) = try load(
      [("model.convolution.gamma", "F32", [1, 2], 8), ("model.convolution.beta", "F32", [1], 4)],
      ["model.{path} -> {path}", "gamma -> weight", "beta -> bias", "convolution -> conv"])
    #expect(messages.isEmpty)
    #expect(tensors.count == 2)
  }

  @Test func `a rule on the command line that fits nothing is a warning`() throws {
    let entries = [("conv.weight", "F32", [1, 2], 8), ("conv.bias", "F32", [1], 4)]
    let (tensors, messages) = try load(entries, ["norm.{i} -> norm{i}"])
    #expect(tensors.count == 2)
    #expect(
      messages == [
        "cnnc: warning: no tensor in w has a name like 'norm.{i}' [unused-rename]\n"
      ])
    #expect(try load(entries, ["norm.{i} -> norm{i}"], at: .file("x.arch")).messages.isEmpty)
  }

  @Test func `two tensors that get one name are an error`() throws {
    let (tensors, messages) = try load(
      [("a.conv.weight", "F32", [1, 2], 8), ("b.conv.weight", "F32", [1, 2], 8)],
      ["{name}.conv -> conv"])
    #expect(tensors.isEmpty)
    #expect(
      messages.first
        == "w: error: 'a.conv.weight' and 'b.conv.weight' are both called 'conv.weight' after the "
        + "renaming [ambiguous-rename]\n")
  }

  @Test func `the new names of normalised weights`() throws {
    let shapes = [Shape(2, 1, 1, 1), Shape(2, 3, 1, 1)]
    let parameters = zip(["conv.weight_g", "conv.weight_v"], shapes).map { (name, shape) in
      NamedTensor(name: name, shape: shape, role: .weight)
    }
    let folder = try TemporaryFolder()
    let path = folder.path("w")
    let names = [
      "conv.parametrizations.weight.original0", "conv.parametrizations.weight.original1",
    ]
    try SafetensorsFile.write(Array(zip(names, shapes)), to: path) { (index) in
      Array(repeating: Float(index), count: shapes[index].elementCount)
    }
    let (tensors, diagnostics) = Weights.file(try openTensorFile(path)).load(parameters)
    #expect(diagnostics.elements.isEmpty)
    #expect(tensors["conv.weight_v"]?.elements == [1, 1, 1, 1, 1, 1])
  }

  @Test func `seeded weights are always there`() {
    let seeded = Weights.seeded(SeededTensors(seed: 5))
    let (tensors, diagnostics) = seeded.load(Self.parameters)
    #expect(diagnostics.elements.isEmpty)
    #expect(Set(tensors.keys) == ["conv.weight", "conv.bias"])
  }

}
