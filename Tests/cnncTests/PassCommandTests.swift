import CNNTestSupport
import Foundation
import Testing

/// `cnnc opt` and the options about passes.
struct PassCommandTests {

  private static let text = """
    graph g(%x: f32[1x3x8x8]) {
      %c = conv %x {filters = 4, kernel = 3, bias = false} : f32[1x4x6x6]
      %n = batchNorm %c : f32[1x4x6x6]
      %r = relu %n : f32[1x4x6x6]
      return %r
    }

    """

  private func opt(_ words: String...) throws -> Tool.Result {
    try Tool.run(["opt", "-"] + words, input: Self.text)
  }

  private func mnemonics(_ text: String) -> [String] {
    text.matches(of: /%\w+ = (\w+)/).map { String($0.1) }
  }

  @Test func onePassRunsAlone() throws {
    let result = try opt("--passes", "fold-batch-norm")
    #expect(result.status == 0, "\(result.errors)")
    #expect(mnemonics(result.output) == ["conv", "relu"])
    #expect(result.output.contains("with weight = multiply("))
  }

  @Test func passesRunInTheOrderOfTheList() throws {
    let first = try opt("--passes", "fuse-activation,fold-batch-norm")
    #expect(mnemonics(first.output) == ["conv", "batchNorm"])
    let second = try opt("--passes", "fold-batch-norm, fuse-activation")
    #expect(mnemonics(second.output) == ["conv"])
  }

  @Test func withoutAListTheOptimisationRuns() throws {
    let result = try opt()
    let compiled = try Tool.run(["compile", "-", "--emit", "ir"], input: Self.text)
    #expect(result.output.hasPrefix(compiled.output))
    let total = "// total: 116 parameters, 8 in buffers, 3888 multiply-adds"
    #expect(result.output.contains("\n\(total)\n"))
    #expect(result.output.contains("\n// %c: from 0\n"))
    // What analyses found out stands in comments, so that it can be read again.
    #expect(try Tool.run(["opt", "-"], input: result.output).output == result.output)
  }

  @Test func passesCanBeLeftOut() throws {
    #expect(
      try mnemonics(opt("--disable", "fold-batch-norm").output) == ["conv", "batchNorm"])
    #expect(
      try mnemonics(opt("--disable", "fold-batch-norm", "--disable", "fuse-activation").output)
        == ["conv", "batchNorm", "relu"])
    #expect(try mnemonics(opt("--stop-after", "0").output) == ["conv", "batchNorm", "relu"])
    let folded = ["--passes", "fold-batch-norm,fuse-activation", "--stop-after", "1"]
    let result = try Tool.run(["opt", "-"] + folded, input: Self.text)
    #expect(mnemonics(result.output) == ["conv", "relu"])
  }

  @Test(arguments: [
    (["compile", "--emit", "ir"], "= batchNorm"),
    (["bench", "--runs", "1", "--per-layer"], "batchNorm"),
    (["run", "--weights", "seed:1", "--input", "seed:2"], "r: 4x6x6"),
  ])
  func otherCommandsLeavePassesOutToo(words: [String], sign: String) throws {
    let options = ["-", "--disable=fold-batch-norm", "--stop-after", "20"]
    let text = Self.text.replacingOccurrences(of: "return %r", with: "return r: %r")
    let result = try Tool.run(words + options, input: text)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(sign), "\(result.output)")
  }

  @Test func graphsArePrintedAroundPasses() throws {
    let result = try opt("--print-before", "fold-batch-norm", "--print-after=fold-batch-norm")
    let parts = result.errors.components(separatedBy: "// after fold-batch-norm\n")
    #expect(parts.count == 2)
    #expect(parts[0] == "// before fold-batch-norm\n" + Self.text.trimmed)
    #expect(mnemonics(parts[1]) == ["conv", "relu"])
    let all = try Tool.run(["compile", "-", "--print-after", "all"], input: Self.text)
    let names = all.errors.matches(of: /\/\/ after ([a-z-]+)/).map { String($0.1) }
    let listed = try Tool.run(["passes"]).output.components(separatedBy: "\n\n")[0]
    #expect(names == listed.matches(of: #/(?m)^  ([a-z-]+) /#).map { String($0.1) })
  }

  @Test func passesAreTimed() throws {
    let lines = try opt("--passes", "infer-shapes,count-costs", "--time-passes").errors
      .split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains(/^  infer-shapes  \d+\.\d{3} ms$/))
    #expect(lines[2].hasPrefix("  verification  "))
  }

  @Test func remarksAreMade() throws {
    let text = Self.text.replacingOccurrences(of: "return %r", with: "return r: %r, c: %c")
    let words = ["opt", "-", "--passes", "fold-batch-norm", "--remarks"]
    let result = try Tool.run(words, input: text)
    #expect(result.errors.contains("note: 'n' is not folded into 'c': the value in between is an"))
    #expect(try Tool.run(words + ["--quiet"], input: text).errors == "")
  }

  @Test(arguments: [
    (
      ["--passes", "fold-batchnorm"],
      "--passes: there is no pass 'fold-batchnorm'; did you mean 'fold-batch-norm'?"
    ),
    (["--passes", "fold-batch-norm,"], "--passes: there is no pass ''"),
    (["--disable", "fuse-activations"], "did you mean 'fuse-activation'?"),
    (["--disable", "plan-memory"], "not 'plan-memory'"),
    (["--print-before", "al"], "did you mean 'all'?"),
    (["--print-after", "infer-shape"], "did you mean 'infer-shapes'?"),
    (
      ["--disable", "fold-pad", "--print-after", "fold-pad"],
      "--print-after names fold-pad, which does not run here"
    ),
    (
      ["--stop-after", "1", "--print-before", "fold-pad"],
      "--print-before names fold-pad, which does not run here"
    ),
    (["--stop-after", "-1"], "--stop-after is a whole number from 0 to 1000, not '-1'"),
  ])
  func aWrongNameIsSaid(words: [String], message: String) throws {
    let result = try Tool.run(["opt", "-"] + words, input: Self.text)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func passesAreDescribed() throws {
    let documentation = try String(
      contentsOf: Tool.root.appendingPathComponent("Docs/passes.md"), encoding: .utf8)
    #expect(try Tool.run(["passes", "--markdown"]).output == documentation)
    let section = try Tool.run(["passes", "fold-batch-norm"]).output
    #expect(section.hasPrefix("## fold-batch-norm\n") && documentation.contains(section))
    let listed = try Tool.run(["passes"]).output
    for pass in documentation.matches(of: /\n## ([a-z-]+)\n/) {
      #expect(listed.contains("  \(pass.1) "), "\(pass.1)")
    }
    #expect(listed.contains(/\n  remove-identities before fold-batch-norm +a dropout between/))
    #expect(try Tool.run(["passes", "--markdown", "fold-pad"]).status == 64)
    let wrong = try Tool.run(["passes", "fold-bach-norm"])
    #expect(wrong.status == 1)
    #expect(wrong.errors.contains("did you mean 'fold-batch-norm'? [unknown-pass]"))
  }

}

extension String {
  /// The text without the empty line at its end.
  fileprivate var trimmed: String { trimmingCharacters(in: .newlines) + "\n" }
}
