import CNNSource
import CNNSyntax

/// A file's declarations by name, and the modules whose names it sees.
struct Module {

  /// A declaration and its name.
  struct Entry {
    var declaration: Declaration
    var name: Identifier
  }

  var file: SourceFile
  private(set) var entries: [String: Entry] = [:]
  /// The networks in the order of their declaration.
  private(set) var networks: [String] = []
  /// The names that labels give to layers and scopes, as far as they are fixed text.
  private(set) var labels: Set<String> = []
  /// The indices of the imported modules.
  var imports: [Int] = []
  /// Whether an error hides some of the names that the file declares or imports.
  var isIncomplete = false

  /// Collects the declarations of `tree`, reporting names that are declared twice.
  init(_ tree: SyntaxTree, _ diagnostics: inout DiagnosticSet) {
    file = tree.file
    diagnostics.formUnion(EmitSettings.read(tree).diagnostics)
    for declaration in tree.declarations {
      guard let name = declaration.name else { continue }
      if name.isReserved { diagnostics.insert(.reservedName(name)) }
      Self.checkParameters(of: declaration, &diagnostics)
      collectLabels(in: declaration.body)
      if let other = entries[name.name] {
        diagnostics.insert(.duplicateDeclaration(name, other.name))
        continue
      }
      entries[name.name] = Entry(declaration: declaration, name: name)
      if declaration.isNetwork { networks.append(name.name) }
    }
  }

  private static func checkParameters(
    of declaration: Declaration, _ diagnostics: inout DiagnosticSet
  ) {
    var seen: [String: Identifier] = [:]
    for parameter in declaration.parameters.map(\.name) {
      if parameter.isReserved { diagnostics.insert(.reservedName(parameter)) }
      if let other = seen[parameter.name] {
        diagnostics.insert(.duplicateDeclaration(parameter, other))
      }
      seen[parameter.name] = parameter
    }
  }

  private mutating func collectLabels(in statements: [Statement]) {
    for statement in statements {
      if let segments = statement.label?.segments, segments.count == 1,
        case .text(let text) = segments[0]
      {
        labels.insert(text)
      }
      switch statement.kind {
      case .sharedLayer(let name, _), .input(let name?, _): labels.insert(name.name)
      case .bind(_, let inner), .output(_, let inner): collectLabels(in: [inner])
      case .branches(_, let body), .braces(let body), .from(_, let body), .loop(_, _, let body):
        collectLabels(in: body)
      case .conditional(_, let body, let alternative):
        collectLabels(in: body + (alternative ?? []))
      case .apply, .inline, .define, .update, .input(nil, _), .preprocess, .return, .expect,
        .invalid:
        break
      }
    }
  }

}

extension Declaration {

  /// The name that the declaration introduces.
  var name: Identifier? {
    switch kind {
    case .import, .emit: nil
    case .function(let name, _, _), .block(let name, _, _), .network(let name, _, _),
      .specialization(let name, _), .constant(let name, _):
      name
    }
  }

  var isNetwork: Bool {
    switch kind {
    case .network, .specialization: true
    case .import, .function, .block, .constant, .emit: false
    }
  }

  fileprivate var parameters: [Parameter] {
    switch kind {
    case .function(_, let parameters, _), .block(_, let parameters, _),
      .network(_, let parameters, _):
      parameters
    case .import, .specialization, .constant, .emit: []
    }
  }

  fileprivate var body: [Statement] {
    switch kind {
    case .block(_, _, let body), .network(_, _, let body): body
    case .import, .function, .specialization, .constant, .emit: []
    }
  }

}
