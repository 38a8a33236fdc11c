import CNNCompiler
import CNNIR
import CNNSource
import Testing

/// IR text with other inputs, and texts that are no networks.
struct NetworkLoaderTests {

  private func load(
    _ text: String, inputShape: [Int]? = nil, batch: Int? = nil
  ) -> (graph: Graph?, codes: [String]) {
    var options = CompilerOptions()
    options.inputShape = inputShape
    options.batch = batch
    let (graph, found) = NetworkLoader.load(SourceFile(name: "net.ir", text: text), options)
    return (graph, found.elements.map { "\($0.code): \($0.message)" })
  }

  private let shared = """
    graph g(%x: f32[1x3x8x8], %y: f32[1x3x8x8]) {
      %a = conv %x {filters = 4, kernel = 3}
      %b = conv %y {filters = 4, kernel = 3} with weight = @a.weight, bias = @a.bias
      return a: %a, b: %b
    }
    """

  private let folded = """
    graph g(%x: f32[1x3x8x8]) {
      parameter @w: f32[4x3x3x3] weight
      parameter @s: f32[4] normWeight
      %a = conv %x {filters = 4, kernel = 3, bias = false}
        with weight = multiply(@w, reshape(@s, [4x1x1x1]))
      return %a
    }
    """

  @Test func otherExtentsThatFit() throws {
    let (graph, codes) = load(folded, inputShape: [3, 10, 12], batch: 2)
    #expect(codes.isEmpty)
    #expect(try #require(graph).nodes.map(\.type.shape) == [Shape(2, 4, 8, 10)])
  }

  @Test func weightsThatCannotChange() {
    let message = "these inputs need a weight of 4x5x3x3, and the one here cannot change"
    #expect(load(folded, inputShape: [5, 8, 8]).codes == ["wrong-parameters: a: \(message)"])
    let (graph, codes) = load(shared, inputShape: [5, 8, 8])
    #expect(graph == nil)
    #expect(codes == ["wrong-parameters: a: \(message)"])
  }

  @Test func aScalarHasNoBatch() throws {
    let (graph, codes) = load("graph g(%x: f32[]) { %r = relu %x return %r }", batch: 3)
    #expect(codes.isEmpty)
    #expect(try #require(graph).inputs.map(\.type.shape) == [Shape()])
  }

  @Test func extentsThatAreTooManyToCount() {
    let extents = Array(repeating: Shape.largestExtent, count: 3)
    let (graph, codes) = load(folded, inputShape: extents)
    #expect(graph == nil)
    #expect(codes.count == 1 && codes[0].hasPrefix("invalid-shape: the input 'x' of 1x2147483647x"))
  }

  @Test(arguments: ["net.ir", "net.txt", "<stdin>"])
  func textSaysWhatItIs(name: String) {
    let file = SourceFile(name: name, text: "// Text.\n\n" + shared)
    #expect(NetworkLoader.load(file, CompilerOptions()).graph?.name == "g")
  }

}
