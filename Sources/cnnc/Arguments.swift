import CNNSource

/// The words of a command line, matched to a command's options.
struct Arguments: Sendable {

  let command: Command
  /// The words that are no options: as many as the command takes.
  let operands: [String]
  private var values: [String: [String]] = [:]

  /// - Throws: `UsageError` when the words do not fit the command.
  init(_ words: [String], for command: Command) throws(UsageError) {
    self.command = command
    var operands: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = try Self.option(String(parts[0]), command)
      var value = ""
      if option.value != nil {
        if word.hasPrefix("--"), parts.count == 2 {
          value = String(parts[1])
        } else if let next = rest.popFirst() {
          value = next
        } else {
          let message = "\(option.name) needs a value: \(option.name) \(option.value ?? "")"
          throw UsageError(message: message, command: command.name)
        }
      } else if parts.count == 2 {
        throw UsageError(message: "\(option.name) takes no value", command: command.name)
      }
      if values[option.name] != nil, !option.isRepeatable {
        throw UsageError(message: "\(option.name) is given twice", command: command.name)
      }
      values[option.name, default: []].append(value)
    }
    self.operands = operands
    try checkOperands()
  }

  /// The path of the network.
  var network: String { operands[0] }

  private func checkOperands() throws(UsageError) {
    let what = command.operands == .network ? "network" : "code"
    switch (command.operands, operands.count) {
    case (.network, 1), (.code, 1), (.files, 1...): return
    case (.network, 0): throw usageError("a network's file is needed")
    case (.code, 0): throw usageError("a diagnostic's code is needed")
    case (.files, _): throw usageError("a file is needed")
    case (.network, let count), (.code, let count):
      throw usageError("one \(what) is needed, not \(count)")
    }
  }

  private func usageError(_ message: String) -> UsageError {
    UsageError(message: message, command: command.name)
  }

  private static func option(
    _ name: String, _ command: Command
  ) throws(UsageError) -> Command.Option {
    let options = command.allOptions
    if let option = options.first(where: { $0.names.contains(name) }) { return option }
    let near = nearestName(to: name, among: options.flatMap(\.names))
    let hint = near.map { "; did you mean '\($0)'?" } ?? ""
    throw UsageError(message: "\(command.name) has no option \(name)\(hint)", command: command.name)
  }

  /// Whether a switch is given.
  func has(_ option: String) -> Bool { values[option] != nil }

  /// The value of an option.
  func value(_ option: String) -> String? { values[option]?.first }

  /// The values of an option that may be repeated.
  func all(_ option: String) -> [String] { values[option] ?? [] }

  /// The value of an option that is a whole number within `bounds`.
  func integer(_ option: String, in bounds: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      let message = "\(option) is a whole number from \(bounds.lowerBound) on, not '\(text)'"
      throw UsageError(message: message, command: command.name)
    }
    return number
  }

  /// The value of an option that is one of a few words.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ option: String, default fallback: Word
  ) throws(UsageError) -> Word {
    guard let text = value(option) else { return fallback }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw UsageError(message: "\(option) is one of \(words), not '\(text)'", command: command.name)
  }

}
