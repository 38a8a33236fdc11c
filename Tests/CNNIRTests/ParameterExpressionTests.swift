import CNNIR
import Testing

/// Shapes and values of parameter expressions.
struct ParameterExpressionTests {

  private let tensors: [String: Tensor] = [
    "row": Tensor(Shape(3), [1, 4, 9]), "column": Tensor(Shape(2, 1), [10, 100]),
    "matrix": Tensor(Shape(2, 3), [1, 2, 3, 4, 5, 6]), "one": Tensor(Shape(1), [7]),
    "cube": Tensor(Shape(2, 1), [0.5, 0.25]),
  ]

  private func shape(_ expression: ParameterExpression) -> Shape? {
    expression.shape { tensors[$0]?.shape }
  }

  private func value(_ expression: ParameterExpression) -> [Float] {
    expression.evaluate(tensors).elements
  }

  @Test func `a tensor and a constant`() {
    #expect(shape(.tensor("row")) == Shape(3))
    #expect(value(.tensor("row")) == [1, 4, 9])
    #expect(shape(.constant(2)) == Shape())
    #expect(value(.constant(2)) == [2])
    #expect(shape(.tensor("missing")) == nil)
  }

  @Test func `functions of each element`() {
    #expect(value(.squareRoot(.tensor("row"))) == [1, 2, 3])
    #expect(value(.tensor("row") - .constant(1)) == [0, 3, 8])
    #expect(value(.constant(36) / .tensor("row")) == [36, 9, 4])
  }

  @Test func `the norm is over all axes but the first`() {
    let matrix = ParameterExpression.tensor("matrix")
    #expect(shape(.norm(matrix)) == Shape(2, 1))
    #expect(value(.norm(matrix)) == [Float(14.0.squareRoot()), Float(77.0.squareRoot())])
    #expect(value(.norm(.constant(0) - .tensor("row"))) == [1, 4, 9])
    #expect(shape(.norm(.reshape(matrix, Shape(2, 1, 3)))) == Shape(2, 1, 1))
    #expect(value(.norm(.reshape(matrix, Shape(1, 6)))) == [Float(91.0.squareRoot())])
    #expect(shape(.norm(.constant(2))) == nil)
    #expect(shape(.norm(.tensor("missing"))) == nil)
    #expect(ParameterExpression.norm(matrix - .tensor("row")).tensorNames == ["matrix", "row"])
  }

  @Test func `operands broadcast as in NumPy`() {
    let sum = ParameterExpression.tensor("row") + .tensor("column")
    #expect(shape(sum) == Shape(2, 3))
    #expect(value(sum) == [11, 14, 19, 101, 104, 109])
    #expect(value(.tensor("matrix") * .tensor("column")) == [10, 20, 30, 400, 500, 600])
    #expect(value(.tensor("matrix") + .tensor("one")) == [8, 9, 10, 11, 12, 13])
    #expect(shape(.tensor("matrix") + .reshape(.tensor("column"), Shape(2))) == nil)
  }

  @Test func `a reshaped tensor has the same elements in the same order`() {
    let reshaped = ParameterExpression.reshape(.tensor("matrix"), Shape(3, 2))
    #expect(shape(reshaped) == Shape(3, 2))
    #expect(value(reshaped) == [1, 2, 3, 4, 5, 6])
    #expect(shape(.reshape(.tensor("matrix"), Shape(4, 2))) == nil)
    #expect(shape(.reshape(.tensor("matrix"), Shape(-2, -3))) == nil)
    #expect(shape(.reshape(.tensor("missing"), Shape(1))) == nil)
    #expect(shape(.reshape(.constant(1), Shape(1, 1))) == Shape(1, 1))
  }

  @Test(
    arguments: [
      .tensor("matrix"), .reshape(.tensor("matrix"), Shape(3, 2)),
      .tensor("matrix") * .tensor("column"), .tensor("row") + .tensor("column"),
      .reshape(.tensor("matrix"), Shape(3, 1, 2)) - .tensor("cube"),
      .concatenation([
        .tensor("matrix") * .tensor("row"), .reshape(.tensor("row"), Shape(1, 3)),
        .tensor("column") / .tensor("row"),
      ]), .broadcast(.tensor("column"), Shape(2, 4)), .norm(.tensor("matrix")), .constant(3),
      .squareRoot(.reshape(.tensor("matrix"), Shape(6))),
    ] as [ParameterExpression])
  func `some elements are those of the whole`(_ expression: ParameterExpression) {
    let whole = value(expression)
    for start in 0..<whole.count {
      for end in start + 1...whole.count {
        let part = expression.withElements(in: start..<end, tensors) { Array($0) }
        #expect(part == Array(whole[start..<end]))
      }
    }
  }

