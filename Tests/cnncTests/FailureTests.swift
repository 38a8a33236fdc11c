import CNNFiles
import CNNIR
import CNNTestSupport
import Foundation
import Testing

/// Wrong command lines and wrong files.
struct FailureTests {

  @Test(arguments: [
    ([], "cnnc, a graph compiler"),
    (["analyse", "x.arch"], "did you mean 'analyze'?"),
    (["analyze"], "a network's file is needed"),
    (["analyze", "a.arch", "b.arch"], "several networks need --compare"),
    (["analyze", "a.arch", "--fromat", "csv"], "did you mean '--format'?"),
    (["analyze", "a.arch", "--format", "pdf"], "--format is one of table, markdown, csv, json"),
    (["analyze", "a.arch", "--format"], "--format needs a value"),
    (["analyze", "a.arch", "--quiet=1"], "--quiet takes no value"),
    (["analyze", "a.arch", "--batch", "1", "--batch", "2"], "--batch is given twice"),
    (
      ["analyze", "a.arch", "--batch", "0"],
      "--batch is a whole number from 1 to 2147483647, not '0'"
    ),
    (
      ["verify", "a.arch", "--seed", "-1"],
      "--seed is a whole number from 0 to 18446744073709551615, not '-1'"
    ),
    (["analyze", "a.arch", "-o=", "b.arch"], "--output needs a value: --output FILE"),
    (["analyze", "a.arch", "-o", "--format", "csv"], "--output needs a value: --output FILE"),
    (["analyze", "a.arch", "--fix=yes"], "--fix takes no value"),
    (["passes", "x", "y"], "at most one pass is taken, not 2"),
    (["ops", "conv", "relu"], "at most one op is taken, not 2"),
    (["ops", "--markdown", "conv"], "--markdown prints all ops"),
    (["completion"], "a shell's name is needed"),
    (["completion", "ksh"], "the shells are bash, zsh, fish, not 'ksh'"),
    (["help", "help", "run"], "at most one command is taken, not 2"),
    (["analyze", "a.arch", "--input-shape", "3x"], "--input-shape is extents such as 3x320x320"),
    (
      ["verify", "specs/strawberry.arch", "--tolerance", "-1"],
      "--tolerance is a number from 0 on"
    ),
    (
      ["run", "specs/strawberry.arch"],
      "weights and an input are needed: --weights FILE.safetensors --input FILE.npy, or "
        + "--weights seed:1 --input seed:1 to try out"
    ),
    (
      ["run", "specs/strawberry.arch", "--input", "seed:1"],
      "weights are needed: --weights FILE.safetensors, or --weights seed:1 to try out"
    ),
    (
      ["run", "specs/strawberry.arch", "--weights", "seed:1", "--input", "foo=seed:2"],
      "the network has no input 'foo'; its input is 'input'; a file of that name is ./foo=seed:2"
    ),
    (
      ["run", "specs/strawberry.arch", "--weights=seed:1", "--input=seed:1", "-o", "y=x.npy"],
      "the network has no output 'y'; its output is 'output'"
    ),
    (
      ["run", "specs/strawberry.arch", "--weights", "seed:1"],
      "an input is needed: --input FILE.npy"
    ),
    (["help", "runn"], "did you mean 'run'?"),
  ])
  func wrongUsage(arguments: [String], message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func allMistakesOfANetworkInOneRun() throws {
    let text = """
      network Bad {
        input(3, 8, 8)
        conv(16, kernal: 5)
        maxPol(2)
        linear(classes)
      }
      """
    let result = try Tool.run(["analyze", "-"], input: text)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("<stdin>:3:12: error: conv has no attribute 'kernal'"))
    #expect(result.errors.contains("<stdin>:4:3: error: there is no 'maxPol' here"))
    #expect(result.errors.contains("<stdin>:5:10: error: there is no 'classes' here"))
    #expect(result.errors.components(separatedBy: " error: ").count == 4)
  }

  @Test func readmeShowsARealDiagnostic() throws {
    let text = "network A {\n  input(3, 8, 8)\n  conv(16, kernal: 5)\n}\n"
    let result = try Tool.run(["analyze", "-"], input: text)
    let readme = try String(
      contentsOf: Tool.root.appendingPathComponent("README.md"), encoding: .utf8)
    let shown = result.errors.replacingOccurrences(of: "<stdin>", with: "net.arch")
    #expect(readme.contains("```\n\(shown)```"), "\(shown)")
  }

