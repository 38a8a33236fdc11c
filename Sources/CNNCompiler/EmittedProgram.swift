import CNNCodegen
import CNNIR
import CNNSource
import Foundation

/// The emitted source of a network, compiled to a program in a folder of its own.
package final class EmittedProgram {

  private let folder: URL

  /// Emits `network` and compiles it with the `swiftc` on the search path.
  ///
  /// - Throws: a `Diagnostic` when that fails.
  package init(_ network: CompiledNetwork) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnnc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let driver = try SwiftEmitter.emitDriver(
      network.graph, plan: network.memoryPlan, costs: network.costs)
    try Data(try network.swiftSource(madeFrom: "-").utf8).write(to: file("Network.swift"))
    try Data(driver.utf8).write(to: file("main.swift"))
    let sources = [file("Network.swift").path, file("main.swift").path]
    try run(
      ["swiftc", "-O", "-swift-version", "6", "-o", file("network").path] + sources,
      input: nil, output: file("output"))
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The outputs that the program computes.
  ///
  /// - Throws: a `Diagnostic` when it fails.
  package func run(
    _ network: CompiledNetwork, tensors: [String: Tensor], inputs: [Tensor]
  ) throws -> [Tensor] {
    var data = Data()
    for tensor in network.graph.usedTensors.map({ tensors[$0.name]! }) + inputs {
      tensor.elements.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try data.write(to: file("input"))
    try run([file("network").path], input: file("input"), output: file("output"))

    let bytes = try Data(contentsOf: file("output"))
    var start = 0
    return try network.graph.outputs.map { (output) in
      let shape = network.graph.type(of: output.value).shape
      let end = start + shape.elementCount * MemoryLayout<Float>.size
      guard end <= bytes.count else { throw fault("the emitted program printed too little") }
      defer { start = end }
      return Tensor(shape, bytes[start..<end].nativeFloats)
    }
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Runs a command, which must succeed.
  private func run(_ words: [String], input: URL?, output: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = try input.map(FileHandle.init(forReadingFrom:)) ?? .nullDevice
    process.standardOutput = try writable(output)
    process.standardError = try writable(file("messages"))
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: try Data(contentsOf: file("messages")), as: UTF8.self)
      throw fault("'\(words[0])' failed: \(text.prefix(2000))")
    }
  }

  /// An empty file, open for writing.
  private func writable(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  private func fault(_ message: String) -> Diagnostic {
    Diagnostic(.error, "emitted-program", message, at: .commandLine)
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
