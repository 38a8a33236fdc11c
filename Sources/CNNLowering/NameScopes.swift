import CNNSource

/// The paths of layers, as PyTorch's `state_dict` has them.
struct NameScopes {

  private struct Scope {
    /// The path with a trailing dot, unless it is empty.
    var prefix: String
    var nextNumber = 0
  }

  private var scopes = [Scope(prefix: "")]

  /// Where each full name was given.
  private var used: [String: SourceRange] = [:]

  /// The next suffix to try for a path that wants to be unique, so that many of them stay cheap.
  private var suffixes: [String: Int] = [:]

  /// The labels of the text, which the names of functional ops must leave to it.
  private let labels: Set<String>

  init(labels: Set<String> = []) {
    self.labels = labels
  }

  mutating func open(_ component: String) {
    scopes.append(Scope(prefix: path(component) + "."))
  }

  mutating func close() { scopes.removeLast() }

  func path(_ component: String) -> String { scopes[scopes.count - 1].prefix + component }

  /// The number of the next unlabelled module in the current scope.
  mutating func takeNumber() -> String {
    defer { scopes[scopes.count - 1].nextNumber += 1 }
    return String(scopes[scopes.count - 1].nextNumber)
  }

  /// Takes `name` for what stands at `range`, or returns where it was taken before.
  mutating func take(_ name: String, at range: SourceRange) -> SourceRange? {
    if let other = used[name] { return other }
    used[name] = range
    return nil
  }

  /// Takes a name that nothing else has: `base` or, if that is taken, `base_1` and so on.
  mutating func takeUnique(_ base: String, at range: SourceRange) -> String {
    var name = base
    while isLabel(name) || take(name, at: range) != nil {
      suffixes[base, default: 0] += 1
      name = "\(base)_\(suffixes[base, default: 0])"
    }
    return name
  }

  /// Whether the last component of `path` is a label somewhere in the text.
  private func isLabel(_ path: String) -> Bool {
    if labels.isEmpty { return false }
    let start = path.lastIndex(of: ".").map(path.index(after:)) ?? path.startIndex
    return labels.contains(String(path[start...]))
  }

}
