import CNNIR
import CNNPasses
import CNNSource
import CNNTestSupport
import Testing

/// What the passes say about rewrites that almost applied.
struct RemarksTests {

  private func remarks(_ body: String) throws -> [Diagnostic] {
    var manager = PassManager(
      try Graph(irText: "graph g(%x: f32[1x4x8x8]) {\n\(body)\n}"), wantsRemarks: true)
    try manager.run(.optimization)
    return manager.remarks.elements
  }

  private static let cases = [
    (
      "%c = conv %x {filters = 4, kernel = 1}\n%n = batchNorm %c\n%a = max %c, %n\nreturn %a",
      "'n' is not folded into 'c': the value in between is read elsewhere too"
    ),
    (
      "%c = conv %x {filters = 4, kernel = 1}\n%n = batchNorm %c\nreturn c: %c, n: %n",
      "'n' is not folded into 'c': the value in between is an output"
    ),
    (
      "%c = conv %x {filters = 4, kernel = 1} then relu\n%n = batchNorm %c\nreturn %n",
      "'n' is not folded into 'c': more is done to the value in between"
    ),
    (
      "%l = linear %x {features = 4}\n%n = batchNorm %l\nreturn %n",
      "'n' is not folded into 'l': its features are the last axis, not the channels"
    ),
    (
      "%a = max %x, %x\n%c = concat %a, %x\n%n = batchNorm %c\nreturn %n",
      "'n' is not folded into 'c': it would have to go into every layer before the concat"
    ),
    (
      "%n = batchNorm %x\n%c = conv %n {filters = 4, kernel = 3, padding = 1}\nreturn %c",
      "'n' is not folded into 'c': its zero padding or moved taps would not be shifted"
    ),
    (
      "%n = batchNorm %x\n%c = conv %n {filters = 4, kernel = 1}\n%a = max %n, %c\nreturn %a",
      "'n' is not folded into 'c': its result is read elsewhere too"
    ),
    (
      "%n = batchNorm %x\n%c = linear %n {features = 4}\nreturn %c",
      "'n' is not folded into 'c': it acts on the last axis, not on the channels"
    ),
    (
      "%c = softmax %x\n%r = tanh %c\n%a = max %c, %r\nreturn %a",
      "'r' is not applied as 'c' stores: its result is stored for others as it is"
    ),
    (
      "%c = conv %x {filters = 4, kernel = 1}\n%s = add %c, %x\n%a = max %c, %s\nreturn %a",
      "'s' is not added as 'c' stores: the layer's result is read elsewhere too"
    ),
    (
      "%c = conv %x {filters = 4, kernel = 1}\n%g = globalAvgPool %x\n%s = add %c, %g\nreturn %s",
      "'s' is not added as 'c' stores: an operand is repeated along an axis"
    ),
    (
      "%p = pad %x {padding = 1, value = 0.5}\n%c = conv %p {filters = 4, kernel = 3}\nreturn %c",
      "'p' is not folded into 'c': its border is not zero"
    ),
    (
      "%p = pad %x {padding = 1}\n%c = maxPool %p {kernel = 3}\nreturn %c",
      "'p' is not folded into 'c': its border may be larger than the elements inside"
    ),
    (
      "%p = pad %x {padding = 1}\n%c = conv %p {filters = 4, kernel = 3}\nreturn c: %c, p: %p",
      "'p' is not folded into 'c': its result is an output"
    ),
    (
      "%p = pad %x {padding = 2}\n%c = avgPool %p {kernel = 3}\nreturn %c",
      "'p' is not folded into 'c': the avgPool cannot have so much padding"
    ),
    (
      "%c = conv %x {filters = 16, kernel = 1}\n%d = conv %x {filters = 24, kernel = 1}\n"
        + "return c: %c, d: %d",
      "'d' is not merged with 'c': its filters do not fill blocks of 16"
    ),
    (
      "%c = conv %x {filters = 16, kernel = 1}\n%d = conv %x {filters = 16, kernel = 1}\n"
        + "%e = concat %d, %x\nreturn c: %c, e: %e",
      "'d' is not merged with 'c': a concat has it computed in place"
    ),
  ]

  @Test(arguments: cases)
  func `says why, with both places`(_ body: String, _ message: String) throws {
    let remarks = try remarks(body)
    #expect(remarks.map(\.message) == [message])
    let remark = try #require(remarks.first)
    #expect(remark.severity == .note)
    guard case .source(let range) = remark.place, let other = remark.notes.first?.range else {
      Issue.record("no places")
      return
    }
    #expect(range.line != other.line)
  }

  @Test func `nothing is said of what applied, or to who does not want it`() throws {
    let body = "%c = conv %x {filters = 4, kernel = 1}\n%n = batchNorm %c\n%r = relu %n\nreturn %r"
    #expect(try remarks(body).isEmpty)
    var manager = PassManager(
      try Graph(irText: "graph g(%x: f32[1x4x8x8]) {\n\(Self.cases[0].0)\n}"))
    try manager.run(.optimization)
    #expect(manager.remarks.elements.isEmpty)
  }

}
