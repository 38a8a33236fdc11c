import CNNSource
import CNNSyntax
import Testing

/// Damaged texts: nothing traps or hangs, and what still parses formats as it should.
struct MutationTests {

  private static let texts = Example.all + SpecFiles.all.map(\.text) + [oddities]

  /// Forms that the examples do not show.
  private static let oddities = """
    import "common.arch"  // shared
    emit { access: internal, // why
      storage: float16 }
    let width = -1.5e-3; let names = ["a{1 + 1}b", "\\n\\"\\{", "{"x"}"]
    func divisible(v, by = 8) = max(by, (v + by / 2) / by * by)
    block B(activation, n = 4.1G) {
      // first

      (left, right) = split(2); from left { conv(1) } // why
      layer head: conv(256, kernel: (3, 3), // a
        padding: "same")
      layer{n}x{n - 1}: head()
      "0.conv": if n > 1 && !(n << 2 == 3) { activation } // b
      else if n != 2 { relu; } else { }
      var outs = []
      outs += [it]
      expect shape == (64, 56, 56) || -n <= 3 ? outs[1...] : outs[..<2][0].count
      output cls: mean(outs)
      return left, right
    }
    network N { input image: (3, 512, 512); input(1); for (i, c) in [1].enumerated { c } }

    """

  /// Checks that formatting keeps the tree and the comments and is done after one round.
  private func check(_ text: [UInt8], _ origin: String) {
    let file = SourceFile(name: "a.arch", text: text)
    let (tree, diagnostics) = parse(file)
    guard let result = format(file).text else {
      #expect(diagnostics.containsError, "\(origin)")
      _ = DiagnosticRenderer().render(diagnostics)
      return
    }
    let again = SourceFile(name: "a.arch", text: result)
    let (secondTree, secondDiagnostics) = parse(again)
    #expect(secondDiagnostics.elements.isEmpty, "\(origin)\n\(result)")
    #expect(treeText(secondTree) == treeText(tree), "\(origin)\n\(result)")
    #expect(secondTree.comments.map(\.text) == tree.comments.map(\.text), "\(origin)\n\(result)")
    #expect(format(again).text == result, "\(origin)\n\(result)")
  }

  @Test func `the texts themselves`() {
    for text in Self.texts { check(Array(text.utf8), text) }
  }

  @Test(arguments: 0..<10)
  func `changed bytes`(hundreds: Int) {
    for seed in hundreds * 100..<hundreds * 100 + 100 { checkChangedBytes(seed) }
  }

  private func checkChangedBytes(_ seed: Int) {
    var random = SeededGenerator(seed)
    var text = Array(Self.texts[seed % Self.texts.count].utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let position = Int.random(in: 0..<text.count, using: &random)
      text[position] = UInt8.random(in: 0...255, using: &random)
    }
    check(text, "seed \(seed)")
  }

  @Test(arguments: 0..<30)
  func `moved words`(hundreds: Int) {
    for seed in hundreds * 100..<hundreds * 100 + 100 { checkMovedWords(seed) }
  }

  private func checkMovedWords(_ seed: Int) {
    var random = SeededGenerator(seed)
    var words = words(of: Self.texts[seed % Self.texts.count])
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let position = words.indices.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<4, using: &random) {
      case 0: words.remove(at: position)
      case 1: words.insert(words[position], at: position)
      case 2: words.insert(words.randomElement(using: &random) ?? "", at: position)
      default: words.insert(Self.spaces.randomElement(using: &random) ?? "", at: position)
      }
    }
    check(Array(words.joined().utf8), "seed \(seed)")
  }

  @Test(arguments: 0..<10)
  func `more blanks, lines and comments`(hundreds: Int) {
    for seed in hundreds * 100..<hundreds * 100 + 100 { checkBlanks(seed) }
  }

  private func checkBlanks(_ seed: Int) {
    var random = SeededGenerator(seed)
    var words = words(of: Self.texts[seed % Self.texts.count])
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let position = words.indices.randomElement(using: &random) ?? 0
      words.insert(Self.spaces.randomElement(using: &random) ?? "", at: position)
    }
    check(Array(words.joined().utf8), "seed \(seed)")
  }

  /// What may stand between words without a change of many trees.
  private static let spaces = ["\n", "\n\n\n", " // c\n", "\n// d\n", ";", "\r\n", " ", "\t"]

  /// The text in names, numbers, blanks and single symbols.
  private func words(of text: String) -> [String] {
    var words: [String] = []
    var isInName = false
    for character in text {
      let isPart = character.isLetter || character.isNumber
      if isPart && isInName {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
      isInName = isPart
    }
    return words
  }

}

/// Reproducible random numbers: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {

  private var state: UInt64

  init(_ seed: Int) {
    state = UInt64(seed)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

}
