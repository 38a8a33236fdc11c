import CNNTestSupport
import Foundation
import Testing

/// The command line: what goes where, and how it ends.
struct CommandLineTests {

  private let classic = "specs/lenet5_classic.arch"

  @Test func readmeShowsTheRealTable() throws {
    let result = try Tool.run(["analyze", "specs/lenet5_lecture.arch"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let readme = try String(
      contentsOf: Tool.root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(readme.contains("```\n\(result.output)```"))
  }

  @Test func settingsReachTheNetwork() throws {
    let result = try Tool.run([
      "analyze", "specs/strawberry.arch", "--set", #"layers=[8, 16, "pool"]"#, "--set=classes=2",
      "--format=csv",
    ])
    #expect(result.status == 0)
    #expect(result.output.contains("5,flatten,2704,"))
    #expect(result.output.contains("6,linear,2,"))
  }

  @Test func standardInputIsANetwork() throws {
    let text = "network A { input(4); linear(2) }"
    let result = try Tool.run(["analyze", "-", "--format", "csv"], input: text)
    #expect(result.status == 0)
    #expect(result.output.contains("0,linear,2,10,0,8,(4 x 2) + 2"))
  }

  @Test func columnsAreChosenByName() throws {
    let all = try Tool.run(["analyze", classic, "--columns", "all", "--format", "csv"])
    #expect(all.status == 0)
    #expect(all.output.hasPrefix("name,op,fused,inputShape,outputShape,kernel,stride,padding,"))
    let more = try Tool.run(["analyze", classic, "--columns", "default,flops", "--width", "60"])
    #expect(more.output.components(separatedBy: "\n")[2].count <= 60)
    let wrong = try Tool.run(["analyze", classic, "--columns", "layer,mac"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("there is no column 'mac'; did you mean 'macs'?"))
    let unicode = try Tool.run(["analyze", classic, "--charset", "unicode", "--depth", "1"])
    #expect(unicode.output.contains("6\u{D7}28\u{D7}28"))
    #expect(unicode.output.contains("6 \u{D7} (1 \u{D7} 5 \u{D7} 5 + 1)"))
  }

  @Test func networksAreCompared() throws {
    let files = ["specs/vgg16.arch", classic, "specs/resnet18.arch"]
    let table = try Tool.run(["analyze"] + files + ["--compare", "--sort", "macs"])
    #expect(table.status == 0, "\(table.errors)")
    let rows = table.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(rows.dropFirst(2) == ["LeNet5Classic", "ResNet18", "VGG16"])
    #expect(try Tool.run(["analyze"] + files).status == 64)
    #expect(try Tool.run(["analyze", classic, "--sort", "macs"]).status == 64)
  }

  @Test func sizesAreRows() throws {
    let text = "network A { input(2, 8, 8); conv(3, kernel: 3, padding: 1); globalAvgPool }"
    let sizes = ["analyze", "-", "--sizes", "8,16x4", "--format", "csv"]
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).arch")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    let result = try Tool.run(sizes.map { $0 == "-" ? file.path : $0 })
    #expect(result.status == 0, "\(result.errors)")
    let rows = result.output.components(separatedBy: "\r\n").dropFirst().map {
      $0.split(separator: ",").prefix(2).map(String.init)
    }
    #expect(rows == [["A", "2x8x8"], ["A", "2x16x4"], []])
    #expect(try Tool.run(["analyze", file.path, "--sizes", "8x8x8"]).status == 1)
    #expect(try Tool.run(["analyze", file.path, "--sizes", "8,0"]).status == 64)
  }

  @Test func budgetsAreGates() throws {
    let within = try Tool.run(["analyze", classic, "--fail-if", "macs > 1M"])
    #expect(within.status == 0)
    let over = try Tool.run(
      ["analyze", classic, "--fail-if", "macs > 400k", "--fail-if=depth >= 5", "-o", "-"])
    #expect(over.status == 2)
    #expect(over.output.hasPrefix("LeNet5Classic, input 1x28x28\n"))
    #expect(
      over.errors == """
        cnnc: error: macs of 'LeNet5Classic' is 416,520: --fail-if 'macs > 400k' [budget-exceeded]
        cnnc: error: depth of 'LeNet5Classic' is 5: --fail-if 'depth >= 5' [budget-exceeded]

        """)
    let wrong = try Tool.run(["analyze", classic, "--fail-if", "mac > 1"])
    #expect(wrong.status == 1)
    #expect(wrong.output == "")
  }

  @Test func networksAreDiffed() throws {
    let result = try Tool.run(["diff", "specs/vgg16.arch", "specs/vgg16_bn.arch"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("VGG16 against VGG16BN: 40 of 53 layers are equal\n"))
    #expect(try Tool.run(["diff", classic]).status == 64)
  }

  @Test func conventionsAreChosen() throws {
    let thop = try Tool.run(["analyze", "specs/resnet18.arch", "--convention", "thop"])
    #expect(thop.output.contains("1,824,033,792"))
    let why = try Tool.run(
      ["analyze", "specs/resnet18.arch", "--explain-total", "torchvision,thop"])
    #expect(why.output.contains("batchNorm: torchvision counts nothing; thop 4 for each output"))
    for words in [
      ["--convention", "tho"], ["--explain-total", "thop"], ["--explain-total", "a,b"],
      ["--explain-total", "torchvision,thop", "--format", "json"], ["--compare", "--roofline"],
      ["--sizes", "32", "--depth", "1"], ["--compare", "--columns", "macs"],
    ] {
      #expect(try Tool.run(["analyze", classic] + words).status == 64)
    }
    #expect(
      try Tool.run(["analyze", classic, "--optimized", "--convention", "thop"]).status == 64)
  }

  /// The times differ from run to run, but not what they are made of.
  @Test func rooflinesEstimate() throws {
    let result = try Tool.run(["analyze", classic, "--roofline", "--format", "json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let roofline = try #require(object["roofline"] as? [String: Any])
    let rates = try ["macsPerSecond", "bytesPerSecond"].map {
      try #require(roofline[$0] as? Double)
    }
    let layers = try #require(object["layers"] as? [[String: Any]])
    var sum = 0.0
    for layer in layers {
      let time = try #require(layer["estimatedMicroseconds"] as? Double)
      let macs = try #require(layer["macs"] as? Int)
      #expect(time >= 1e6 * Double(macs) / rates[0] * 0.999)
      #expect(["compute", "memory"].contains(layer["bound"] as? String))
      sum += time
    }
    let total = try #require(roofline["estimatedMicroseconds"] as? Double)
    #expect(abs(total - sum) <= 1e-6 * sum)
    let table = try Tool.run(["analyze", classic, "--roofline", "--depth", "1"]).output
    #expect(table.contains("Est. us") && table.contains("MAC/s and "))
  }

  @Test func benchmarksAreCSV() throws {
    let text = "network N {\n  input(1, 4, 4)\n  \"a,b\": conv(1, kernel: 1)\n}\n"
    let result = try Tool.run(["bench", "-", "--format", "csv", "--runs", "1"], input: text)
    let lines = result.output.components(separatedBy: "\r\n")
    #expect(lines[0] == "layer,op,microseconds,macs")
    #expect(lines.contains { $0.contains(/^"a,b",conv,\d+\.\d{3},16$/) }, "\(result.output)")
  }

  @Test func runPrintsTheLargestElements() throws {
    let fixtures = "Tests/Fixtures/lenet5_classic"
    let result = try Tool.run([
      "run", classic, "--weights", "\(fixtures).safetensors", "--input", "\(fixtures)_input.npy",
      "--top", "2",
    ])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "output: 10")
    #expect(lines[1].hasPrefix("  0  0.83367"))
    #expect(lines[2].hasPrefix("  2  0.62002"))
  }

  @Test func runWritesAFileThatItCanReadAgain() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).npy")
    defer { try? FileManager.default.removeItem(at: file) }
    let seeds = ["--weights", "seed:1", "--input", "seed:2"]
    let written = try Tool.run(["run", classic] + seeds + ["-o", file.path])
    #expect(written.status == 0)
    #expect(written.output == "")
    let network = "network Same { input(10); identity }"
    let read = try Tool.run(
      ["run", "-", "--weights", "seed:1", "--input", file.path, "--top", "1"], input: network)
    let direct = try Tool.run(["run", classic, "--top", "1"] + seeds)
    #expect(read.output == direct.output)
  }

  @Test func compileEmitsOptimisedIRThatCanBeRunAgain() throws {
    let ir = try Tool.run(["compile", classic, "--emit", "ir"])
    #expect(ir.status == 0)
    #expect(
      ir.output.contains("%0 = conv %input {filters = 6, kernel = 5, padding = 2} then sigmoid"))
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString).ir")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(ir.output.utf8).write(to: file)
    let seeds = ["--weights", "seed:1", "--input", "seed:2"]
    let fromIR = try Tool.run(["run", file.path] + seeds)
    let fromText = try Tool.run(["run", classic] + seeds)
    #expect(fromIR.status == 0)
    #expect(fromIR.output == fromText.output)
  }

  @Test func compileEmitsSwift() throws {
    let result = try Tool.run(["compile", classic])
    #expect(result.status == 0)
    #expect(result.output.contains("public struct LeNet5Classic: Sendable {"))
    #expect(!result.output.contains("import "))
  }

  @Test(arguments: ["-o=", "--output=", "-o", "--output"])
  func outputFileIsWhatIsNamed(option: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString)=1.txt")
    defer { try? FileManager.default.removeItem(at: file) }
    let words = option.hasSuffix("=") ? [option + file.path] : [option, file.path]
    let result = try Tool.run(["analyze", classic] + words)
    #expect(result.status == 0)
    #expect(result.output == "")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == (try Tool.run(["analyze", classic, "-o", "-"])).output)
  }

  @Test(arguments: [["help", "help"], ["help", "--help"], ["--help", "-h"]])
  func helpHasHelp(arguments: [String]) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 0)
    #expect(result.output.contains("Usage: cnnc help [COMMAND]"))
  }

  @Test func helpIsAnOptionOnlyWhereOptionsAre() throws {
    #expect(try Tool.run(["run", "-h"]).output == Tool.run(["help", "run"]).output)
    let operand = try Tool.run(["format", "--", "-h"])
    #expect(operand.status == 1)
    #expect(operand.errors == "-h: error: there is no such file [no-such-file]\n")
  }

  @Test func helpNamesTheBoundsOfNumbers() throws {
    let help = try Tool.run(["help", "verify"]).output
    #expect(help.contains("(default 1); N from 0 to 18446744073709551615"))
    #expect(help.contains("(default 1); N from 1 to 2147483647"))
  }

  @Test func opsDescribesOneOrAll() throws {
    let documentation = try String(
      contentsOf: Tool.root.appendingPathComponent("Docs/operators.md"), encoding: .utf8)
    #expect(try Tool.run(["ops", "--markdown"]).output == documentation)
    let conv = try Tool.run(["ops", "conv"]).output
    #expect(conv.hasPrefix("## conv\n") && documentation.contains(conv))
    let names = try Tool.run(["ops"]).output.split(separator: "\n").map {
      String($0.split(separator: " ")[0])
    }
    #expect(names == documentation.matches(of: /\n## (\w+)\n/).map { String($0.1) })
  }

  @Test func irOnStandardInputIsRecognised() throws {
    let ir = try Tool.run(["compile", classic, "--emit", "ir"]).output
    let result = try Tool.run(["compile", "-", "--emit", "ir"], input: "// A comment.\n" + ir)
    #expect(result.status == 0)
    #expect(result.output == ir)
  }

  @Test func nothingIsAskedForThatTheNetworkDoesNotHave() throws {
    let result = try Tool.run(
      ["run", "-", "--input", "seed:1"], input: "network A { input(2); relu }")
    #expect(result.status == 0, "\(result.errors)")
  }

  /// A dropout, which a pass removes, must not hide that the input is tokens.
  @Test func seededTokensAreTokens() throws {
    let text = "network T { input(6); dropout(0.5); embedding(10, 4) }"
    let plain = "network T { input(6); embedding(10, 4) }"
    let seeds = ["run", "-", "--weights", "seed:1", "--input", "seed:1", "--top", "24"]
    let result = try Tool.run(seeds, input: text)
    #expect(result.errors == "")
    #expect(!result.output.contains("nan"))
    #expect(result.output.contains("output: 6x4"))
    #expect(try Tool.run(["verify", "-"], input: text).status == 0)
    #expect(try Tool.run(["verify", "-"], input: plain).status == 0)
  }

  @Test func notANumberIsSaid() throws {
    let network = "network A { input(2); mul(it, 1e38); mul(it, 1e38); softmax }"
    let result = try Tool.run(["run", "-", "--input", "seed:1"], input: network)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errors
        == "cnnc: warning: 2 of the 2 elements of 'output' are NaN [nan-output]\n")
  }

  @Test func verifyEndsWithTwoWhenACheckFails() throws {
    let text = "network A { input(1, 4, 4); conv(2, kernel: 3); softmax }"
    let good = try Tool.run(["verify", "-"], input: text)
    #expect(good.status == 0, "\(good.errors)")
    let bad = try Tool.run(["verify", "-", "--tolerance", "0", "--seed", "5"], input: text)
    #expect(bad.status == 2)
    #expect(bad.output.contains("WRONG"))
  }

}
