import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// The examples of the lectures that concern one op, each named after its row in FACTS.md.
struct LectureTests {

  private func conv(
    _ filters: Int, kernel: Extents, stride: Extents = 1, padding: Padding = 0
  ) -> Conv {
    var conv = Conv()
    conv.filters = filters
    conv.kernel = kernel
    conv.stride = stride
    conv.padding = padding
    return conv
  }

  private func linear(_ features: Int) -> Linear {
    var linear = Linear()
    linear.features = features
    return linear
  }

  private func shape(_ op: any Op, _ input: Shape) throws -> Shape {
    try op.checkedResultType(for: [TensorType(input)]).shape
  }

  private func multiplyAdds(_ op: any Op, _ input: Shape) throws -> Int? {
    let type = TensorType(input)
    return op.multiplyAdds(from: [type], to: try op.checkedResultType(for: [type]))
  }

  /// The numbers of weights and of biases.
  private func parameters(_ op: any Op, _ input: Shape) -> [Int] {
    op.parameters(for: [TensorType(input)]).map(\.shape.elementCount)
  }

  @Test func `convolution (cross-correlation) of a 3x3 input with a 2x2 filter`() throws {
    let x = Tensor(Shape(1, 1, 3, 3), [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let filter: [Float] = [10, 20, 30, 40]
    var conv = conv(1, kernel: 2)
    conv.bias = false
    let y = try conv.reference([x], [Tensor(Shape(1, 1, 2, 2), filter)])
    let corners = [(1, 2, 4, 5), (2, 3, 5, 6), (4, 5, 7, 8), (5, 6, 8, 9)]
    #expect(y.elements == corners.map { Float(10 * $0.0 + 20 * $0.1 + 30 * $0.2 + 40 * $0.3) })
    #expect(y.shape == Shape(1, 1, 2, 2))
  }

  @Test func `flipping the filter makes it convolution in the mathematical sense`() throws {
    let x: [[Float]] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    let f: [[Float]] = [[10, 20], [30, 40]]
    var conv = conv(1, kernel: 2)
    conv.bias = false
    let flipped = Array(f.flatMap(\.self).reversed())
    let y = try conv.reference(
      [Tensor(Shape(1, 1, 3, 3), x.flatMap(\.self))], [Tensor(Shape(1, 1, 2, 2), flipped)])
    // (x * f)(i, j) is the sum of f(u, v) x(i - u, j - v), where the filter lies inside.
    var expected: [Float] = []
    for (i, j) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
      var sum: Float = 0
      for (u, v) in [(0, 0), (0, 1), (1, 0), (1, 1)] { sum += f[u][v] * x[i - u][j - v] }
      expected.append(sum)
    }
    #expect(y.elements == expected)
  }

  @Test func `7x7 input, 3x3 filter`() throws {
    let input = Shape(1, 1, 7, 7)
    #expect(try shape(conv(1, kernel: 3), input) == Shape(1, 1, 5, 5))
    #expect(try shape(conv(1, kernel: 3, padding: 1), input) == Shape(1, 1, 7, 7))
    #expect(try shape(conv(1, kernel: 3, stride: 2), input) == Shape(1, 1, 3, 3))
  }

  @Test(arguments: 1...12, 1...5)
  func `in general (W - K + 2P) div S + 1`(_ width: Int, _ kernel: Int) throws {
    for stride in 1...4 {
      for padding in 0...3 where width + 2 * padding >= kernel {
        let conv = conv(
          1, kernel: Extents([kernel]), stride: Extents([stride]),
          padding: .symmetric(Extents([padding])))
        let expected = (width - kernel + 2 * padding) / stride + 1
        #expect(try shape(conv, Shape(1, 1, width)) == Shape(1, 1, expected))
      }
    }
  }

  @Test func `3x32x32, 10 filters 5x5, stride 1, padding 2`() throws {
    let input = Shape(1, 3, 32, 32)
    let conv = conv(10, kernel: 5, padding: 2)
    #expect(try shape(conv, input) == Shape(1, 10, 32, 32))
    #expect(parameters(conv, input).reduce(0, +) == 760)
    #expect(conv.weightFormula(for: [TensorType(input)]) == "10 x (3 x 5 x 5 + 1)")
    #expect(try multiplyAdds(conv, input) == 768_000)
  }

  @Test func `3x32x32, 6 filters 5x5`() throws {
    let conv = conv(6, kernel: 5)
    #expect(try shape(conv, Shape(1, 3, 32, 32)) == Shape(1, 6, 28, 28))
    #expect(try shape(conv, Shape(2, 3, 32, 32)) == Shape(2, 6, 28, 28))
  }

  @Test(
    arguments: [
      ([1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4], [6, 8, 3, 4]),
      ([1, 2, 3, 4, 5, 6, 7, 8, 1, 3, 5, 7, 2, 4, 6, 8], [6, 8, 4, 8]),
    ] as [([Float], [Float])])
  func `max pool 2x2, stride 2`(_ input: [Float], _ output: [Float]) throws {
    var pool = MaxPool()
    pool.kernel = 2
    let result = try pool.reference([Tensor(Shape(1, 1, 4, 4), input)])
    #expect(result == Tensor(Shape(1, 1, 2, 2), output))
  }

  @Test(
    arguments: [
      ([0.2, 0.3, 1.5, 0.8, 3.1], [0.3, 1.5, 1.5, 3.1, 3.1]),
      ([1.2, 0.2, 0.3, 1.5, 0.8], [1.2, 1.2, 1.5, 1.5, 1.5]),
    ] as [([Float], [Float])])
  func `max pool of width 3, stride 1, padding 1, and the input shifted by one`(
    _ input: [Float], _ output: [Float]
  ) throws {
    var pool = MaxPool()
    pool.kernel = 3
    pool.stride = 1
    pool.padding = 1
    #expect(try pool.reference([Tensor(Shape(1, 1, 5), input)]).elements == output)
  }

  @Test func `1000 words x 100 dimensions to 1000x100, dense`() {
    #expect(parameters(linear(100_000), Shape(1, 100_000)) == [10_000_000_000, 100_000])
    #expect(parameters(linear(100_000), Shape(1, 100_000)).reduce(0, +) == 10_000_100_000)
  }

  @Test func `the same by a 1-D convolution of width 5, padded`() throws {
    let conv = conv(100, kernel: 5, padding: 2)
    #expect(try shape(conv, Shape(1, 100, 1000)) == Shape(1, 100, 1000))
    #expect(parameters(conv, Shape(1, 100, 1000)).reduce(0, +) == 50_100)
  }

  @Test func `256x256 RGB into a dense layer`() throws {
    let flat = try shape(Flatten(), Shape(1, 3, 256, 256))
    #expect(flat == Shape(1, 196_608))
    #expect(parameters(linear(1), flat)[0] == 196_608)
    #expect(parameters(linear(1_000), flat)[0] == 196_608_000)
  }

  @Test func `200x200 image, 100 filters 10x10`() {
    #expect(parameters(conv(100, kernel: 10), Shape(1, 1, 200, 200))[0] == 10_000)
  }

  @Test func `two 3x3 against one 5x5, three 3x3 against one 7x7`() throws {
    let input = Shape(1, 16, 15, 15)
    let small = conv(16, kernel: 3)
    let twice = try shape(small, shape(small, input))
    #expect(try twice == shape(conv(16, kernel: 5), input))
    #expect(try shape(small, twice) == shape(conv(16, kernel: 7), input))
    let three = 3 * parameters(small, input)[0]
    #expect(49 * three == 27 * parameters(conv(16, kernel: 7), input)[0])
  }

  @Test func `inception reduction of 28x28x190 into 48 filters 5x5`() throws {
    let wide = conv(48, kernel: 5, padding: 2)
    #expect(try multiplyAdds(wide, Shape(1, 190, 28, 28)) == 178_752_000)
    #expect(try multiplyAdds(conv(16, kernel: 1), Shape(1, 190, 28, 28)) == 2_383_360)
    #expect(try multiplyAdds(wide, Shape(1, 16, 28, 28)) == 15_052_800)
  }

  @Test func `global average pool 7x7 to 1x1`() throws {
    let elements = (0..<98).map(Float.init)
    let result = try GlobalAveragePool().reference([Tensor(Shape(1, 2, 7, 7), elements)])
    #expect(result == Tensor(Shape(1, 2, 1, 1), [24, 73]))
  }

  @Test func `batch norm is (x - mean) over sqrt(var + eps), per channel`() throws {
    var norm = BatchNorm()
    norm.affine = false
    norm.epsilon = 0.25
    let x = Tensor(Shape(1, 2, 2), [1, 2, 10, 20])
    let mean = Tensor(Shape(2), [1, 4])
    let variance = Tensor(Shape(2), [3.75, 35.75])
    let y = try norm.reference([x], [mean, variance])
    #expect(y.elements == [0, 0.5, 1, Float(16.0 / 6)])
    norm.affine = true
    let affine = try norm.reference(
      [x], [Tensor(Shape(2), [2, 3]), Tensor(Shape(2), [5, 7]), mean, variance])
    #expect(affine.elements == [5, 6, 10, 15])
  }

  @Test func `the weight sizes of the lecture's LeNet-5`() {
    func formula(_ op: any Op, _ input: Shape) -> String {
      op.weightFormula(for: [TensorType(input)])
    }
    #expect(formula(conv(20, kernel: 5), Shape(1, 1, 28, 28)) == "20 x (1 x 5 x 5 + 1)")
    #expect(formula(conv(50, kernel: 5), Shape(1, 20, 14, 14)) == "50 x (20 x 5 x 5 + 1)")
    #expect(formula(linear(500), Shape(1, 2450)) == "(2450 x 500) + 500")
    #expect(formula(linear(10), Shape(1, 500)) == "(500 x 10) + 10")
    #expect(formula(ReLU(), Shape(1, 500)) == "0")
  }

}
