import CNNCodegen
import CNNFiles
import CNNIR
import CNNSource
import Foundation

/// The emitted source of a network, compiled to a program in a folder of its own.
final class EmittedProgram {

  private let folder: TemporaryFolder

  /// Emits `network` and compiles it with the `swiftc` on the search path.
  ///
  /// - Throws: a `Diagnostic` when that fails.
  init(_ network: CompiledNetwork) throws(Diagnostic) {
    do throws(SystemFailure) {
      folder = try TemporaryFolder()
    } catch {
      throw Self.fault("there is no temporary folder for the emitted program: \(error.reason)")
    }
    let driver = try SwiftEmitter.emitDriver(network.graph, costs: network.costs)
    try write(try network.swiftSource(madeFrom: "-").text.utf8, to: "Network.swift")
    try write(driver.utf8, to: "main.swift")
    let sources = ["Network.swift", "main.swift"].map(folder.path)
    try run(
      ["swiftc", "-O", "-swift-version", "6", "-o", folder.path("network")] + sources,
      as: "'swiftc'", input: nil)
  }

  /// The outputs that the program computes.
  ///
  /// - Throws: a `Diagnostic` when it fails.
  func run(
    _ network: CompiledNetwork, tensors: [String: Tensor], inputs: [Tensor]
  ) throws(Diagnostic) -> [Tensor] {
    var data = Data()
    for tensor in network.graph.usedTensors.map({ tensors[$0.name]! }) + inputs {
      tensor.elements.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try write(data, to: "input")
    try run([folder.path("network")], as: "the emitted program", input: "input")

    let bytes = try read("output")
    let shapes = network.graph.outputs.map { network.graph.type(of: $0.value).shape }
    let sizes = shapes.map { $0.elementCount * MemoryLayout<Float>.size }
    guard bytes.count == sizes.reduce(0, +) else {
      throw Self.fault("the emitted program printed \(bytes.count) bytes for outputs of \(sizes)")
    }
    var start = bytes.startIndex
    return zip(shapes, sizes).map { (shape, size) in
      defer { start += size }
      return Tensor(shape, bytes[start..<start + size].nativeFloats)
    }
  }

  /// Runs a command, which must succeed, from the file `input` to the file `output`.
  private func run(_ words: [String], as name: String, input: String?) throws(Diagnostic) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    do {
      process.standardInput = try input.map(reading) ?? .nullDevice
      process.standardOutput = try writing("output")
      process.standardError = try writing("messages")
      try process.run()
    } catch {
      throw Self.fault("\(name) cannot be started")
    }
    process.waitUntilExit()
    let status = process.terminationStatus
    if process.terminationReason == .exit, status == 0 { return }
    let end = process.terminationReason == .exit ? "status \(status)" : "signal \(status)"
    let messages = String(decoding: try read("messages").prefix(2000), as: UTF8.self)
    throw Self.fault(
      "\(name) failed with \(end)", notes: messages.split(separator: "\n").map { .init(String($0)) }
    )
  }

  private func reading(_ name: String) throws -> FileHandle {
    try FileHandle(forReadingFrom: URL(fileURLWithPath: folder.path(name)))
  }

  /// The file called `name`, empty and open for writing.
  private func writing(_ name: String) throws -> FileHandle {
    try write([], to: name)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path(name)))
  }

  private func write(_ bytes: some Sequence<UInt8>, to name: String) throws(Diagnostic) {
    do throws(Diagnostic) {
      try OutputFile.write(bytes, to: folder.path(name))
    } catch {
      throw Self.fault(error.message)
    }
  }

  private func read(_ name: String) throws(Diagnostic) -> Data {
    do throws(Diagnostic) {
      return try InputFile.contents(of: folder.path(name))
    } catch {
      throw Self.fault(error.message)
    }
  }

  private static func fault(_ message: String, notes: [Diagnostic.Note] = []) -> Diagnostic {
    Diagnostic(.error, "emitted-program", message, at: .commandLine, notes: notes)
  }

}

extension Data {

  /// The bytes as 32-bit floats in the machine's order.
  fileprivate var nativeFloats: [Float] {
    withUnsafeBytes { (bytes) in
      (0..<count / MemoryLayout<Float>.size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Float>.size, as: Float.self)
      }
    }
  }

}
