import CNNCodegen
import CNNFiles
import CNNIR
import CNNSource

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
    var bytes: [UInt8] = []
    for tensor in network.graph.usedTensors.map({ tensors[$0.name]! }) + inputs {
      tensor.elements.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    try write(bytes, to: "input")
    try run([folder.path("network")], as: "the emitted program", input: "input")

    let results = try read("output")
    let shapes = network.graph.outputs.map { network.graph.type(of: $0.value).shape }
    let sizes = shapes.map { $0.elementCount * MemoryLayout<Float>.size }
    guard results.count == sizes.reduce(0, +) else {
      throw Self.fault("the emitted program printed \(results.count) bytes for outputs of \(sizes)")
    }
    var start = 0
    return zip(shapes, sizes).map { (shape, size) in
      defer { start += size }
      return Tensor(shape, results[start..<start + size].nativeFloats)
    }
  }

  /// Runs a command, which must succeed, from the file `input` to the file `output`.
  private func run(_ words: [String], as name: String, input: String?) throws(Diagnostic) {
    let end: ChildProcess.End
    do throws(SystemFailure) {
      end = try ChildProcess.run(
        words, input: input.map(folder.path), output: folder.path("output"),
        errors: folder.path("messages"))
    } catch {
      throw Self.fault("\(name) cannot be run: \(error.reason)")
    }
    if end == .status(0) { return }
    let messages = String(decoding: try read("messages").prefix(2000), as: UTF8.self)
    let lines = messages.split(separator: "\n").map(String.init)
    throw Self.fault("\(name) failed with \(end.text)", notes: lines.map { .init($0) })
  }

  private func write(_ bytes: some Sequence<UInt8>, to name: String) throws(Diagnostic) {
    do throws(Diagnostic) {
      try OutputFile.write(bytes, to: folder.path(name))
    } catch {
      throw Self.fault(error.message)
    }
  }

  private func read(_ name: String) throws(Diagnostic) -> [UInt8] {
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

extension ArraySlice<UInt8> {

  /// The bytes as 32-bit floats in the machine's order.
  fileprivate var nativeFloats: [Float] {
    withUnsafeBytes { (bytes) in
      (0..<count / MemoryLayout<Float>.size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Float>.size, as: Float.self)
      }
    }
  }

}
