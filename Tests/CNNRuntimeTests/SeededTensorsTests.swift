import CNNFiles
import CNNIR
import CNNTestSupport
import Foundation
import Testing

@testable import CNNRuntime

/// The `seed:N` rule against numbers that other programs made.
struct SeededTensorsTests {

  private func path(_ name: String) -> String {
    TestFolder.fixtures.appendingPathComponent(name).path
  }

  @Test func `the hash is FNV-1a`() {
    // From the test vectors of draft-eastlake-fnv.
    #expect(SeededTensors.hash("") == 0xCBF2_9CE4_8422_2325)
    #expect(SeededTensors.hash("a") == 0xAF63_DC4C_8601_EC8C)
    #expect(SeededTensors.hash("foobar") == 0x8594_4171_F739_67E8)
  }

  @Test func `the generator is SplitMix64`() {
    // The first outputs of the reference implementation from the state 0.
    let step: UInt64 = 0x9E37_79B9_7F4A_7C15
    #expect(SeededTensors.splitmix(0) == 0xE220_A839_7B1D_CDAF)
    #expect(SeededTensors.splitmix(step) == 0x6E78_9E6A_A1B9_65F4)
    #expect(SeededTensors.splitmix(2 &* step) == 0x06C4_5D18_8009_454F)
  }

  @Test func `every tensor of LeNet-5 is PyTorch's, bit for bit`() throws {
    let file = try SafetensorsFile(path("lenet5_classic.safetensors"))
    #expect(file.tensors.count == 10)
    for (index, stored) in file.tensors.enumerated() {
      let (name, shape) = (stored.name, stored.shape)
      let role: ParameterRole = name.hasSuffix("weight") ? .weight : .bias
      let tensor = SeededTensors(seed: 1).tensor(NamedTensor(name: name, shape: shape, role: role))
      #expect(
        try tensor.elements.map(\.bitPattern) == file.floats(at: index).map(\.bitPattern), "\(name)"
      )
    }
  }

  @Test func `the input of LeNet-5 is PyTorch's, bit for bit`() throws {
    let input = try NumpyFile.read(path("lenet5_classic_input.npy"))
    let seeded = SeededTensors(seed: 2).input("input", input.shape)
    #expect(seeded.elements.map(\.bitPattern) == input.elements.map(\.bitPattern))
  }

  /// Four elements of a role, made by `Tests/Fixtures/seeded.py`.
  @Test(
    arguments: [
      (.weight, [0xBF5B_4242, 0x3FD6_4F64, 0xBF9C_0C95, 0xBFBA_886E]),
      (.transposedWeight, [0xBF5B_4242, 0x3FD6_4F64, 0xBF9C_0C95, 0xBFBA_886E]),
      (.bias, [0xBD4A_8AEA, 0x3DC5_F8A2, 0xBD90_26EB, 0xBDAC_4FCF]),
      (.normWeight, [0x3F60_5A4C, 0x3F9E_EED9, 0x3F52_F3D6, 0x3F4A_2710]),
      (.runningMean, [0xBD4A_8AEA, 0x3DC5_F8A2, 0xBD90_26EB, 0xBDAC_4FCF]),
      (.runningVariance, [0x3F60_5A4C, 0x3F9E_EED9, 0x3F52_F3D6, 0x3F4A_2710]),
      (.slope, [0x3E01_692E, 0x3EFB_BB65, 0x3D97_9EB4, 0x3D22_70F8]),
      (.embedding, [0xBEFD_2DA4, 0x3F77_76CA, 0xBF34_30A6, 0xBF57_63C2]),
    ] as [(ParameterRole, [UInt32])])
  func `each role has its range`(_ role: ParameterRole, _ bits: [UInt32]) {
    let tensor = NamedTensor(name: "layer1.0.bn1.weight", shape: Shape(2, 2), role: role)
    #expect(SeededTensors(seed: 42).tensor(tensor).elements.map(\.bitPattern) == bits)
  }

  @Test func `the fan-in of a transposed convolution leaves out its filters`() {
    let tensor = NamedTensor(name: "up.weight", shape: Shape(3, 2, 2), role: .transposedWeight)
    let bits = SeededTensors(seed: 42).tensor(tensor).elements.prefix(4).map(\.bitPattern)
    #expect(bits == [0xBE1D_AC48, 0x3EEA_7FE4, 0xBF78_3D70, 0xBEEF_1518])
  }

  @Test func `a named input has a key of its own`() {
    let bits: [UInt32] = [0x3F56_88B4, 0xBEF1_D148, 0x3EB0_9A0C]
    let image = SeededTensors(seed: 7).input("image", Shape(1, 3))
    #expect(image.elements.map(\.bitPattern) == bits)
    #expect(SeededTensors(seed: 7).input("input", Shape(1, 3)) != image)
  }

  @Test(arguments: [
    ("%e = embedding %x {vocabulary = 10, features = 2}", 10),
    ("%d = dropout %x %e = embedding %d {vocabulary = 10, features = 2}", 10),
    ("%f = flatten %x %d = dropout %f %e = embedding %d {vocabulary = 7, features = 2}", 7),
    (
      "%a = embedding %x {vocabulary = 9, features = 2} "
        + "%b = embedding %x {vocabulary = 5, features = 2} %e = add %a, %b", 5
    ),
    ("%r = relu %x %e = embedding %r {vocabulary = 10, features = 2}", nil),
    ("%e = relu %x", nil),
  ])
  func `tokens are seen through what changes none`(_ nodes: String, _ vocabulary: Int?) throws {
    let graph = try Graph(irText: "graph g(%x: f32[1x6]) { \(nodes) return %e }")
    #expect(graph.vocabulary(of: graph.inputs[0].id) == vocabulary)
    let elements = SeededTensors(seed: 1).inputs(of: graph)[0].elements
    let areTokens = elements.allSatisfy { $0 == $0.rounded() && $0 >= 0 }
    #expect(areTokens == (vocabulary != nil))
    if let vocabulary { #expect(elements.allSatisfy { $0 < Float(vocabulary) }) }
  }

  @Test func `the largest seed and a long tensor stay in range`() {
    let tensor = SeededTensors(seed: .max).tensor(
      NamedTensor(name: "w", shape: Shape(10_000), role: .normWeight))
    #expect(tensor.elements.allSatisfy { (0.75..<1.25).contains($0) })
    let mean = tensor.elements.reduce(0, +) / 10_000
    #expect(abs(mean - 1) < 0.01)
  }

}
