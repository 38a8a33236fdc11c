import CNNIR
import CNNSource

/// What stands before all names in a file but not in the network, such as the `module.` of PyTorch's
/// `DataParallel`, or the other way round.
struct WeightsPrefix {

  /// The rule that takes it away, or puts it there, as it is written.
  let rule: String

  /// What the file calls the tensors that the network misses, by the network's names.
  let names: [String: String]

  /// How many tensors of a file may be the first one that is missing.
  private static let candidateLimit = 16

  /// A tensor by its name, after the renaming that was asked for.
  typealias Entry = (name: String, shape: Shape?)

  /// - Parameters:
  ///   - missing: the tensors that the network needs and the file does not have.
  ///   - unused: the tensors that the file has and the network does not need.
  /// - Returns: `nil` unless one rule finds all that are missing, two at least.
  init?(_ missing: [Entry], among unused: [Entry]) {
    guard missing.count > 1, unused.count >= missing.count else { return nil }
    let rules = unused.lazy.filter { $0.shape == missing[0].shape }
      .compactMap { Self.rule(from: $0.name, to: missing[0].name) }
    for rule in rules.prefix(Self.candidateLimit) {
      var found: [String: Entry] = [:]
      for tensor in unused {
        if let name = rule.renaming(tensor.name) { found[name] = tensor }
      }
      let tensors = missing.compactMap { (tensor) in
        found[tensor.name].flatMap { $0.shape == tensor.shape ? (tensor.name, $0.name) : nil }
      }
      if tensors.count == missing.count {
        self.rule = "\(rule.pattern) -> \(rule.replacement)"
        names = Dictionary(uniqueKeysWithValues: tensors)
        return
      }
    }
    return nil
  }

  /// How to use the rule.
  var note: Diagnostic.Note {
    Diagnostic.Note("--rename '\(rule)' gives them the network's names")
  }

  private static func rule(from old: String, to new: String) -> RenameRule? {
    let rest = "{path}"
    if old.hasSuffix("." + new) { return try? RenameRule(old.dropLast(new.count) + rest, to: rest) }
    if new.hasSuffix("." + old) { return try? RenameRule(rest, to: new.dropLast(old.count) + rest) }
    return nil
  }

}
