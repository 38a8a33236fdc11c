import CNNCompiler
import CNNIR
import CNNOps
import CNNPasses

extension Command {

  /// What the words that are no options stand for, and how many there may be.
  struct Operands: Sendable {

    /// The words in the help.
    let usage: String
    /// One of them, as a noun and as a phrase.
    let noun: String
    let phrase: String
    let count: ClosedRange<Int>
    /// Whether the options that choose and change networks apply.
    var areNetworks = false
    /// All that there are to choose from; `nil` for files.
    var candidates: @Sendable () -> [String]? = { nil }

    /// What is wrong with the number of `words`, if something is.
    func fault(of words: [String]) -> String? {
      if count.contains(words.count) { return nil }
      if words.isEmpty { return "\(phrase) is needed" }
      let needed = count.lowerBound == 1 ? "one \(noun) is" : "\(count.lowerBound) \(noun)s are"
      let limit = count.lowerBound == 0 ? "at most one \(noun) is taken" : "\(needed) needed"
      return "\(limit), not \(words.count)"
    }

    /// One network, with the options that choose and change it.
    static let network = Self(
      usage: "NET", noun: "network", phrase: "a network's file", count: 1...1, areNetworks: true)

    /// One or several, with the same options.
    static let networks = Self(
      usage: "NET...", noun: "network", phrase: "a network's file", count: 1...Int.max,
      areNetworks: true)

    static let pair = Self(
      usage: "NET NET", noun: "network", phrase: "a pair of networks", count: 2...2,
      areNetworks: true)

    static let files = Self(usage: "FILE...", noun: "file", phrase: "a file", count: 1...Int.max)

    static let subject = Self(
      usage: "CODE | op NAME", noun: "code", phrase: "a diagnostic's code, or 'op' and a name,",
      count: 1...2,
      candidates: { ["op"] + Explanation.all.map(\.code).sorted() + OpTable.standard.mnemonics })

    static let op = Self(
      usage: "[NAME]", noun: "op", phrase: "an op's name", count: 0...1,
      candidates: { OpTable.standard.mnemonics })

    static let pass = Self(
      usage: "[NAME]", noun: "pass", phrase: "a pass's name", count: 0...1,
      candidates: { Pass.all.map(\.name) })

    static let shell = Self(
      usage: "bash|zsh|fish", noun: "shell", phrase: "a shell's name", count: 1...1,
      candidates: { CompletionScript.allCases.map(\.rawValue) })

    static let command = Self(
      usage: "[COMMAND]", noun: "command", phrase: "a command", count: 0...1,
      candidates: { Command.all.map(\.name) })
  }

}
