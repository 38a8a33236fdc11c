import CNNIR
import CNNLowering
import CNNOps
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// Texts that would take forever, or more memory or stack than there is.
struct RobustnessTests {

  private static func lower(_ text: String) -> (graph: Graph?, diagnostics: DiagnosticSet) {
    let file = SourceFile(name: "test.arch", text: text)
    return CNNLowering.lower(file, .standard, LoweringOptions(), loader: ArchLibrary.load)
  }

  /// The codes of what is wrong with the body of a network, with `declarations` before it.
  private static func codes(_ body: String, _ declarations: String = "") -> [String] {
    let text = "\(declarations)\nnetwork N { input(1, 8, 8)\n\(body)\n}"
    return lower(text).diagnostics.elements.map(\.code)
  }

  @Test func `work that does not end is stopped`() {
    #expect(Self.codes("for i in 0..<100000000000 { }") == ["too-many-steps"])
    #expect(Self.codes("for i in 0..<100000000000 { var x = i }") == ["too-many-steps"])
    let long = "var a = [1]; for i in 0..<19 { a += a }; "
    let copies = long + "for i in 0..<2000 { var b = a; b += [1] }"
    #expect(Self.codes(copies) == ["too-many-steps"])
    let twice = "func twice(n) = n < 1 ? 1 : twice(n - 1) + twice(n - 1)"
    #expect(Self.codes("conv(twice(25), kernel: 1)", twice) == ["too-many-steps"])
    let block = "block Twice(n) { if n > 0 { Twice(n - 1); Twice(n - 1) } }"
    #expect(Self.codes("Twice(25)", block) == ["too-many-steps"])
    let list = "var l = [1]; for i in 0..<19 { l += l }; for i in 0..<1000000 { let m = l + [i] }"
    #expect(Self.codes(list) == ["too-many-steps"])
    let equal = "var l = [1]; for i in 0..<19 { l += l }; for i in 0..<1000000 { expect l == l }"
    #expect(Self.codes(equal) == ["too-many-steps"])
  }

  /// A list of half a million elements is walked again and again.
  @Test(arguments: [
    "let m = f(l)", "let m = f([l, 1])", "split(n)", "expect [n, 0] == [n, 1]",
    "scale(names: (weight: n))", "input(n)", "concat(l)", "conv(n, kernel: 1)", "for j in l { }",
    "let m = l.enumerated", "let m = l[1...]", "relu(l)", "relu(n)",
  ])
  func `work on long lists is counted`(_ statement: String) {
    let lists = "var l = [it]; var n = [1]; for i in 0..<19 { l += l; n += n }"
    let codes = Self.codes("\(lists); for i in 0..<100000 { \(statement) }", "func f(v) = 1")
    #expect(!codes.isEmpty || statement.contains("f("), "\(statement)")
  }

  @Test func `arguments of layers do not pile up`() {
    let declarations = "block A(n) { relu }; func same(v) = v"
    let chain = "var p = same(A(0)); for i in 0..<1000000 { p = same(p(i)) }"
    #expect(Self.codes(chain, declarations) == ["too-many-steps"])
    let nested = "var p = same(A); for i in 0..<1000000 { p = same(A(n: p)) }"
    #expect(Self.codes(nested, declarations) == ["list-too-deep", "too-many-steps"])
    let wide = "var l = [1]; for i in 0..<19 { l += l }; let p = A(l, l, l)"
    #expect(Self.codes(wide, declarations) == ["list-too-large"])
  }

  @Test func `a long chain of networks is followed`() {
    let chain = (1...40_000).map { "network N\($0) = N\($0 - 1)(classes: \($0))\n" }.joined()
    let (graph, diagnostics) = Self.lower(
      "network N0(classes) { input(1, 8, 8); conv(classes, kernel: 1) }\n" + chain)
    #expect(diagnostics.elements.isEmpty)
    #expect(graph?.description.contains("filters = 40000") == true)
    let cycle = Self.lower("network N0 = N40000\n" + chain)
    #expect(cycle.diagnostics.elements.map(\.code) == ["network-cycle"])
  }

  @Test func `recursion that does not end is stopped at once`() {
    let block = "block Twice(n) { relu; Twice(n + 1); Twice(n + 1) }"
    #expect(Self.codes("Twice(0)", block) == ["recursion-too-deep"])
    let function = "func twice(n) = twice(n + 1) + twice(n + 1)"
    #expect(Self.codes("conv(twice(0), kernel: 1)", function) == ["recursion-too-deep"])
  }

  @Test func `constants that need one another are evaluated once`() {
    let constants = (1...61).map { "let a\($0) = a\($0 - 1) + a\($0 - 1)\n" }.joined()
    #expect(Self.codes("conv(a61 >> 60, kernel: 1)", "let a0 = 1\n" + constants) == [])
  }

