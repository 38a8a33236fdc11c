import CNNSource
import CNNSyntax

extension Lowering {

  /// Parses `file` and, once each, the files that it imports; the module of `file` comes first.
  mutating func loadModules(from file: SourceFile, _ loader: ImportLoader) {
    var indices: [String: Int] = [:]
    load(file, &indices, [], loader)
  }

  /// Loads a file below the importing files `path` and returns its module's index.
  @discardableResult
  private mutating func load(
    _ file: SourceFile, _ indices: inout [String: Int], _ path: [String], _ loader: ImportLoader
  ) -> Int {
    let (tree, found) = parse(file)
    diagnostics.formUnion(found)
    let index = modules.count
    indices[file.name] = index
    modules.append(Module(tree, &diagnostics))
    for declaration in tree.declarations {
      guard case .import(let target, let range) = declaration.kind else { continue }
      do throws(Diagnostic) {
        let imported = try loader(target, file)
        if imported.name == file.name || path.contains(imported.name) {
          throw .importCycle(target, range)
        }
        let known = indices[imported.name]
        modules[index].imports.append(
          known ?? load(imported, &indices, path + [file.name], loader))
      } catch {
        var diagnostic = error
        diagnostic.place = .source(range)
        diagnostics.insert(diagnostic)
      }
    }
    return index
  }

  /// The declaration that `name` has in the module or, failing that, in one of its imports.
  func declaration(_ name: String, inModule index: Int) -> (entry: Module.Entry, module: Int)? {
    if let entry = modules[index].entries[name] { return (entry, index) }
    for imported in modules[index].imports {
      if let entry = modules[imported].entries[name] { return (entry, imported) }
    }
    return nil
  }

  /// All names that the module sees.
  func declaredNames(inModule index: Int) -> [String] {
    ([index] + modules[index].imports).flatMap { modules[$0].entries.keys.sorted() }
  }

}
