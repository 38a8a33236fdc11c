import Foundation
import Testing

/// The scripts that complete command lines.
struct CompletionTests {

  /// What bash offers for the last of `words`.
  private func bashOffers(_ words: [String]) throws -> [String] {
    let script = try Tool.run(["completion", "bash"]).output
    let ask = """
      \(script)
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cnnc; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let result = try Tool.run(
      ["-c", ask, "bash"] + words, program: URL(fileURLWithPath: "/bin/bash"))
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/bin/bash")),
    arguments: [
      (["an"], ["analyze"]), (["analyze", "--form"], ["--format"]),
      (["analyze", "--format", "m"], ["markdown"]), (["help", "ver"], ["verify"]),
      (["completion", ""], ["bash", "zsh", "fish"]), (["explain", "conv.c2"], ["conv.c2"]),
      (["analyze", "READ"], ["README.md"]), (["run", "net.arch", "--top", ""], []),
      (["analyze", "-o", "READ"], ["README.md"]),
    ])
  func bashCompletes(words: [String], offers: [String]) throws {
    #expect(try bashOffers(["cnnc"] + words) == offers)
  }

  /// Every option that the help lists is in every script, with its command.
  @Test(arguments: ["bash", "zsh", "fish"])
  func everyOptionIsThere(shell: String) throws {
    let script = try Tool.run(["completion", shell]).output
    let commands = try Tool.run(["help"]).output.matches(of: /\n  cnnc ([a-z]+)/).map(\.1)
    #expect(commands.count >= 10)
    for command in commands {
      let lines = script.split(separator: "\n").filter { $0.contains(command) }
      let help = try Tool.run(["help", String(command)]).output
      let options = help.matches(of: /\n  (?:-\w, )?--([a-z-]+)/).map(\.1)
      #expect(!options.isEmpty)
      for option in options {
        let spelling = shell == "fish" ? "-l \(option) " : "--\(option)"
        #expect(lines.contains { $0.contains(spelling) }, "\(command) --\(option)")
      }
    }
  }

}
