import CNNFiles
import CNNTestSupport
import Foundation
import Testing

/// `cnnc compile --all` and `--check`: what the build plugin and a CI run.
struct AllNetworksTests {

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let family = """
    network Family(width, classes = 2) { input(1, 2, 2); conv(width, kernel: 2); flatten; linear(classes) }
    network Narrow = Family(1)
    network Wide = Family(3)

    """

  private func write(_ text: String, _ name: String = "net.arch") throws -> String {
    try folder.file(Array(text.utf8), name)
  }

  /// Writes a file of zeros for the weights of a network.
  private func writeWeights(of network: String, to name: String) throws {
    let zeros: [(String, [Int])] =
      network == "Narrow"
      ? [("0.weight", [1, 1, 2, 2]), ("0.bias", [1]), ("2.weight", [2, 1]), ("2.bias", [2])]
      : [("0.weight", [3, 1, 2, 2]), ("0.bias", [3]), ("2.weight", [2, 3]), ("2.bias", [2])]
    var entries: [String] = []
    var end = 0
    for (tensor, shape) in zeros {
      let start = end
      end += shape.reduce(4, *)
      entries.append("\"\(tensor)\":" + SafetensorsBytes.entry("F32", shape, [start, end]))
    }
    let header = "{\(entries.joined(separator: ","))}"
    let zeroBytes = [UInt8](repeating: 0, count: end)
    _ = try folder.file(SafetensorsBytes.file(header, zeroBytes), name)
  }

  private func compile(_ arch: String, _ options: String...) throws -> Tool.Result {
    try Tool.run(["compile", arch, "--all", "-o", folder.path("net.swift")] + options)
  }

  private func source() throws -> String {
    try String(contentsOfFile: folder.path("net.swift"), encoding: .utf8)
  }

  @Test func writesAllThatNeedNoArguments() throws {
    let result = try compile(try write(Self.family))
    #expect(result.status == 0)
    #expect(result.errors == "")
    let text = try source()
    #expect(
      text.matches(of: /public struct (\w+)/).map { String($0.1) } == [
        "Narrow", "WeightError", "Wide", "WeightError",
      ])
    #expect(text.matches(of: /Made by cnnc from net.arch/).count == 1)
    #expect(!text.contains("struct Family"))
  }

  @Test(arguments: ["", "block Unit { relu }\n", "network A(n) { input(n); relu }\n"])
  func aFileWithoutNetworksBecomesAComment(text: String) throws {
    let result = try compile(try write(text))
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(
      try source()
        == "// Made by cnnc from net.arch, which has no network that needs no arguments.\n")
  }

  @Test func settingsOfTheFileCount() throws {
    _ = try compile(try write("emit { access: package }\n" + Self.family))
    let text = try source()
    #expect(text.contains("package struct Narrow"))
    #expect(text.contains("  package init("))
    #expect(!text.contains("public "))
    _ = try compile(try write("emit { access: internal }\n" + Self.family))
    #expect(try source().contains("\nstruct Narrow"))
    #expect(!(try source().contains("public ")))
  }

  @Test func weightsBesideTheFile() throws {
    let arch = try write(Self.family)
    try writeWeights(of: "Wide", to: "net.safetensors")
    try writeWeights(of: "Narrow", to: "net.Narrow.safetensors")
    #expect(try compile(arch).errors == "")
    #expect(try source().matches(of: /public init\(\)/).count == 2)

    _ = try write("emit { weights: file }\n" + Self.family)
    #expect(try compile(arch).errors == "")
    #expect(try source().matches(of: /public init\(weightsAt path: String\)/).count == 2)
    for name in ["net.weights.safetensors", "net.Narrow.weights.safetensors"] {
      #expect(FileManager.default.fileExists(atPath: folder.path(name)), "\(name)")
    }
  }

  @Test func weightsOfNoNetwork() throws {
    let arch = try write(Self.family)
    _ = try folder.file([1], "net.Other.safetensors")
    let result = try compile(arch)
    #expect(result.status == 1)
    #expect(result.errors.contains("these weights are for a network 'Other'"))
    #expect(result.errors.contains("'Narrow', 'Wide'"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("net.swift")))
  }

  @Test func mistakesLeaveTheFileAlone() throws {
    let arch = try write(Self.family)
    _ = try compile(arch)
    let before = try source()
    _ = try write(Self.family.replacing("flatten", with: "flaten"))
    let result = try compile(arch)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("\(arch):1:"))
    #expect(try source() == before)
  }

  @Test func whatStaysTheSameIsNotWrittenAgain() throws {
    let arch = try write("emit { weights: file }\n" + Self.family)
    try writeWeights(of: "Wide", to: "net.safetensors")
    _ = try compile(arch)
    let paths = ["net.swift", "net.weights.safetensors"].map(folder.path)
    let past = Date(timeIntervalSince1970: 1_000_000)
    for path in paths {
      try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: path)
    }
    #expect(try compile(arch).status == 0)
    for path in paths {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.modificationDate] as? Date == past)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")).count == 4)
  }

  @Test func checkSaysWhatIsStale() throws {
    let arch = try write("emit { weights: file }\n" + Self.family)
    try writeWeights(of: "Wide", to: "net.safetensors")
    let path = folder.path("net.swift")
    let missing = try compile(arch, "--check")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("\(path): not what cnnc writes"))
    #expect(missing.errors.contains("net.weights.safetensors: not what cnnc writes"))
    #expect(!FileManager.default.fileExists(atPath: path))

    _ = try compile(arch)
    let fresh = try compile(arch, "--check")
    #expect(fresh.status == 0)
    #expect(fresh.errors == "")
    _ = try folder.file(Array("\(try source())\n".utf8), "net.swift")
    let stale = try compile(arch, "--check")
    #expect(stale.status == 2)
    #expect(stale.errors.split(separator: "\n").count == 1)
  }

  @Test func checkOfOneNetwork() throws {
    let arch = try write(Self.family)
    let words = ["compile", arch, "--network", "Narrow", "-o", folder.path("one.swift")]
    #expect(try Tool.run(words + ["--check"]).status == 2)
    #expect(try Tool.run(words).status == 0)
    #expect(try Tool.run(words + ["--check"]).status == 0)
    #expect(try Tool.run(words + ["--check", "--weights", "seed:1"]).status == 2)
  }

  @Test(arguments: [
    (["--all"], "--all writes a file, and weights beside it: give -o FILE.swift"),
    (["--all", "-o", "x.swift", "--set", "a=1"], "--all writes all networks as the file says"),
    (["--all", "-o", "x.swift", "--weights", "seed:1"], "--weights is for one"),
    (["--check"], "--check compares the file that -o names"),
    (["--emit", "ir", "--check"], "--check is for --emit swift, not for --emit ir"),
    (
      ["--emit", "svg", "--weights", "seed:1"],
      "--weights is for --emit swift and program, not for --emit svg"
    ),
    (["--emit", "ir", "--depth", "1"], "--depth is for --emit svg and dot, not for --emit ir"),
  ])
  func wordsThatMakeNoSense(words: [String], message: String) throws {
    let result = try Tool.run(["compile", "specs/lenet5_lecture.arch"] + words)
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
  }

}
