import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Every rule that an `.arch` text can break has a case that breaks it.
///
/// The rules are found in the sources: the codes of diagnostics and the constraints of ops.
struct DiagnosticCoverageTests {

  /// Codes that no small text can provoke, each with the reason.
  private static let exceptions = [
    "wrong-parameters": "the parameters of .arch layers always fit; those of .ir text may not",
    "wrong-type": "only the passes and .ir text add as a layer stores",
    "too-many-nodes": "a million layers take seconds; the robustness tests build them",
    "flatten.c1": "every value has a batch",
    "linear.c1": hasChannels, "softmax.c1": hasChannels, "batchNorm.c1": hasChannels,
    "concat.c1": hasChannels, "layerNorm.c1": hasChannels, "lrn.c1": hasChannels,
    "prelu.c1": hasChannels, "scale.c1": hasChannels, "slice.c1": hasChannels,
    "logSoftmax.c1": hasChannels, "l2Norm.c1": hasChannels, "normalize.c1": hasChannels,
    "argmax.c1": hasChannels, "clip.c2": "an .arch text cannot write a NaN",
  ]

  private static let hasChannels = "every value has an axis besides the batch"

  /// The constraints that helpers raise in the name of the op that calls them.
  private static let sharedConstraints = [
    "conv.c0", "conv.c1", "maxPool.c0", "maxPool.c1", "maxPool.c2", "maxPool.c3", "avgPool.c0",
    "avgPool.c1", "avgPool.c2", "avgPool.c3", "globalAvgPool.c0", "globalMaxPool.c0",
    "adaptiveAvgPool.c0", "convTranspose.c0", "crop.c0", "resize.c0", "groupNorm.c2", "add.c1",
    "mul.c1", "mean.c1", "max.c1", "min.c1", "sub.c1", "div.c1", "pad.c0", "pad.c1",
    "lpPool.c0", "lpPool.c1", "globalLpPool.c0", "adaptiveMaxPool.c0",
  ]

  @Test func `every code has a case`() throws {
    let shown = Set(DiagnosticCaseTests.outcomes.values.flatMap { $0.elements.map(\.code) })
    let codes = try Self.codesInSources()
    #expect(codes.count > 80, "the codes are no longer found in the sources")
    let missing = codes.subtracting(shown).subtracting(Self.exceptions.keys)
    #expect(missing.isEmpty, "no case in specs/errors shows \(missing.sorted())")
  }

  @Test func `no exception is needless`() throws {
    let codes = try Self.codesInSources()
    let stale = Set(Self.exceptions.keys).subtracting(codes)
    #expect(stale.isEmpty, "\(stale.sorted()) are no codes any more")
  }

  /// The codes in the modules that read `.arch` text and in the rules of ops.
  private static func codesInSources() throws -> Set<String> {
    var codes = Set(sharedConstraints)
    for module in ["CNNSyntax", "CNNLowering"] {
      try collect(/(?:\.error|\.warning|severity), *"([a-z0-9-]+)"/, in: module, into: &codes)
      try collect(/Code = "([a-z0-9-]+)"/, in: module, into: &codes)
    }
    for module in ["CNNIR", "CNNOps", "CNNLowering"] {
      try collect(/OpFault\(\s*\.\w+(?:\([^)]*\))?,\s*"([A-Za-z0-9.-]+)"/, in: module, into: &codes)
      try collect(/"([A-Za-z0-9]+\.c[0-9]+)"/, in: module, into: &codes)
    }
    return codes
  }

  private static func collect(
    _ pattern: Regex<(Substring, Substring)>, in module: String, into codes: inout Set<String>
  ) throws {
    let folder = TestFolder.named("../../Sources/\(module)").standardizedFileURL
    for url in TestFolder.files(in: folder, suffix: "swift") {
      // The reader of IR text has codes of its own.
      if module == "CNNIR", url.lastPathComponent.hasPrefix("GraphReader") { continue }
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: pattern) { codes.insert(String(match.1)) }
    }
  }

}
