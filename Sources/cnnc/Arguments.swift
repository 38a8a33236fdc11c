import CNNFiles
import CNNSource

/// The words of a command line, matched to a command's options.
struct Arguments: Sendable {

  let command: Command
  /// The words that are no options: as many as the command takes, unless help is asked for.
  let operands: [String]
  /// The command's options, which take time to make.
  let options: [Command.Option]
  private var values: [String: [String]] = [:]

  /// - Throws: `UsageError` when the words do not fit the command.
  init(_ words: [String], for command: Command) throws(UsageError) {
    self.command = command
    options = command.allOptions
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
        .map(String.init)
      let option = try Self.option(parts[0], options, command)
      let value = try Self.value(
        of: option, parts.count == 2 ? parts[1] : nil, &rest, options, command)
      if values[option.name] != nil, !option.isRepeatable {
        throw UsageError(message: "\(option.name) is given twice", command: command.name)
      }
      values[option.name, default: []].append(value)
    }
    self.operands = operands
    if !isForHelp, let fault = command.operands.fault(of: operands) { throw usageError(fault) }
  }

  /// Checks that no result would replace a file that is read.
  ///
  /// - Throws: `UsageError` that names the file.
  func checkOutputs() throws(UsageError) {
    let outputs = paths(Command.Option.outputFile.name)
    if outputs.isEmpty { return }
    let read = operands + ["--weights", "--input", "--labels"].flatMap(paths)
    for output in outputs {
      if let path = read.first(where: { InputFile.areSame(output, $0) }) {
        throw usageError("the result would be written over '\(path)', which is read")
      }
    }
  }

  /// The values of an option for files, also without a name before their `=`.
  private func paths(_ option: String) -> [String] {
    all(option).flatMap { (text) in
      [text] + text.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
    }
  }

  /// Whether the command's help is asked for, and nothing else.
  var isForHelp: Bool { has(Command.Option.printHelp.name) }

  /// The path of the network.
  var network: String { operands[0] }

  func usageError(_ message: String) -> UsageError {
    UsageError(message: message, command: command.name)
  }

  private static func option(
    _ name: String, _ options: [Command.Option], _ command: Command
  ) throws(UsageError) -> Command.Option {
    if let option = options.first(where: { $0.names.contains(name) }) { return option }
    let hint = hint(for: name, among: options.flatMap(\.names))
    throw UsageError(message: "\(command.name) has no option \(name)\(hint)", command: command.name)
  }

  /// The value of `option`: what stands behind its `=`, or else the next word. A switch has an empty
  /// one.
  private static func value(
    of option: Command.Option, _ given: String?, _ rest: inout ArraySlice<String>,
    _ options: [Command.Option], _ command: Command
  ) throws(UsageError) -> String {
    guard option.value != nil else {
      if given == nil { return "" }
      throw UsageError(message: "\(option.name) takes no value", command: command.name)
    }
    // A word that is an option itself is not what is meant; behind '=' it can be said.
    let isNextOption = rest.first.map { (word) in
      word == "--" || options.contains { $0.names.contains(word) }
    }
    let value = given ?? (isNextOption == false ? rest.popFirst() : nil)
    guard let value, !value.isEmpty else {
      let message = "\(option.name) needs a value: \(option.form)"
      throw UsageError(message: message, command: command.name)
    }
    return value
  }

  /// Whether a switch is given.
  func has(_ option: String) -> Bool { values[option] != nil }

  /// The value of an option.
  func value(_ option: String) -> String? { values[option]?.first }

  /// The values of an option that may be repeated.
  func all(_ option: String) -> [String] { values[option] ?? [] }

  /// The value of an option that is declared as a whole number, within the bounds that are declared.
  ///
  /// - Requires: `Number` holds all numbers within these bounds.
  func integer<Number: FixedWidthInteger>(
    _ name: String, as type: Number.Type = Int.self
  ) throws(UsageError) -> Number? {
    guard let text = value(name) else { return nil }
    guard case .integer(_, let bounds) = try Self.option(name, options, command).value else {
      preconditionFailure("\(name) is not declared as a whole number")
    }
    guard let number = UInt64(text), bounds.contains(number) else {
      let range = "from \(bounds.lowerBound) to \(bounds.upperBound)"
      throw usageError("\(name) is a whole number \(range), not '\(text)'")
    }
    return Number(number)
  }

  /// The value of an option that is one of a few words.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ option: String, default fallback: Word
  ) throws(UsageError) -> Word {
    guard let text = value(option) else { return fallback }
    if let word = Word(rawValue: text) { return word }
    throw wrongWord(text, option, Word.allCases.map(\.rawValue))
  }

  /// The values of an option that is declared as one of a few words.
  func words(_ name: String) throws(UsageError) -> [String] {
    guard case .word(_, let words) = try Self.option(name, options, command).value else {
      preconditionFailure("\(name) is not declared as a word")
    }
    let given = all(name)
    if let wrong = given.first(where: { !words.contains($0) }) {
      throw wrongWord(wrong, name, words)
    }
    return given
  }

  private func wrongWord(_ text: String, _ option: String, _ words: [String]) -> UsageError {
    usageError(
      "\(option) is one of \(words.joined(separator: ", ")), not '\(text)'"
        + hint(for: text, among: words))
  }

}
