import CNNFiles
import CNNIR
import CNNSource
import Foundation

@testable import CNNCodegen

/// The networks of the cases, compiled into one program, and what the program printed.
struct CompiledNetworks {

  /// The networks in the order in which the program runs them.
  let networks: [EmittedNetwork]

  /// The fields of the program's lines, by the word that each line starts with.
  let lines: [String: [[Substring]]]

  /// The program is compiled and run once for all tests.
  static let shared = Result { try CompiledNetworks(try cases(), TestProgram.checks) }

  private static func cases() throws -> [EmittedNetwork] {
    try NetworkCase.all.map { try EmittedNetwork($0) }
      + [NetworkCase.norms, .views].map { try EmittedNetwork($0, isOptimized: false) }
      + [.embedded(.float32), .file(.float32)].map { try EmittedNetwork(.folded, form: $0) }
      + [.embedded(.float16), .file(.float16)].map { try EmittedNetwork(.halves, form: $0) }
      + [EmittedNetwork(.functions, form: .embedded(.float32))]
  }

  /// Compiles the networks into one program and runs it, with statements that it ends with.
  init(
    _ networks: [EmittedNetwork], _ checks: String = "", repetitions: Int = 1000,
    options: [String] = []
  ) throws {
    self.networks = networks
    let program = TestProgram(networks, checks, repetitions: repetitions)
    let output = try Self.withFolder { try Self.output(of: program, networks, options, in: $0) }
    lines = Dictionary(
      grouping: output.split(separator: "\n").map { $0.split(separator: " ") },
      by: { String($0[0]) })
  }

  /// The outputs of a network, in order.
  func outputs(of network: EmittedNetwork) -> [Tensor] {
    let lines = lines["output"]?.filter { $0[1] == network.typeName } ?? []
    return zip(lines, network.expected).map { (line, expected) in
      let elements = line.dropFirst(3).compactMap { UInt32($0).map(Float.init(bitPattern:)) }
      let isWhole = elements.count == expected.elements.count
      return Tensor(isWhole ? expected.shape : Shape(elements.count), elements)
    }
  }

  /// Compiles sources that nothing else goes with, and returns what the program prints.
  static func output(of sources: [String: String], options: [String]) throws -> String {
    try withFolder { (folder) in
      try write(sources, to: folder)
      try run(["swiftc", "-o", "program"] + options + sources.keys.sorted(), in: folder)
      return try run([folder.appending(path: "program").path], in: folder)
    }
  }

  /// Calls `body` with a folder that is there for so long.
  private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "cnnc-codegen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  private static func write(_ files: [String: String], to folder: URL) throws {
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }

  /// Compiles a source to an object file, and returns the symbols that it wants from others.
  static func undefinedSymbols(of source: String, options: [String]) throws -> Set<String> {
    try withFolder { (folder) in
      try write(["source.swift": source], to: folder)
      let words = ["swiftc", "-parse-as-library", "-c", "-o", "object.o"]
      try run(words + options + ["source.swift"], in: folder)
      let lines = try run(["nm", "-u", "object.o"], in: folder).split(separator: "\n")
      return Set(lines.compactMap { $0.split(separator: " ").last.map(String.init) })
    }
  }

  private static func output(
    of program: TestProgram, _ networks: [EmittedNetwork], _ options: [String], in folder: URL
  ) throws -> String {
    var files = [
      "main.swift": program.text, "EmittedFunctions.swift": TestProgram.functions,
    ]
    for network in networks {
      files[network.typeName + ".swift"] = network.source
      if let weights = network.weightsFile {
        let path = folder.appending(path: network.typeName + ".weights").path
        try OutputFile.write(to: path) { (file) throws(Diagnostic) in try weights.write(to: file) }
      }
    }
    try write(files, to: folder)
    let numbers = networks.flatMap { ($0.weights + $0.inputs).flatMap(\.elements) }
    try numbers.withUnsafeBytes { try Data($0).write(to: folder.appending(path: "numbers")) }
    try Data(TestProgram.allocator.utf8).write(to: folder.appending(path: "allocator.c"))
    try run(["clang", "-c", "-O1", "-fno-builtin", "allocator.c"], in: folder)
    try run(
      [
        "swiftc", "-O", "-swift-version", "6", "-warnings-as-errors", "-o", "program",
        "allocator.o",
      ]
        + options + files.keys.sorted(), in: folder)
    return try run([folder.appending(path: "program").path], in: folder)
  }

  /// Runs a command and returns what it prints.
  @discardableResult
  private static func run(_ command: [String], in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw CommandFailure(output: output) }
    return output
  }

}

/// A command that did not end well, with what it printed.
struct CommandFailure: Error {
  let output: String
}
