import CNNSource
import CNNSyntax

/// A file's declarations by name, and the modules whose names it sees.
struct Module {

  struct Entry {
    var declaration: Declaration
    var name: Identifier
  }

  var file: SourceFile
  var entries: [String: Entry] = [:]
  /// The networks in the order of their declaration.
  var networks: [String] = []
  /// The indices of the imported modules.
  var imports: [Int] = []

  /// Collects the declarations of `tree`, reporting names that are declared twice.
  init(_ tree: SyntaxTree, _ diagnostics: inout DiagnosticSet) {
    file = tree.file
    for declaration in tree.declarations {
      guard let name = declaration.name else { continue }
      if let other = entries[name.name] {
        diagnostics.insert(.duplicateDeclaration(name, other.name))
        continue
      }
      entries[name.name] = Entry(declaration: declaration, name: name)
      if declaration.isNetwork { networks.append(name.name) }
    }
  }

}

extension Declaration {

  /// The name that the declaration introduces.
  var name: Identifier? {
    switch kind {
    case .import: nil
    case .function(let name, _, _), .block(let name, _, _), .network(let name, _, _),
      .specialization(let name, _), .constant(let name, _):
      name
    }
  }

  var isNetwork: Bool {
    switch kind {
    case .network, .specialization: true
    case .import, .function, .block, .constant: false
    }
  }

}