  @Test func `lists stay small`() {
    #expect(Self.codes("var l = [1]; for i in 0..<99 { l += l }") == ["list-too-large"])
    #expect(Self.codes("var l = [1]; for i in 0..<99 { l = [l, l] }") == ["list-too-deep"])
    let shared = "var l = [1]; for i in 0..<12 { l = [l, l, l, l, l] }"
    #expect(Self.codes(shared) == ["list-too-large"])
    #expect(Self.codes("var s = \"ab\"; for i in 0..<99 { s = \"{s}{s}\" }") == ["list-too-large"])
  }

  @Test func `too many layers are a mistake`() {
    #expect(Self.codes("for i in 0..<1000001 { relu }") == ["too-many-nodes"])
  }

  @Test func `large networks take linear time`() throws {
    let loop = Self.lower("network N { input(1, 8, 8); for i in 0..<100000 { relu } }")
    #expect(loop.graph?.nodeCount == 100_000)
    let statements = String(repeating: "  conv(1, kernel: 1)\n", count: 100_000)
    let text = Self.lower("network N {\n  input(1, 8, 8)\n\(statements)}\n")
    #expect(text.graph?.nodeCount == 100_000)
    let body = "var l = []; for i in 0..<100000 { relu; l += [it] }; concat(l)"
    let collected = Self.lower("network N { input(1, 8, 8); \(body) }")
    #expect(collected.graph?.nodeCount == 100_001)
    let mistakes = String(repeating: "  conv(1, kernal: 1)\n", count: 20_000)
    let wrong = Self.lower("network N {\n  input(1, 8, 8)\n\(mistakes)}\n")
    #expect(wrong.diagnostics.elements.count == 201)
    #expect(wrong.diagnostics.elements.last?.code == "too-many-errors")
  }

  @Test func `hints to many names are cheap`() {
    let uses = (0..<3_000).map { "aaaaaaaaaaaaaaaa\($0)\n" }.joined()
    let blocks = (0..<3_000).map { "block bbbbbbbbbbbbbbbb\($0) { relu }\n" }.joined()
    #expect(Self.codes(uses, blocks).last == "too-many-errors")
    let parameters = (0..<20_000).map { "p\($0)" }.joined(separator: ", ")
    let arguments = (0..<20_000).map { "q\($0): 1" }.joined(separator: ", ")
    let block = "block A(\(parameters)) { relu }"
    #expect(Self.codes("A(\(arguments))", block).count == 8)
    #expect(Self.codes("relu(\(String(repeating: "1, ", count: 50_000)))") == ["surplus-argument"])
  }

  /// What nests, to the limits of parser and lowering, on the stack that a thread on a Mac has.
  @Test func `deep texts need no more than half a megabyte of stack`() {
    func nested(_ open: String, _ core: String, _ close: String, _ depth: Int) -> String {
      String(repeating: open, count: depth) + core + String(repeating: close, count: depth)
    }
    let bodies = [10, 30, 45, 90, 98, 120].flatMap { (depth) -> [(String, String)] in
      [
        ("conv(\(nested("(", "1", ")", depth)), kernel: 1)", ""),
        ("conv(\(nested("-", "1", "", depth)), kernel: 1)", ""),
        ("conv(\(nested("1 + (", "1", ")", depth)), kernel: 1)", ""),
        ("conv(\(nested("[", "1", "]", depth)), kernel: 1)", ""),
        ("conv(\(nested("max(1, ", "1", ")", depth)), kernel: 1)", ""),
        ("conv(\(nested("true ? ", "1", " : 2", depth)), kernel: 1)", ""),
        (nested("relu(", "it", ")", depth), ""),
        (nested("{ ", "relu", " }", depth), ""),
        (nested("if true { ", "relu", " }", depth), ""),
        (nested("for i in 0..<1 { ", "relu", " }", depth), ""),
        (nested("add { relu; ", "relu", " }", depth), ""),
        (nested("a: { ", "relu", " }", depth), ""),
        (nested("x = ", "relu", "", depth), ""),
        (nested("from it { ", "relu", " }", depth), ""),
        (nested("if false { relu } else ", "{ relu }", "", depth), ""),
      ]
    }
    let calls = [
      ("A(0)", "block A(n) { relu; A(n + 1) }"),
      ("A(0)", "block A(n) { if true { add { relu; { B(n + 1) } } } }\nblock B(n) { x: A(n) }"),
      ("conv(f(1), kernel: 1)", "func f(n) = 1 + max(1, (true ? f(n + 1) : 2))"),
      ("conv(f(1), kernel: 1)", "func f(n) = [[[f(n + 1)]]][0][0][0]"),
      ("A(relu)", "block A(k) { A(B) }\nblock B { A(A) }"),
    ]
    Self.onSmallStack {
      for (body, declarations) in bodies + calls { _ = Self.codes(body, declarations) }
    }
  }

  /// What a thread on a Mac has; without optimisation, calls need several times as much.
  private static var smallStack: Int {
    #if DEBUG
      4 << 20
    #else
      512 << 10
    #endif
  }

  /// Runs `body` on a thread with a small stack.
  private static func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let isDone = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      isDone.signal()
    }
    thread.stackSize = smallStack
    thread.start()
    isDone.wait()
  }

}
