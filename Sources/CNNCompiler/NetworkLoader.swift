import CNNFiles
import CNNIR
import CNNLowering
import CNNOps
import CNNRuntime
import CNNSource
import CNNSyntax

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

  /// The graph in a text: IR text if it starts with the word `graph` or is in a file `NAME.ir`.
  package static func load(
    _ file: SourceFile, _ options: CompilerOptions
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    if isIR(file) { return loadIR(file, options) }
    let (lowering, found) = options.lowering()
    var (graph, diagnostics) = lower(file, .standard, lowering, loader: importedFile)
    if diagnostics.containsError, let change = options.inputChange {
      let (_, own) = lower(file, .standard, lowering.withInputAsWritten, loader: importedFile)
      diagnostics.add("the input is changed to \(change)", unlessIn: own)
    }
    diagnostics.formUnion(found)
    return (diagnostics.containsError ? nil : graph, diagnostics)
  }

  /// The graphs of all networks in the file at `path` that need no arguments, in order; a file may
  /// have none.
  ///
  /// There are no graphs when there was an error; the diagnostics hold all that were found.
  package static func loadAll(
    _ path: String
  ) -> (graphs: [Graph], settings: EmitSettings, diagnostics: DiagnosticSet) {
    do throws(Diagnostic) {
      return loadAll(try sourceFile(path))
    } catch {
      return ([], EmitSettings(), DiagnosticSet([error]))
    }
  }

  private static func loadAll(
    _ file: SourceFile
  ) -> (graphs: [Graph], settings: EmitSettings, diagnostics: DiagnosticSet) {
    if isIR(file) {
      let (graph, diagnostics) = loadIR(file, CompilerOptions())
      return (graph.map { [$0] } ?? [], EmitSettings(), diagnostics)
    }
    // The networks share the files that they import, so that a mistake there is one mistake.
    var files: [String: SourceFile] = [:]
    func load(_ path: String, _ importer: SourceFile) throws(Diagnostic) -> SourceFile {
      let path = importer.path(ofImport: path)
      if let file = files[path] { return file }
      let file = try sourceFile(path)
      files[path] = file
      return file
    }
    var (names, diagnostics) = completeNetworks(in: file, .standard, loader: load)
    var graphs: [Graph] = []
    for name in names {
      var options = LoweringOptions()
      options.network = name
      let (graph, found) = lower(file, .standard, options, loader: load)
      // What is wrong in a shared block is said once, whichever network leads to it.
      let known = Set(diagnostics.elements.compactMap(\.origin))
      for diagnostic in found.elements {
        if let origin = diagnostic.origin, known.contains(origin) { continue }
        diagnostics.insert(diagnostic)
      }
      if let graph { graphs.append(graph) }
    }
    return (diagnostics.containsError ? [] : graphs, settings(in: file), diagnostics)
  }

  /// How the networks of a file are to be written as Swift.
  package static func settings(in file: SourceFile) -> EmitSettings {
    isIR(file) ? EmitSettings() : EmitSettings.read(parse(file).tree).settings
  }

  private static func isIR(_ file: SourceFile) -> Bool {
    GraphReader.recognizes(file) || file.name.hasSuffix(".ir")
  }

  /// The text at `path`, or on standard input for `-`.
  ///
  /// - Throws: when there is no such regular file, it is too large or cannot be read, or it is
  ///   certainly of another kind.
  package static func sourceFile(_ path: String) throws(Diagnostic) -> SourceFile {
    let isStandardInput = path == "-"
    let name = isStandardInput ? InputFile.standardInputName : path
    if path.hasSuffix(ProgramFile.suffix), InputFile.isRegular(path) {
      let message =
        "this is a compiled program, which only 'run', 'bench' and the library's NetworkRunner take"
      throw Diagnostic(.error, "wrong-file-type", message, at: .file(path))
    }
    let data =
      isStandardInput
      ? try InputFile.standardInput(limit: sizeLimit + 1) : try InputFile.contents(of: path)
    guard data.count <= sizeLimit else {
      let message = "a network's text may have at most \(sizeLimit >> 20) MiB"
      throw Diagnostic(.error, "file-too-large", message, at: .file(name))
    }
    let file = SourceFile(name: name, text: data, isFile: !isStandardInput)
    if let kind = ForeignFile.kind(of: file.text) {
      let message = "a network is .arch or IR text, and this is \(kind)"
      throw Diagnostic(.error, "wrong-file-type", message, at: .file(name))
    }
    return file
  }

  /// The file that `importer` imports as `path`.
  private static func importedFile(
    _ path: String, _ importer: SourceFile
  ) throws(Diagnostic) -> SourceFile {
    try sourceFile(importer.path(ofImport: path))
  }

}

// MARK: - IR text

extension NetworkLoader {

  private static func loadIR(
    _ file: SourceFile, _ options: CompilerOptions
  ) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    var (graph, diagnostics) = GraphReader.read(file, .standard)
    if !options.settings.isEmpty || options.network != nil {
      let message = "IR text is one network without parameters: --set and --network do not apply"
      diagnostics.insert(Diagnostic(.error, "no-parameters", message, at: .file(file.name)))
    }
    guard var changed = graph else { return (nil, diagnostics) }
    do throws(Diagnostic) {
      try changed.resizeInputs(options)
      graph = changed
    } catch {
      diagnostics.insert(error)
    }
    return (diagnostics.containsError ? nil : graph, diagnostics)
  }

}

extension Graph {

  /// Gives the inputs the batch and the first one the extents that `options` ask for.
  ///
  /// - Throws: when the network does not work on such inputs.
  fileprivate mutating func resizeInputs(_ options: CompilerOptions) throws(Diagnostic) {
    for (index, input) in inputs.enumerated() {
      var extents = input.type.shape.extents
      if index == 0, let shape = options.inputShape { extents = extents.prefix(1) + shape }
      if let batch = options.batch, !extents.isEmpty { extents[0] = batch }
      guard Shape(extents).isValid else {
        let message = "the input '\(input.name)' of \(Shape(extents)) is too large to count"
        throw Diagnostic(.error, "invalid-shape", message, at: .commandLine)
      }
      setType(TensorType(Shape(extents), input.type.element), ofInput: index)
    }
    do throws(NodeFault) {
      try inferTypes()
      try checkParameters()
    } catch {
      throw error.diagnostic(in: self)
    }
  }

}

extension LoweringOptions {

  /// The same with the input that the text says.
  fileprivate var withInputAsWritten: Self {
    var options = self
    options.inputShape = nil
    options.batch = 1
    return options
  }

}

extension DiagnosticSet {

  /// Adds a note to each error in a text that `own` does not have.
  fileprivate mutating func add(_ note: String, unlessIn own: DiagnosticSet) {
    let innate = Set(own.elements.compactMap(\.origin))
    self = DiagnosticSet(
      elements.map { (diagnostic) in
        guard diagnostic.severity == .error, let origin = diagnostic.origin,
          !innate.contains(origin)
        else { return diagnostic }
        var noted = diagnostic
        noted.notes.append(.init(note))
        return noted
      })
  }

}

extension Diagnostic {

  /// What tells a diagnostic about a text from others, in another reading of it.
  fileprivate struct Origin: Hashable {
    let code: String
    let file: String
    let offsets: Range<Int>
  }

  fileprivate var origin: Origin? {
    guard case .source(let range) = place else { return nil }
    return Origin(code: code, file: range.file.name, offsets: range.offsets)
  }

}
