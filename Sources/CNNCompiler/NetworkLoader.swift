import CNNIR
import CNNLowering
import CNNOps
import CNNPasses
import CNNRuntime
import CNNSource
import Foundation

/// Reads a network from a file: `.arch` text or IR text.
package enum NetworkLoader {

  /// The largest text that is read, in bytes.
  private static let sizeLimit = 64 << 20

  /// The graph in the file at `path`, or on standard input for `-`.
  ///
  /// The graph is `nil` when there was an error; the diagnostics hold all that were found.
  package static func load(
    _ path: String, _ options: CompilerOptions
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    do throws(Diagnostic) {
      return load(try sourceFile(path), options)
    } catch {
      return (nil, DiagnosticSet([error]))
    }
  }

  /// The graph in a text; a name that ends in `.ir` says that it is IR text.
  package static func load(
    _ file: SourceFile, _ options: CompilerOptions
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    if file.name.hasSuffix(".ir") { return loadIR(file, options) }
    let (lowering, found) = options.lowering()
    var (graph, diagnostics) = lower(file, .standard, lowering, loader: importedFile)
    diagnostics.formUnion(found)
    return (diagnostics.containsError ? nil : graph, diagnostics)
  }

  private static func loadIR(
    _ file: SourceFile, _ options: CompilerOptions
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    var (graph, diagnostics) = GraphReader.read(file, .standard)
    guard var changed = graph else { return (nil, diagnostics) }
    if !options.settings.isEmpty || options.network != nil {
      let message = "IR text is one network without parameters: --set and --network do not apply"
      diagnostics.insert(Diagnostic(.error, "no-parameters", message, at: .file(file.name)))
    }
    for (index, input) in changed.inputs.enumerated() {
      var extents = input.type.shape.extents
      if let batch = options.batch { extents[0] = batch }
      if index == 0, let shape = options.inputShape { extents = [extents[0]] + shape }
      changed.setType(TensorType(Shape(extents), input.type.element), ofInput: index)
    }
    do throws(NodeFault) {
      try changed.inferTypes()
      graph = changed
    } catch {
      diagnostics.insert(error.diagnostic(in: changed))
    }
    return (diagnostics.containsError ? nil : graph, diagnostics)
  }

  /// The text at `path`, or on standard input for `-`.
  ///
  /// - Throws: when there is no such regular file, or it is too large or cannot be read.
  package static func sourceFile(_ path: String) throws(Diagnostic) -> SourceFile {
    let data: Data
    if path == "-" {
      data = (try? FileHandle.standardInput.read(upToCount: sizeLimit + 1)) ?? Data()
    } else {
      data = try InputFile.contents(of: path)
    }
    guard data.count <= sizeLimit else {
      let message = "a network's text may have at most \(sizeLimit >> 20) MiB"
      throw Diagnostic(.error, "file-too-large", message, at: .file(path))
    }
    return SourceFile(name: path == "-" ? "<stdin>" : path, text: data)
  }

  /// The file that `importer` means by `path`: relative to its own folder.
  private static func importedFile(
    _ path: String, _ importer: SourceFile
  ) throws(Diagnostic) -> SourceFile {
    if path.hasPrefix("/") { return try sourceFile(path) }
    let name = importer.name as NSString
    let folder = importer.name.hasPrefix("<") ? "." : name.deletingLastPathComponent
    return try sourceFile((folder as NSString).appendingPathComponent(path).standardizedPath)
  }

}

extension String {

  /// The path without `.` and `..` where that needs no look at the disk.
  fileprivate var standardizedPath: String { (self as NSString).standardizingPath }

}
