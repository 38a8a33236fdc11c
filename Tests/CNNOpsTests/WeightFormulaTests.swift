import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// The formulas of parameter counts against the counts.
struct WeightFormulaTests {

  /// The number of trained elements that are stored for `op`.
  private func parameterCount(_ op: any Op, _ operands: [TensorType]) -> Int {
    op.storedTensors(for: operands).filter { !$0.role.isBuffer }
      .map(\.shape.elementCount).reduce(0, +)
  }

  @Test(arguments: OpTable.standard.mnemonics)
  func `a formula gives the number of parameters`(_ mnemonic: String) throws {
    let type = try #require(OpTable.standard[mnemonic])
    var random = SeededRandom(seed: 5)
    var checked = 0
    for _ in 0..<200 {
      let rank = type is DeformConv.Type ? 2 : random.integer(in: 0...3)
      let spatial = (0..<rank).map { (_) in random.integer(in: 3...9) }
      let x = TensorType(Shape([random.integer(in: 1...3), random.integer(in: 1...6)] + spatial))
      let op = random.makeOp(type, for: x)
      // Whether its offsets fit says nothing about the weights of a deformable convolution.
      guard op is DeformConv || (try? op.checkedResultType(for: [x])) != nil else { continue }
      let formula = op.weightFormula(for: [x])
      #expect(try Formula(formula).value == parameterCount(op, [x]), "\(op) of \(x): \(formula)")
      checked += 1
    }
    #expect(checked > 20)
  }

  @Test(arguments: [
    ("convTranspose %x {filters = 8, kernel = 2}", "(3 x 8 x 2 x 2) + 8"),
    ("convTranspose %x {filters = 6, kernel = [1, 4], groups = 3, bias = false}", "3 x 2 x 1 x 4"),
    ("convTranspose %x {filters = 8, kernel = 2, weightNorm = true}", "(3 x 8 x 2 x 2) + 8 + 3"),
    ("conv %x {filters = 8, kernel = 2, weightNorm = true}", "8 x (3 x 2 x 2 + 2)"),
    ("conv %x {filters = 8, kernel = 2, bias = false, weightNorm = true}", "8 x (3 x 2 x 2 + 1)"),
    ("linear %x {features = 7, weightNorm = true}", "(8 x 7) + 2 x 7"),
    ("linear %x {features = 7, bias = false, weightNorm = true}", "(8 x 7) + 7"),
    ("embedding %x {vocabulary = 100, features = 16}", "100 x 16"),
    ("layerNorm %x {over = \"all\"}", "2 x 3 x 9 x 8"),
    ("layerNorm %x", "2 x 8"), ("layerNorm %x {over = \"channels\"}", "2 x 3"),
    ("groupNorm %x {groups = 3}", "2 x 3"), ("instanceNorm %x", "0"),
    ("instanceNorm %x {affine = true}", "2 x 3"), ("scale %x", "3"),
    ("scale %x {bias = true}", "2 x 3"), ("prelu %x", "1"), ("prelu %x {perChannel = true}", "3"),
    ("lrn %x {size = 5}", "0"), ("gelu %x", "0"), ("mul %x, %x", "0"),
  ])
  func `formulas as text`(_ node: String, _ formula: String) throws {
    let graph = try Graph(irText: "graph g(%x: f32[1x3x9x8]) { %a = \(node) return %a }")
    for node in graph.nodes {
      #expect(node.op.weightFormula(for: node.operandTypes(in: graph)) == formula)
    }
    #expect(try Formula(formula).value == CostTable(graph).total.parameters)
  }

}

/// A sum of products of numbers and of formulas in parentheses.
private struct Formula {

  private var text: Substring

  /// What it amounts to.
  private(set) var value = 0

  /// - Throws: when `text` is no formula.
  init(_ text: String) throws {
    self.text = text[...]
    value = try sum()
    if !self.text.isEmpty { throw Malformed(rest: self.text) }
  }

  private struct Malformed: Error {
    let rest: Substring
  }

  private mutating func sum() throws -> Int {
    var sum = try product()
    while skip(" + ") { sum += try product() }
    return sum
  }

  private mutating func product() throws -> Int {
    var product = try factor()
    while skip(" x ") { product *= try factor() }
    return product
  }

  private mutating func factor() throws -> Int {
    if skip("(") {
      let value = try sum()
      guard skip(")") else { throw Malformed(rest: text) }
      return value
    }
    let digits = text.prefix { $0.isNumber }
    guard let number = Int(digits) else { throw Malformed(rest: text) }
    text = text.dropFirst(digits.count)
    return number
  }

  private mutating func skip(_ token: String) -> Bool {
    guard text.hasPrefix(token) else { return false }
    text = text.dropFirst(token.count)
    return true
  }

}
