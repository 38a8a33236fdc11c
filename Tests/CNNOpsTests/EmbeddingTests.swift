import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// What an embedding makes of numbers that PyTorch refuses as tokens.
struct EmbeddingTests {

  private static let weight = Tensor(Shape(3, 2), [1, 2, 3, 4, 5, 6])

  /// The vector of `token`.
  private func vector(of token: Float) throws -> [Float] {
    var embedding = Embedding()
    (embedding.vocabulary, embedding.features) = (3, 2)
    return try embedding.reference([Tensor(Shape(1, 1), [token])], [Self.weight]).elements
  }

  @Test(arguments: [-1, 3, 0.5, 2.000_001, 1e30, .nan, .infinity, -.infinity] as [Float])
  func `no token has no vector`(_ token: Float) throws {
    #expect(try vector(of: token).allSatisfy(\.isNaN))
  }

  @Test(arguments: [(0, [1, 2]), (-0.0, [1, 2]), (2, [5, 6])] as [(Float, [Float])])
  func `a token has a row of the weight`(_ token: Float, _ row: [Float]) throws {
    #expect(try vector(of: token) == row)
  }

  @Test func `a sentence of any number of axes has one more`() throws {
    for shape in [Shape(), Shape(2), Shape(2, 3), Shape(2, 3, 4)] {
      let result = try Embedding().checkedResultType(for: [TensorType(shape)])
      #expect(result.shape.extents == shape.extents + [1])
    }
  }

}