  @Test(arguments: [
    (["analyze", "no/such.arch"], "no/such.arch: error: there is no such file [no-such-file]"),
    (
      ["analyze", "Tests/Fixtures/lenet5_classic.safetensors"],
      "error: a network is .arch or IR text, and this is a safetensors file [wrong-file-type]"
    ),
    (["analyze", "Tests/Fixtures/lenet5_classic_input.npy"], "and this is a NumPy array"),
    (["analyze", "Tests/Fixtures/ops.json"], "and this is JSON [wrong-file-type]"),
    (["format", "Tests/Fixtures/ops.json"], "and this is JSON [wrong-file-type]"),
    (
      ["format", "Tests/CNNRuntimeTests/Networks/lenet5_lecture.ir"],
      "only .arch text has a canonical layout, and this is IR text"
    ),
    (["ops", "cnv"], "there is no op 'cnv'; did you mean 'conv'? [unknown-op]"),
    (
      ["run", "specs/strawberry.arch", "--weights=seed:1", "--input=seed:1", "--batch=2000000000"],
      "GiB to run; there are"
    ),
    (
      ["verify", "specs/strawberry.arch", "--batch=2000000000"],
      "[not-enough-memory]"
    ),
    (
      [
        "run", "specs/resnet18.arch", "--weights", "Tests/Fixtures/lenet5_classic.safetensors",
        "--input", "seed:1",
      ],
      "the weights of another network: of 102 tensors, 'conv1.weight' first, there is none"
    ),
    (["analyze", "specs"], "specs: error: a file is needed, not a folder [unreadable-file]"),
    (["analyze", "/dev/zero"], "/dev/zero: error: a regular file is needed [unreadable-file]"),
    (["analyze", "specs/strawberry.arch", "--network", "Straw"], "has no network 'Straw'"),
    (["analyze", "specs/strawberry.arch", "--set", "clases=2"], "did you mean 'classes'?"),
    (["analyze", "specs/strawberry.arch", "--set", "classes=[1"], "--set:1:11: error: expected"),
    (["analyze", "specs/strawberry.arch", "--set", "classes"], "write --set name=value"),
    (
      ["run", "specs/strawberry.arch", "--weights", "seed:x", "--input", "seed:1"],
      "'seed:x' is no seed"
    ),
    (
      ["run", "specs/strawberry.arch", "--weights", "README.md", "--input", "seed:1"],
      "README.md: error: the file is not in the safetensors format"
    ),
    (
      [
        "run", "specs/strawberry.arch", "--weights", "seed:1", "--input",
        "Tests/Fixtures/lenet5_classic_input.npy",
      ], "the array has the shape [1x1x28x28]; input 'input' needs [1x3x30x30]"
    ),
    (
      ["compile", "specs/strawberry.arch", "-o", "no/such/folder/x.swift"],
      "no/such/folder/x.swift: error: the file cannot be written: no such file or directory"
    ),
  ])
  func wrongInput(arguments: [String], message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// Sizes that no machine has memory for, or that cannot even be counted, end neither in a trap nor in
  /// memory that fills up; what is only too large for this machine can still be compiled.
  @Test(arguments: [
    ("3, 8, 8", "conv(4, kernel: 3, padding: 1000000000)", "shape-overflow"),
    ("3, 8, 8", "conv(4, kernel: 2147483647, padding: 2147483647)", "shape-overflow"),
    (
      "3, 8, 8", "conv(4, kernel: 3, stride: 2147483647, padding: 2147483647)",
      "not-enough-memory"
    ),
    (
      "3, 8, 8", "conv(4, kernel: 3, dilation: 1000000000, padding: 1000000000)",
      "not-enough-memory"
    ),
    ("3, 8, 8", "conv(3, kernel: 3, stride: 10000000, padding: 10000000)", "not-enough-memory"),
    ("3, 8, 8", "convTranspose(4, kernel: 3, stride: 2000000000)", "shape-overflow"),
    ("3, 8, 8", "convTranspose(4, kernel: 3, stride: 20000000)", "not-enough-memory"),
    ("3, 8, 8", "maxPool(2147483647, padding: 1073741823)", "count-overflow"),
    ("3, 8, 8", "pad(2000000000)", "shape-overflow"),
    ("3, 8, 8", "pad(20000000)", "not-enough-memory"),
    ("3, 8, 8", "resize(scale: 1000000000)", "resize.c4"),
    ("3, 8, 8", "resize(scale: 10000000)", "not-enough-memory"),
    ("3, 2000000000, 2000000000", "relu", "invalid-shape"),
    ("3, 20000000, 20000000", "relu", "not-enough-memory"),
    ("3, 8, 8", "linear(2000000000)", "not-enough-memory"),
  ])
  func sizesBeyondMeasure(input: String, layer: String, code: String) throws {
    let text = "network A {\n  input(\(input))\n  \(layer)\n}\n"
    let weights = ["--weights", "seed:1"]
    for words in [["run", "--input", "seed:1"] + weights, ["bench"], ["verify"], ["compile"]] {
      let result = try Tool.run([words[0], "-"] + words.dropFirst(), input: text)
      let isSource = words == ["compile"] && result.status == 0
      #expect(result.status == (isSource ? 0 : 1), "\(words): \(result.errors)")
      if isSource {
        #expect(code == "not-enough-memory")
      } else {
        #expect(result.errors.contains("[\(code)]"), "\(words): \(result.errors)")
        #expect(result.output == "")
      }
    }
  }

  /// What is no network at all gives one error, not one for each of its characters.
  @Test func aFileOfAnotherKindIsOneError() throws {
    for input in ["\u{1}\u{2}\u{3}", "{\"a\": 1}", "<html>"] {
      let result = try Tool.run(["analyze", "-"], input: input)
      #expect(result.status == 1)
      #expect(result.errors.hasPrefix("<stdin>: error: a network is .arch or IR text, and this is"))
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test func aListOfErrorsEnds() throws {
    let text = "network A {\ninput(3)\n" + String(repeating: "conv(1)\n", count: 100) + "}"
    let lines = try Tool.run(["analyze", "-"], input: text).errors.split(separator: "\n")
    #expect(lines.filter { $0.contains(" error: ") }.count == 20)
    #expect(lines.last?.hasPrefix("cnnc: and 80 more [") == true)
    let json = try Tool.run(["analyze", "-", "--diagnostics", "json"], input: text)
    #expect(json.errors.components(separatedBy: "\"severity\"").count == 101)
  }

  @Test func anErrorFromASettingSaysSo() throws {
    let result = try Tool.run(["analyze", "specs/strawberry.arch", "--set", "layers=[8, 0]"])
    #expect(
      result.errors.contains("strawberry.arch:5:51: error: filters must be at least 1, not 0"))
    #expect(result.errors.components(separatedBy: "--set:1:1: note:").count == 2)
    #expect(result.errors.contains("--set:1:1: note: 'layers' is set here"))
    let shape = try Tool.run(["analyze", "specs/strawberry.arch", "--input-shape", "3x2x2"])
    #expect(shape.errors.contains("note: the input is changed to 3x2x2"))
    let own = try Tool.run(
      ["analyze", "-", "--set", "n=2"], input: "network A(n = 1) { input(3, n, n); conv(8) }")
    #expect(own.status == 1)
    #expect(!own.errors.contains("--set:1:1"))
  }

  /// What goes wrong around the emitted program is told as such, without paths of no interest.
  @Test(arguments: [
    (
      "PATH=/no/such",
      "cnnc: error: 'swiftc' cannot be run: no such file or directory [emitted-program]\n"
    ),
    (
      "TMPDIR=/no/such",
      "cnnc: error: there is no temporary folder for the emitted program: no such file or directory"
    ),
  ])
  func emittedProgramThatCannotBe(setting: String, message: String) throws {
    let words = ["-c", "\(setting) \"$0\" verify specs/lenet5_lecture.arch", Tool.executable.path]
    let result = try Tool.run(words, program: URL(fileURLWithPath: "/bin/sh"))
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
  }

  /// A result would take the place of what it is made from.
  @Test func noInputIsOverwritten() throws {
    let folder = try TemporaryFolder()
    let text = Array("network A {\n  input(1, 2, 2)\n  conv(1, kernel: 1)\n}\n".utf8)
    let net = try folder.file(text, "a.arch")
    let input = folder.path("x.npy")
    try OutputFile.write(NumpyFile.bytes(of: Tensor(Shape(1, 2, 2), [1, 2, 3, 4])), to: input)
    for words in [
      ["analyze", net, "-o", net], ["compile", net, "-o", folder.path("./a.arch")],
      ["run", net, "--weights", "seed:1", "--input", input, "-o", "output=\(input)"],
    ] {
      let result = try Tool.run(words)
      #expect(result.status == 64)
      #expect(result.errors.contains("the result would be written over '"), "\(result.errors)")
    }
    #expect(try InputFile.contents(of: net) == text)
  }

  /// A name in a file is not to colour the terminal, or to look like a message.
  @Test func controlCharactersAreEscaped() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("w.safetensors")
    try SafetensorsFile.write([("\u{1B}[31m\nerror: x", Shape(1))], to: path) { (_) in [1] }
    for words in [["weights"], ["run", "--input", "seed:1"]] {
      let result = try Tool.run(
        words + ["-", "--weights", path],
        input: "network A { input(1, 2, 2); conv(1, kernel: 1) }")
      #expect(result.status == 1)
      #expect(!(result.output + result.errors).unicodeScalars.contains("\u{1B}"))
      #expect(!(result.output + result.errors).contains("\nerror: x"))
      #expect(result.output.contains("\\u{1b}[31m\\u{a}error: x") || words[0] == "run")
    }
  }

  /// Each was a trap, or took minutes.
  @Test(arguments: [
    ("input(2, 2147483647, 2147483647)\n  crop(1)", ["analyze"], "memory-overflow"),
    ("input(2, 2147483647, 2147483647)\n  crop(1)", ["analyze", "--optimized"], "memory-overflow"),
    (
      "input(2147483647, 2147483647, 2)\n  maxPool(1, stride: (65536, 46341))\n  split(1)",
      ["analyze"], "memory-overflow"
    ),
    ("input(1, 2, 2)\n  conv(2147483647, kernel: 1)", ["compile"], "not-enough-memory"),
    (
      "input(3, 8, 8)\n  conv(8, kernel: 1, names: (weight: \"a\", bias: \"a\"))", ["analyze"],
      "duplicate-name"
    ),
  ])
  func hostileSizesAndNames(body: String, words: [String], code: String) throws {
    let result = try Tool.run(words + ["-"], input: "network N {\n  \(body)\n}\n")
    #expect(result.status == 1)
    #expect(result.errors.contains("[\(code)]"), "\(result.errors)")
  }

  @Test func stridesWhoseProductIsTooLarge() throws {
    let layer = "convTranspose(1, kernel: 1, stride: 2147483647)"
    let text = "network N {\n  input(1, 1, 1, 1)\n  \(layer)\n}\n"
    let result = try Tool.run(["analyze", "-", "--convention", "netscope"], input: text)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func aNumberThatIsNoneIsEmitted() throws {
    let text = """
      graph g(%x: f32[1x3x4x4]) {
        %0 = conv %x {filters = 4, kernel = 1}
        %1 = add %0 {number = nan}
        return %1
      }
      """
    for weights in [[], ["--weights", "seed:1"]] {
      let result = try Tool.run(["compile", "-"] + weights, input: text)
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullOutputIsAnError() throws {
    let words = ["-c", "\"$0\" analyze specs/strawberry.arch > /dev/full", Tool.executable.path]
    let result = try Tool.run(words, program: URL(fileURLWithPath: "/bin/sh"))
    #expect(result.status == 1)
    #expect(
      result.errors == "<stdout>: error: standard output cannot be written: "
        + "no space left on device [unwritable-file]\n")
  }

  /// Weights of another network: everything that is wrong, at once.
  @Test func allMistakesOfAWeightsFile() throws {
    let result = try Tool.run([
      "run", "specs/lenet5_lecture.arch", "--weights", "Tests/Fixtures/lenet5_classic.safetensors",
      "--input", "seed:1",
    ])
    #expect(result.status == 1)
    #expect(
      result.errors.contains("'0.weight' has the shape [6x1x5x5]; the network needs [20x1x5x5]"))
    #expect(result.errors.contains("'9.bias' has the shape [84]; the network needs [10]"))
    #expect(result.errors.contains("warning: the network has no parameter '11.weight'"))
    let quiet = try Tool.run([
      "run", "specs/lenet5_lecture.arch", "--weights", "Tests/Fixtures/lenet5_classic.safetensors",
      "--input", "seed:1", "--quiet",
    ])
    #expect(!quiet.errors.contains("warning"))
  }

  @Test func colorIsForTerminalsUnlessForced() throws {
    let plain = try Tool.run(["analyze", "-"], input: "network A { relu }")
    #expect(!plain.errors.contains("\u{1B}["))
    let colored = try Tool.run(["analyze", "-", "--color", "always"], input: "network A { relu }")
    #expect(colored.errors.contains("\u{1B}["))
  }

}