  @Test func `parts are of what is not computed anew for each`() {
    let tensors = [
      "filters": Tensor(Shape(4, 32), repeating: 1), "scales": Tensor(Shape(4, 1), repeating: 2),
    ]
    let filters = ParameterExpression.tensor("filters")
    let scaled = filters * .tensor("scales")
    #expect(filters.hasParts(tensors))
    #expect(scaled.hasParts(tensors))
    #expect(ParameterExpression.concatenation([scaled, filters]).hasParts(tensors))
    #expect(!(filters / .norm(filters)).hasParts(tensors))
    #expect(!(scaled * .constant(2)).hasParts(tensors))
    #expect(!(ParameterExpression.tensor("scales") * filters).hasParts(tensors))
  }

  @Test func `rows times numbers`() throws {
    let tensors = [
      "filters": Tensor(Shape(2, 32), repeating: 1), "row": Tensor(Shape(32), repeating: 2),
      "scales": Tensor(Shape(2, 1), [4, 9]), "one": Tensor(Shape(1), [7]),
    ]
    let filters = ParameterExpression.tensor("filters")
    let scales = ParameterExpression.tensor("scales")
    func rows(_ expression: ParameterExpression) -> ScaledRows? { expression.scaledRows(tensors) }
    let plain = try #require(rows(filters))
    #expect(plain.name == "filters" && plain.size == 32 && plain.factors(tensors) == nil)
    #expect(rows(.reshape(filters, Shape(4, 16)))?.size == 16)
    let scaled = try #require(rows(filters * scales))
    #expect(scaled.name == "filters" && scaled.size == 32)
    #expect(scaled.factors(tensors) == [4, 9])
    #expect(rows(filters * .squareRoot(scales))?.factors(tensors) == [2, 3])
    #expect(rows(.reshape(filters * scales, Shape(2, 8, 4)))?.factors(tensors) == [4, 9])
    let others: [ParameterExpression] = [
      .reshape(filters * scales, Shape(4, 16)), filters * .tensor("row"), filters / scales,
      scales * filters, filters * .constant(2), filters * .tensor("one"), .constant(1),
      .reshape(filters, Shape(1, 2, 32)) * .reshape(scales, Shape(2, 1, 1)),
      filters * .norm(filters), .concatenation([filters, filters]), .norm(filters),
    ]
    for other in others { #expect(rows(other)?.name == nil, "\(other)") }
  }

  @Test func `rounding happens once, at the end`() {
    // In floats 1 + 2^-24 is 1 again, and the difference 0.
    let tiny = ParameterExpression.constant(0x1p-24)
    #expect(value(.tensor("one") / .constant(7) + tiny - .constant(1)) == [0x1p-24])
  }

  @Test func `names are listed in order, repetitions too`() {
    let expression =
      ParameterExpression.tensor("b") * .squareRoot(.tensor("a"))
      - .reshape(.tensor("b"), Shape(1)) / .constant(2)
    #expect(expression.tensorNames == ["b", "a", "b"])
  }

  @Test(arguments: [
    (Shape(2, 3), Shape(3), Shape(2, 3)), (Shape(), Shape(2), Shape(2)),
    (Shape(2, 1), Shape(1, 3), Shape(2, 3)), (Shape(4, 1, 3), Shape(2, 1), Shape(4, 2, 3)),
    (Shape(), Shape(), Shape()),
  ])
  func `shapes that go together`(_ a: Shape, _ b: Shape, _ joined: Shape) {
    #expect(a.broadcast(with: b) == joined)
    #expect(b.broadcast(with: a) == joined)
  }

  @Test(arguments: [(Shape(2), Shape(3)), (Shape(2, 3), Shape(2)), (Shape(2, 1), Shape(3, 3))])
  func `shapes that do not`(_ a: Shape, _ b: Shape) {
    #expect(a.broadcast(with: b) == nil)
    #expect(b.broadcast(with: a) == nil)
  }

}
