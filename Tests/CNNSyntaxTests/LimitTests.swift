import CNNSource
import CNNSyntax
import Foundation
import Testing

/// Texts of great depth or length.
struct LimitTests {

  private static let count = 100_000

  /// `before` and `after`, each many times, around `middle`.
  private static func nest(_ before: String, _ middle: String, _ after: String) -> String {
    String(repeating: before, count: count) + middle + String(repeating: after, count: count)
  }

  private static let deepTexts = [
    "let a = " + nest("(", "1", ")"),
    "let a = " + nest("(", "", ""),
    "let a = " + nest("[", "1", "]"),
    "let a = " + nest("-", "1", ""),
    "let a = " + nest("!", "b", ""),
    "let a = " + nest("f(", "1", ")"),
    "let a = " + nest("b ? 1 : ", "1", ""),
    "let a = " + nest("b ? ", "1", " : 2"),
    "let a = 1" + nest(" + 1", "", ""),
    "let a = 1" + nest(" + 1 * 2", "", ""),
    "let a = b" + nest("[0]", "", ""),
    "let a = b" + nest(".c", "", ""),
    "let a = b" + nest("(1)", "", ""),
    "let a = " + nest("\"{", "1", "}\""),
    "let a = " + nest("[(f(-\"{", "1", "}\"))]"),
    "block B { " + nest("{ ", "", "} ") + "}",
    "block B { " + nest("{ ", "", ""),
    "block B { " + nest("a { ", "", "} ") + "}",
    "block B { " + nest("a{", "", ""),
    "block B { " + nest("a{;", "", ""),
    "block B { " + nest("x = ", "a", "") + "}",
    "block B { " + nest("output x: ", "a", "") + "}",
    "block B { if a { }" + nest(" else if a { }", "", "") + "}",
    "block B { " + nest("if a { ", "", "} ") + "}",
    "block B { " + nest("for i in a { ", "", "} ") + "}",
  ]

  @Test func `depth is limited, also on a small stack`() async {
    for text in Self.deepTexts {
      let errors = await onSmallStack {
        let file = SourceFile(name: "a.arch", text: text)
        #expect(format(file).text == nil)
        return Set(parse(file).diagnostics.elements.map(\.code))
      }
      #expect(errors.contains("nesting-too-deep") || text.contains("a{"), "\(text.prefix(40))")
    }
  }

  @Test func `the error about depth is one error`() {
    let errors = parsed("let a = " + String(repeating: "(", count: 200)).errors
    let message = "this nests too deep; a part of it needs a name, by 'let', 'func' or 'block'"
    #expect(errors.contains("error: \(message) [nesting-too-deep]"))
    #expect(errors.components(separatedBy: "error:").count == 2)
  }

  @Test func `the deepest text that is read can be formatted on a small stack`() async {
    let texts = [
      String(repeating: "(", count: 49) + "1" + String(repeating: ")", count: 49),
      String(repeating: "[", count: 49) + "1" + String(repeating: "]", count: 49),
      "1" + String(repeating: " + 1", count: 98),
    ]
    for value in texts {
      let isRead = await onSmallStack {
        format(SourceFile(name: "a.arch", text: "let a = \(value)\n")).text == "let a = \(value)\n"
      }
      #expect(isRead || value.count > 90, "\(value)")
    }
    let braces = String(repeating: "{ ", count: 49) + String(repeating: "} ", count: 49)
    let text = await onSmallStack {
      format(SourceFile(name: "a.arch", text: "block B { \(braces)}\n")).text
    }
    #expect(text?.filter { $0 == "{" }.count == 50)
  }

  /// What optimized code must do with: the smallest stack that systems give to a thread. The frames
  /// of unoptimized code are several times as large.
  #if DEBUG
    private static let stackSize = 4 << 20
  #else
    private static let stackSize = 512 << 10
  #endif

  /// The result of `body` on a thread with a small stack.
  private func onSmallStack<Result: Sendable>(
    _ body: @escaping @Sendable () -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = Self.stackSize
      thread.start()
    }
  }

  @Test(arguments: ["\n", "; "])
  func `many statements`(separator: String) {
    let statements = Array(repeating: "conv(3, kernel: 5)", count: Self.count)
    let body = statements.joined(separator: separator)
    let (tree, diagnostics) = parse(SourceFile(name: "a.arch", text: "block B {\n\(body)\n}\n"))
    #expect(diagnostics.elements.isEmpty)
    guard case .block(_, _, let statements)? = tree.declarations.first?.kind else {
      Issue.record("no block")
      return
    }
    #expect(statements.count == Self.count)
    let text = formatted("block B {\n\(body)\n}\n")
    #expect(text.utf8.count == Self.count * "  conv(3, kernel: 5)\n".utf8.count + 12)
  }

  @Test(arguments: ["a b\n", "$\n", "\"x\n", "a b\n$\n\"x\n"])
  func `many mistakes`(line: String) {
    let body = String(repeating: line, count: Self.count)
    let codes = errorCodes("block B {\n\(body)\n}\n")
    #expect(codes.count == 51)
    #expect(codes.last?.hasSuffix(":too-many-errors") == true)
    #expect(codes.dropLast().allSatisfy { !$0.hasSuffix(":too-many-errors") })
    // As many as are shown are not too many.
    let few = errorCodes("block B {\n\(String(repeating: "a b\n", count: 50))}\n")
    #expect(few == (2...51).map { "\($0):expected-token" })
  }

  @Test(arguments: [
    "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR\0", String(repeating: "# a\nimport torch\n", count: 9),
    String(repeating: "<p class='a'>\n", count: 9), "{\"a\": \0}",
  ])
  func `text in another language is one mistake`(text: String) {
    #expect(errorCodes(text) == ["not-arch-text"])
    #expect(formatted(text).hasPrefix("a.arch: error: this is no .arch text"))
  }

  @Test func `a text with a misspelt keyword is none in another language`() {
    let text = "netwrok A {\n" + String(repeating: "  $\n", count: 9) + "}\n"
    #expect(errorCodes(text).first == "1:unknown-declaration")
  }

  @Test func `long lists, strings and comments`() {
    let list = "[" + String(repeating: "1, ", count: Self.count) + "]"
    let string = "\"" + String(repeating: "{a}", count: Self.count) + "\""
    let comments = String(repeating: "// c\n\n", count: Self.count)
    let text = formatted("let a = \(list)\nlet b = \(string)\n\(comments)")
    // Each element has its line; the last empty line goes.
    let listLength = "[\n]".utf8.count + Self.count * "  1,\n".utf8.count
    let others = "let a = \nlet b = \n".utf8.count - 1
    #expect(text.utf8.count == listLength + string.utf8.count + comments.utf8.count + others)
  }

}
