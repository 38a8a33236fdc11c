import CNNSource
import CNNSyntax

extension Lowering {

  /// Parses `file` and, once each, the files that it imports; the module of `file` comes first.
  mutating func loadModules(from file: SourceFile, _ loader: ImportLoader) {
    var indices: [String: Int] = [:]
    load(file, &indices, [], loader)
    names = NameScopes(labels: modules.reduce(into: []) { $0.formUnion($1.labels) })
  }

  /// Loads a file that the files in `path` lead to, and returns its module's index.
  @discardableResult
  private mutating func load(
    _ file: SourceFile, _ indices: inout [String: Int], _ path: [String], _ loader: ImportLoader
  ) -> Int {
    let (tree, found) = parse(file)
    diagnostics.formUnion(found)
    let index = modules.count
    indices[file.name] = index
    modules.append(Module(tree, &diagnostics))
    modules[index].isIncomplete = tree.isMissingDeclarations(found)
    for declaration in tree.declarations {
      guard case .import(let target, let range) = declaration.kind else { continue }
      do throws(Diagnostic) {
        let imported = try loader(target, file)
        let path = path + [file.name]
        if path.contains(imported.name) { throw .importCycle(target, range) }
        let known = indices[imported.name]
        if known == nil { try checkImports(path, range) }
        let other = known ?? load(imported, &indices, path, loader)
        if !modules[index].imports.contains(other) { modules[index].imports.append(other) }
      } catch {
        var diagnostic = error
        diagnostic.place = .source(range)
        diagnostics.insert(diagnostic)
        modules[index].isIncomplete = true
      }
      if exceedsImportLimit { break }
    }
    return index
  }

  /// Requires that one file more may be read, which the files in `path` lead to.
  private mutating func checkImports(_ path: [String], _ range: SourceRange) throws(Diagnostic) {
    exceedsImportLimit = path.count > Self.importDepthLimit || modules.count >= Self.fileLimit
    if path.count > Self.importDepthLimit { throw .importTooDeep(range) }
    if exceedsImportLimit { throw .tooManyFiles(range) }
  }

  /// The declaration that `name` has in the module or, failing that, in one of its imports.
  func declaration(_ name: String, inModule index: Int) -> (entry: Module.Entry, module: Int)? {
    for module in [index] + modules[index].imports {
      if let entry = modules[module].entries[name] { return (entry, module) }
    }
    return nil
  }

  /// All names that the module sees.
  func declaredNames(inModule index: Int) -> [String] {
    ([index] + modules[index].imports).flatMap { modules[$0].entries.keys.sorted() }
  }

  /// The names of the networks that the module sees, its own first.
  func networkNames(inModule index: Int) -> [String] {
    ([index] + modules[index].imports).flatMap { modules[$0].networks }
  }

  /// Whether the module may see names that are not known because of an error.
  func isIncomplete(_ index: Int) -> Bool {
    ([index] + modules[index].imports).contains { modules[$0].isIncomplete }
  }

}

extension SyntaxTree {

  /// Whether an error of `diagnostics` cost a declaration, rather than a statement within one.
  fileprivate func isMissingDeclarations(_ diagnostics: DiagnosticSet) -> Bool {
    diagnostics.elements.contains { (diagnostic) in
      guard case .source(let range) = diagnostic.place else { return true }
      return !declarations.contains {
        $0.range.offsets.lowerBound <= range.offsets.lowerBound
          && range.offsets.lowerBound < $0.range.offsets.upperBound
      }
    }
  }

}
