import CNNIR
import CNNPlanning
import Testing

/// How convolutions are computed by Winograd's minimal filtering.
struct FilterTransformTests {

  private func steps(_ text: String, threads: Int = 1) throws -> [WinogradStep] {
    var options = PlanOptions(target: .avx512)
    options.threads = threads
    return try StepPlan(Graph(irText: text), options: options).steps.compactMap {
      if case .winograd(let step) = $0.step { step } else { nil }
    }
  }

  private func step(channels: Int, filters: Int, _ side: Int, _ kernel: String) throws
    -> WinogradStep?
  {
    try steps(
      """
      graph g(%x: f32[1x\(channels)x\(side)x\(side)]) {
        %a = conv %x {filters = \(filters), kernel = \(kernel), padding = "same"}
        return %a
      }
      """
    ).first
  }

  /// F(2, 3) by hand: `y0 = m0 + m1 + m2` and `y1 = m1 - m2 + m3`.
  @Test func `the transform of filters is that of Lavin and Gray`() {
    let rows = WinogradLine(tile: 2, kernel: 3).filterTransform
    #expect(rows == [[-1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
  }

  /// The sum of products at every point, back from coefficients, is the filter's.
  @Test(arguments: [(2, 3), (4, 3), (6, 3), (4, 5), (4, 7)])
  func `tiles are correlations`(_ tile: Int, _ kernel: Int) {
    let line = WinogradLine(tile: tile, kernel: kernel)
    let pixels = (0..<line.input).map { Double(($0 * 7 + 3) % 11) - 5 }
    let taps = (0..<kernel).map { Double(($0 * 5 + 2) % 7) - 3 }
    let filter = line.filterTransform.map { (row) in zip(row, taps).reduce(0) { $0 + $1.0 * $1.1 } }
    func sum(_ product: [Double], from first: Int) -> Double {
      product.indices.reduce(0) { $0 + product[$1] * pixels[first + 2 * $1] }
    }
    var input = [sum(line.inputProducts.last!, from: 0)]
    for (product, point) in zip(line.inputProducts, line.points) {
      let (even, odd) = (sum(product, from: 2), sum(product, from: 1))
      input += [even + point * odd, even - point * odd]
    }
    input.append(sum(line.inputProducts.last!, from: 1))
    let products = zip(filter, input).map { $0 * $1 }
    let points: [Double] = [0] + line.points.flatMap { [$0, -$0] }
    for pixel in 0..<tile {
      let power = points.map { (point) in (0..<pixel).reduce(1.0) { (power, _) in power * point } }
      var output = zip(products, power).reduce(0) { $0 + $1.0 * $1.1 }
      if pixel == tile - 1 { output += products.last! }
      let expected = taps.indices.reduce(0) { $0 + taps[$1] * pixels[pixel + $1] }
      #expect(abs(output - expected) < 1e-9)
    }
  }

  @Test func `each size of tiles has its place`() throws {
    func tile(_ channels: Int, _ filters: Int, _ side: Int, _ kernel: String) throws -> [Int] {
      let size = try #require(try step(channels: channels, filters: filters, side, kernel)).size
      return [size.rows.tile, size.columns.tile]
    }
    #expect(try tile(128, 128, 112, "3") == [6, 6])
    #expect(try tile(64, 64, 56, "3") == [4, 4])
    #expect(try tile(512, 512, 14, "3") == [2, 2])
    #expect(try tile(64, 192, 28, "5") == [4, 4])
    #expect(try tile(192, 192, 17, "[1, 7]") == [1, 4])
    #expect(try tile(192, 192, 17, "[7, 1]") == [4, 1])
    #expect(try tile(64, 64, 32, "[1, 3]") == [1, 4])
    #expect(try tile(64, 64, 32, "[3, 1]") == [4, 1])
    #expect(try step(channels: 64, filters: 64, 32, "7") == nil)
  }

  @Test func `few filters leave tiles to each thread`() throws {
    let few = try #require(try step(channels: 128, filters: 64, 256, "3"))
    let many = try #require(try step(channels: 256, filters: 256, 64, "3"))
    #expect(few.division == .tiles)
    #expect(many.division == .filters)
  }

  /// Results are the same for any number of threads, and so the tiles have to be.
  @Test(arguments: [16, 64, 130, 256, 700], [8, 14, 33, 64, 130])
  func `tiles do not depend on threads`(_ channels: Int, _ side: Int) throws {
    for filters in [16, 64, 130, 300] {
      let text = """
        graph g(%x: f32[1x\(channels)x\(side)x\(side)]) {
          %a = conv %x {filters = \(filters), kernel = 3, padding = 1}
          %b = conv %a {filters = \(channels), kernel = [1, 7]}
          return %b
        }
        """
      let sizes = try steps(text).map(\.size)
      for threads in [2, 3, 16] {
        #expect(try steps(text, threads: threads).map(\.size) == sizes)
      }
    }
  }

  /// Each layer alone would take four times the memory of its filters.
  @Test func `transformed filters stay within a budget`() throws {
    let text = """
      graph g(%x: f32[1x512x32x32]) {
        %a = conv %x {filters = 1024, kernel = 3, padding = 1}
        %b = conv %a {filters = 1024, kernel = 3, padding = 1}
        %c = conv %b {filters = 512, kernel = 3, padding = 1}
        return %c
      }
      """
    let plan = StepPlan(try Graph(irText: text), options: PlanOptions(target: .avx512))
    let plain = plan.parameters.reduce(0) { $0 + $1.shape.elementCount }
    #expect(plan.parametersSize <= plain / 4 * 9)
    #expect(try steps(text).map(\.size.rows.tile) == [2, 2, 2])
  }

}
