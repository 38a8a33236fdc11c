import CNNIR
import CNNOps
import CNNTestSupport
import Testing

/// Numbers too large to count: a fault each, never a trap or a wrapped number.
struct OverflowTests {

  private static let largest = Shape.largestExtent

  /// The fault of `line` applied to an input of `shape`.
  private func fault(_ line: String, _ shape: Shape) -> String {
    let text = "graph g(%x: f32[\(shape)]) {\n  %a = \(line)\n  return %a\n}"
    do throws(UnreadableGraph) {
      return "no fault: \(try Graph(irText: text))"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    ("conv %x {filters = 2147483647, kernel = 1}", Shape(1, 1, largest, 3)),
    ("conv %x {filters = 1, kernel = 1, padding = 2147483647}", Shape(1, 1, 9)),
    ("conv %x {filters = 2147483647, kernel = [65536, 65536], padding = 65536}", Shape(1, 8, 9, 9)),
    ("linear %x {features = 2147483647}", Shape(3, largest, 8)),
    ("flatten %x", Shape(1, largest, 2)),
    ("concat %x, %x", Shape(1, largest, 2)),
    ("concat %x, %x, %x, %x, %x", Shape(1, largest, largest)),
    ("convTranspose %x {filters = 1, kernel = 2, stride = 2}", Shape(1, 1, largest)),
    ("convTranspose %x {filters = 2147483647, kernel = 65536}", Shape(1, 1, 9, 9)),
    (
      "convTranspose %x {filters = 1, kernel = 2147483647, stride = 2147483647, "
        + "dilation = 2147483647, outputPadding = 2147483646}", Shape(1, 1, largest)
    ),
    ("embedding %x {vocabulary = 9, features = 2147483647}", Shape(largest, 3)),
    ("adaptiveAvgPool %x {size = 2147483647}", Shape(1, 1, 3, 3, 3)),
    ("resize %x {size = 2147483647}", Shape(1, 3, 3, 3)),
    ("spaceToDepth %x {factor = 2147483647}", Shape(1, 2, largest, largest)),
  ])
  func `a result beyond the limits`(_ line: String, _ shape: Shape) {
    #expect(fault(line, shape).contains("[shape-overflow]"))
  }

  @Test func `a sum that broadcasts beyond 64 bits`() {
    let text = """
      graph g(%x: f32[2147483647x1x1], %y: f32[1x2147483647x1], %z: f32[1x1x3]) {
        %a = add %x, %y, %z
        return %a
      }
      """
    let error = #expect(throws: UnreadableGraph.self) { try Graph(irText: text) }
    #expect(error?.description.contains("[shape-overflow]") == true)
  }

  @Test func `multiply-adds beyond 64 bits`() {
    let extent = 1 << 21
    let line = "conv %x {filters = \(extent), kernel = 1}"
    #expect(fault(line, Shape(1, extent, extent)).contains("[count-overflow]"))
    #expect(fault(line, Shape(1, extent, extent / 2)).hasPrefix("no fault"))
    let transposed = "convTranspose %x {filters = \(extent), kernel = 1}"
    #expect(fault(transposed, Shape(1, extent, extent)).contains("[count-overflow]"))
    #expect(fault(transposed, Shape(1, extent, extent / 2)).hasPrefix("no fault"))
  }

  @Test(arguments: [
    "conv %x {filters = 1, kernel = 2147483647, dilation = 2147483647}",
    "maxPool %x {kernel = 2147483647, stride = 2147483647, dilation = 2147483647, ceil = true}",
    "avgPool %x {kernel = 2147483647, padding = 1073741823}",
    "maxPool %x {kernel = 3, stride = 2147483647, padding = \"same\", dilation = 2147483647}",
    "conv %x {filters = 1, kernel = 2147483647, stride = 2147483647, padding = \"same\"}",
    "maxPool %x {kernel = 1, stride = 2147483647, ceil = \"caffe\"}",
    "convTranspose %x {filters = 1, kernel = 2147483647, padding = 2147483647}",
    "adaptiveAvgPool %x {size = 2147483647}",
    "crop %x {size = 2147483647, offset = 2147483647}",
    "resize %x {scale = 2147483647}", "resize %x {scale = 1e+300}", "resize %x {scale = 1e-300}",
    "resize %x {scale = nan}", "resize %x {scale = -1}", "resize %x {scale = inf}",
    "permute %x {order = []}", "permute %x {order = [2147483647]}",
    "slice %x {start = 2147483647, end = 2147483647}", "lrn %x {size = 2147483647}",
    "channelShuffle %x {groups = 2147483647}", "groupNorm %x {groups = 2147483647}",
  ])
  func `the largest windows, and the strangest shapes`(_ line: String) {
    let shapes = [
      Shape(1, 1, 7), Shape(1, 1, Self.largest), Shape(1, 1, 1, 1, Self.largest), Shape(), Shape(3),
      Shape(Self.largest, Self.largest),
    ]
    for shape in shapes {
      let fault = fault(line, shape)
      #expect(fault.hasPrefix("no fault") || fault.contains("error: "))
    }
  }

  @Test func `the largest deformed windows`() {
    let text = """
      graph g(%x: f32[1x1x9x9], %y: f32[1x2147483647x1x1]) {
        %a = deformConv %x, %y {filters = 1, kernel = 2147483647, padding = 2147483647, stride = 9}
        return %a
      }
      """
    let error = #expect(throws: UnreadableGraph.self) { try Graph(irText: text) }
    #expect(error?.description.contains("[deformConv.c2]") == true)
  }

  @Test func `products and sums`() {
    #expect(checkedProduct([Self.largest, Self.largest, 2]) == 9_223_372_028_264_841_218)
    #expect(checkedProduct([Self.largest, Self.largest, 3]) == nil)
    #expect(checkedProduct([Int]()) == 1)
    #expect(checkedSum([Int.max, 0]) == Int.max)
    #expect(checkedSum([Int.max, 1]) == nil)
    #expect(Shape(Self.largest, Self.largest, 3).checkedElementCount == nil)
  }

  @Test(arguments: [
    (Shape(), true), (Shape(1, 3), true), (Shape(0), false), (Shape(-1, -1), false),
    (Shape(largest), true), (Shape(largest + 1), false), (Shape(largest, largest, 2), true),
    (Shape(largest, largest, 3), false),
  ])
  func `valid shapes`(_ shape: Shape, _ isValid: Bool) {
    #expect(shape.isValid == isValid)
  }

}
