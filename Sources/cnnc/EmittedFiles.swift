import CNNCodegen
import CNNCompiler
import CNNFiles
import CNNLowering
import CNNRuntime
import CNNSource

/// The processors that source is written for, as the command line says them.
private enum March: String, CaseIterable {
  case baseline
  case arm64
  case v3 = "x86-64-v3"
  case v4 = "x86-64-v4"
  case native

  var target: EmissionTarget {
    switch self {
    case .baseline: .baseline
    case .arm64: .arm64
    case .v3: .v3
    case .v4: .v4
    case .native:
      switch InstructionSet.best {
      case .baseline: Self.ofAllMachines
      case .avx2: .v3
      case .avx512: .v4
      }
    }
  }

  /// What all machines of this one's architecture have.
  private static var ofAllMachines: EmissionTarget {
    #if arch(arm64)
      .arm64
    #else
      .baseline
    #endif
  }
}

extension Command.Option {

  /// The options of weights that are compiled.
  static let compiledWeights: [Self] = [
    Self(
      ["--weights"], .file("FILE|seed:N"),
      help:
        "weights to put into the source or the program; without, the source's initialiser takes "
        + "named tensors"),
    rename,
  ]

  /// The options of emitted source.
  static let emittedSource: [Self] = [
    Self(
      ["--weights-type"], .word("TYPE", of: StoredFloat.self),
      help: "float32 (default), or float16, which takes half the space"),
    Self(
      ["--embed-limit"], .integer("MIB", 0...1 << 20),
      help: "most MiB of weights in the source (default 16); more go to a file beside it"),
    Self(
      ["--march"], .word("ARCH", of: March.self),
      help:
        "vectors of the source: baseline (default), arm64, x86-64-v3, x86-64-v4, or native: this "
        + "machine's"
    ),
    Self(
      ["--embedded"],
      help: "source for Embedded Swift: functions over the caller's memory, with --weights in it"),
  ]

}

extension Command.Option {

  /// The option for those who build a file's networks into a program.
  static let allNetworks = Self(
    ["--all"],
    help: "write all networks of the file that need no arguments, with the weights beside it")

  static let check = Self(
    ["--check"], help: "write nothing; status 2 if a file is not as it would be written")

}

extension Arguments {

  /// Writes the Swift source of `network`, and its weights if they do not stand in it, or compares
  /// both with what is there. The options count for more than the settings in the network's file.
  func writeSwift(
    _ network: CompiledNetwork, _ settings: EmitSettings, _ reporter: Reporter
  ) throws -> ExitStatus {
    var options = EmissionOptions(settings)
    options.storage = try word("--weights-type", default: options.storage)
    if let limit: Int = try integer("--embed-limit") { options.embedLimit = limit << 20 }
    options.target = try word("--march", default: March.baseline).target
    options.isEmbedded = has("--embedded")
    if options.isEmbedded, value("--weights") == nil, !network.graph.usedTensors.isEmpty {
      throw usageError("--embedded puts the weights into the source: give --weights")
    }
    if value("--weights") == nil,
      let option = ["--weights-type", "--embed-limit"].first(where: has)
    {
      throw usageError("\(option) says how weights are stored: give --weights")
    }
    if let source = value("--weights") {
      try MemoryDemand(ofWeights: network.graph).check()
      let (tensors, warnings) = try weightsSource(source).tensors(for: network.written)
      try reporter.report(warnings)
      options.tensors = tensors
    }
    let source = try network.swiftSource(madeFrom: self.network, options)
    if !has(Command.Option.check.name), source.weights == nil {
      try writeResult(source.text)
      return .success
    }
    var files = EmittedFiles(text: source.text, at: try outputPath())
    if let weights = source.weights { files.weights = [(try weightsPath(), weights)] }
    return try files.finish(isCheck: has(Command.Option.check.name))
  }

  /// The file beside the source that the weights go to.
  ///
  /// - Throws: when the weights come from there.
  private func weightsPath() throws -> String {
    let path = EmittedFiles.stem(of: try outputPath()) + ".weights.safetensors"
    guard path != value("--weights") else {
      let message = "the weights would be written over those that are read; -o names another file"
      throw Diagnostic(.error, "weights-without-place", message, at: .file(path))
    }
    return path
  }

  /// The file of source.
  ///
  /// - Throws: when there is none to compare with or to put weights beside.
  private func outputPath() throws -> String {
    let path = value(Command.Option.outputFile.name) ?? Console.path
    if path != Console.path { return path }
    if has(Command.Option.check.name) {
      throw usageError("--check compares the file that -o names")
    }
    let message = "the weights exceed --embed-limit; they go beside the file that -o names"
    throw Diagnostic(.error, "weights-without-place", message, at: .commandLine)
  }

  /// Writes what `--all` does, or compares it with what is there.
  ///
  /// - Throws: `UsageError` when another option contradicts it.
  func writeAllNetworks() throws -> ExitStatus {
    let allowed = [Command.Option.allNetworks, .check, .outputFile] + Command.Option.reporting
    if let other = options.first(where: { (option) in
      has(option.name) && !allowed.contains { $0.name == option.name }
    }) {
      throw usageError("--all writes all networks as the file says; \(other.name) is for one")
    }
    guard let path = value(Command.Option.outputFile.name), path != Console.path else {
      throw usageError("--all writes a file, and weights beside it: give -o FILE.swift")
    }
    let reporter = try Reporter(self)
    return try reporter.run {
      let source = try ArchSource(network)
      try reporter.report(source.warnings)
      let stem = EmittedFiles.stem(of: path)
      var files = EmittedFiles(text: source.text, at: path)
      files.weights = source.weights.map { (stem + $0.suffix, $0.file) }
      return try files.finish(isCheck: has(Command.Option.check.name))
    }
  }

}

/// The files that a network becomes.
struct EmittedFiles {

  private let text: String
  private let path: String
  /// The files of weights beside the source, by their paths.
  var weights: [(path: String, file: WeightsFile)] = []

  init(text: String, at path: String) {
    self.text = text
    self.path = path
  }

  /// What the names of all files begin with.
  static func stem(of path: String) -> String {
    path.hasSuffix(".swift") ? String(path.dropLast(".swift".count)) : path
  }

  /// Writes the files that are not as they should be, or tells which those are.
  func finish(isCheck: Bool) throws(Diagnostic) -> ExitStatus {
    var status = ExitStatus.success
    for (path, write) in outputs {
      if !isCheck {
        try OutputFile.update(path, write)
      } else if try !OutputFile.isUpToDate(path, write) {
        Console.writeError("\(path): not what cnnc writes; make it again without --check\n")
        status = .checkFailed
      }
    }
    return status
  }

  /// What writes each file. The source comes last: when it is there, all is.
  private var outputs: [(path: String, write: OutputFile.Body)] {
    weights.map { (path, file) in
      (path, { (output) throws(Diagnostic) in try file.write(to: output) })
    }
      + [(path, { [text] (output) throws(Diagnostic) in try output.append(Array(text.utf8)) })]
  }

}
