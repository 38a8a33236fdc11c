/// The shells that complete commands, options and their values.
enum CompletionScript: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script for `commands`, from their declarations.
  func text(_ commands: [Command]) -> String {
    switch self {
    case .bash: Self.bashText(commands)
    case .zsh: Self.zshText(commands)
    case .fish: Self.fishText(commands)
    }
  }

}

/// `text` as one word of a shell.
private func quoted(_ text: String) -> String {
  "'" + text.replacing("'", with: "'\\''") + "'"
}

// MARK: - bash

extension CompletionScript {

  private static func bashText(_ commands: [Command]) -> String {
    let names = commands.map(\.name) + ["--version"] + Command.Option.printHelp.names
    return """
      # Completion of cnnc in bash: source <(cnnc completion bash)
      _cnnc() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}"
        local options words
        COMPREPLY=()
        if [[ $COMP_CWORD -eq 1 ]]; then
          COMPREPLY=($(compgen -W \(quoted(names.joined(separator: " "))) -- "$current"))
          return
        fi
        case "${COMP_WORDS[1]} $previous" in
      \(commands.flatMap(bashValues).joined(separator: "\n"))
        esac
        case "${COMP_WORDS[1]}" in
      \(commands.map(bashOptions).joined(separator: "\n"))
        esac
        if [[ $current == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$current"))
        elif [[ -n $words ]]; then
          COMPREPLY=($(compgen -W "$words" -- "$current"))
        else
          COMPREPLY=($(compgen -f -- "$current"))
        fi
      }
      complete -o filenames -F _cnnc cnnc

      """
  }

  /// A branch for each option of `command` that takes a value.
  private static func bashValues(_ command: Command) -> [String] {
    command.allOptions.compactMap { (option) in
      guard let value = option.value else { return nil }
      let patterns = option.names.map { quoted("\(command.name) \($0)") }.joined(separator: " | ")
      return "    \(patterns)) \(bashCompletion(of: value))return ;;"
    }
  }

  private static func bashCompletion(of value: Command.Option.Value) -> String {
    switch value {
    case .text, .integer: ""
    case .file: #"COMPREPLY=($(compgen -f -- "$current")); "#
    case .word(_, let words):
      #"COMPREPLY=($(compgen -W \#(quoted(words.joined(separator: " "))) -- "$current")); "#
    }
  }

  private static func bashOptions(_ command: Command) -> String {
    let options = quoted(command.allOptions.flatMap(\.names).joined(separator: " "))
    let words = quoted((command.operands.candidates() ?? []).joined(separator: " "))
    return "    \(command.name)) options=\(options) words=\(words) ;;"
  }

}

// MARK: - zsh

extension CompletionScript {

  private static func zshText(_ commands: [Command]) -> String {
    """
    #compdef cnnc
    # Completion of cnnc in zsh: cnnc completion zsh > DIRECTORY/_cnnc, for a directory in $fpath
    _cnnc() {
      local state
      local -a commands
      commands=(
    \(commands.map { "    " + quoted("\($0.name):\(zshText($0.summary))") }.joined(separator: "\n"))
      )
      _arguments -C '1: :->command' '*:: :->arguments'
      case $state in
        command) _describe command commands ;;
        arguments)
          case $words[1] in
    \(commands.map(zshOptions).joined(separator: "\n"))
          esac ;;
      esac
    }
    compdef _cnnc cnnc

    """
  }

  private static func zshOptions(_ command: Command) -> String {
    let options = command.allOptions.flatMap(zshOption)
    let operand =
      command.operands.candidates().map { "*: :(\($0.joined(separator: " ")))" } ?? "*: :_files"
    return "        \(command.name)) _arguments "
      + (options + [operand]).map(quoted).joined(separator: " ") + " ;;"
  }

  /// One specification for each spelling, which excludes the others unless the option repeats.
  private static func zshOption(_ option: Command.Option) -> [String] {
    option.names.map { (name) in
      let once = option.isRepeatable ? "*" : "(\(option.names.joined(separator: " ")))"
      return "\(once)\(name)[\(zshText(option.help))]" + (option.value.map(zshValue) ?? "")
    }
  }

  private static func zshValue(_ value: Command.Option.Value) -> String {
    switch value {
    case .text, .integer: ": : "
    case .file: ": :_files"
    case .word(_, let words): ": :(\(words.joined(separator: " ")))"
    }
  }

  /// A description without what ends one.
  private static func zshText(_ text: String) -> String {
    ["\\", "[", "]", ":"].reduce(text) { $0.replacing($1, with: "\\" + $1) }
  }

}

// MARK: - fish

extension CompletionScript {

  private static func fishText(_ commands: [Command]) -> String {
    let names = commands.map { (command) in
      "complete -c cnnc -f -n __fish_use_subcommand -a \(command.name)"
        + " -d \(fishQuoted(command.summary))"
    }
    let head = "# Completion of cnnc in fish: cnnc completion fish | source"
    return ([head] + names + commands.flatMap(fishLines)).joined(separator: "\n") + "\n"
  }

  private static func fishLines(_ command: Command) -> [String] {
    let start = "complete -c cnnc -n '__fish_seen_subcommand_from \(command.name)'"
    let options = command.allOptions.map { (option) in
      let names = option.names.map { (name) in
        name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
      }
      return start + names.joined() + fishValue(option.value) + " -d \(fishQuoted(option.help))"
    }
    let operands = command.operands.candidates().map { (words) in
      "\(start) -f" + (words.isEmpty ? "" : " -a \(fishQuoted(words.joined(separator: " ")))")
    }
    return options + (operands.map { [$0] } ?? [])
  }

  private static func fishValue(_ value: Command.Option.Value?) -> String {
    switch value {
    case nil: ""
    case .text, .integer: " -x"
    case .file: " -r"
    case .word(_, let words): " -x -a \(fishQuoted(words.joined(separator: " ")))"
    }
  }

  private static func fishQuoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

}
