import CNNFiles
import CNNIR
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// `cnnc weights`, and weights files in `cnnc run`.
struct WeightsCommandTests {

  private static let network = "specs/lenet5_classic.arch"
  private static let file = "Tests/Fixtures/lenet5_classic.safetensors"

  /// The path of a file with the tensors of LeNet-5 under the names that `rename` gives; it leaves out
  /// a tensor by giving none.
  private func renamed(
    _ folder: TemporaryFolder, _ rename: (String) -> String?
  ) throws -> String {
    let file = try SafetensorsFile(Tool.root.appendingPathComponent(Self.file).path)
    var tensors: [(name: String, shape: Shape)] = []
    var indices: [Int] = []
    for (index, tensor) in file.tensors.enumerated() {
      guard let name = rename(tensor.name) else { continue }
      tensors.append((name, tensor.shape))
      indices.append(index)
    }
    let path = folder.path("w.safetensors")
    try SafetensorsFile.write(tensors, to: path) { (index) throws(Diagnostic) in
      try file.floats(at: indices[index])
    }
    return path
  }

  @Test func `all is there`() throws {
    let result = try Tool.run(["weights", Self.network, "--weights", Self.file])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let start = """
      Tensor     Status   Needed      In the file
      ---------  -------  ----------  --------------
      0.weight   present  [6x1x5x5]   F32 [6x1x5x5]
      0.bias     present  [6]         F32 [6]
      3.weight   present  [16x6x5x5]  F32 [16x6x5x5]

      """
    #expect(result.output.hasPrefix(start), "\(result.output)")
    #expect(result.output.hasSuffix("\n\n10 present\n"))
  }

  @Test func `all that is wrong in one list`() throws {
    let folder = try TemporaryFolder()
    let path = try renamed(folder) { (name) in
      switch name {
      case "0.weight": "0.wieght"
      case "3.bias": nil
      case "7.weight": "9.weight"
      case "9.weight": "7.weight"
      default: name
      }
    }
    let result = try Tool.run(["weights", Self.network, "--weights", path])
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains("0.weight missing [6x1x5x5] did you mean '0.wieght'?"))
    #expect(lines.contains("3.bias missing [16]"))
    #expect(lines.contains("7.weight wrong shape [120x400] F32 [84x120]"))
    #expect(lines.contains("0.wieght surplus F32 [6x1x5x5]"))
    #expect(lines.last == "6 present, 2 missing, 2 wrong shape, 1 surplus")
    let message = "4 of the 10 tensors that the network needs are missing or wrong"
    #expect(result.errors == "\(path): error: \(message) [incomplete-weights]\n")
  }

  @Test func `renamed, written and run`() throws {
    let folder = try TemporaryFolder()
    let path = try renamed(folder) { "module.layer\($0)" }
    let rules = ["--rename", "module.{path} -> {path}", "--rename", "layer{i} -> {i}"]
    let written = folder.path("written.safetensors")
    let result = try Tool.run(
      ["weights", Self.network, "--weights", path, "-o", written] + rules)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("as module.layer0.weight\n"))
    let original = Tool.root.appendingPathComponent(Self.file).path
    #expect(try InputFile.contents(of: written) == InputFile.contents(of: original))

    let run = ["run", Self.network, "--input", "seed:2", "--weights"]
    let expected = try Tool.run(run + [Self.file])
    #expect(try Tool.run(run + [path] + rules).output == expected.output)
    let failed = try Tool.run(run + [path])
    #expect(failed.status == 1)
    #expect(failed.errors.contains("these are the weights of another network"))
  }

  @Test func `nothing is written when something is missing`() throws {
    let folder = try TemporaryFolder()
    let path = try renamed(folder) { $0 == "3.bias" ? nil : $0 }
    let written = folder.path("written.safetensors")
    let result = try Tool.run(["weights", Self.network, "--weights", path, "-o", written])
    #expect(result.status == 1)
    #expect(!FileManager.default.fileExists(atPath: written))
  }

  @Test func `the list for programs`() throws {
    let folder = try TemporaryFolder()
    let path = try renamed(folder) { $0 == "0.weight" ? "0.wieght" : $0 }
    let result = try Tool.run(
      ["weights", Self.network, "--weights", path, "--format", "json"])
    #expect(result.status == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["schema"] as? Int == 1)
    #expect(object["complete"] as? Bool == false)
    let counts = try #require(object["counts"] as? [String: Int])
    #expect(
      counts == [
        "present": 9, "missing": 1, "surplus": 1, "wrongShape": 0, "wrongType": 0, "skipped": 0,
      ])
    let tensors = try #require(object["tensors"] as? [[String: Any]])
    let missing = try #require(tensors.first { $0["status"] as? String == "missing" })
    #expect(missing["nearest"] as? String == "0.wieght")
    #expect(missing["shape"] as? [Int] == [6, 1, 5, 5])
  }

  @Test(arguments: [
    (["weights", network, "--weights", file, "-o", "-"], "-o needs a file's name"),
    (["weights", network, "--weights", file, "-o", file], "the result would be written over"),
    (["weights", network, "--weights", file, "-o", "w.npz"], "-o writes a file whose name"),
    (["weights", network], "a file of weights is needed: --weights FILE.safetensors"),
    (["weights", network, "--weights", "seed:1"], "'seed:1' makes what a network needs"),
    (
      ["weights", network, "--weights", file, "--rename", "a"],
      "--rename 'a': a rule is written 'OLD -> NEW', such as 'norm.{i} -> norm{i}'"
    ),
    (
      ["run", network, "--weights", file, "--input", "seed:1", "--rename", "a -> {b}"],
      "--rename 'a -> {b}': {b} does not stand in 'a'"
    ),
  ])
  func `wrong usage`(_ arguments: [String], _ message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `a file that is cut off`() throws {
    let folder = try TemporaryFolder()
    let original = Tool.root.appendingPathComponent(Self.file).path
    let path = try folder.file(Array(try InputFile.contents(of: original).dropLast(5)))
    for command in [["weights", Self.network], ["run", Self.network, "--input", "seed:1"]] {
      let result = try Tool.run(command + ["--weights", path])
      #expect(result.status == 1)
      #expect(
        result.errors
          == "\(path): error: the tensors take 246824 bytes of 246819 behind the header "
          + "[invalid-safetensors]\n")
    }
  }

}
