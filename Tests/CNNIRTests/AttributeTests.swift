import CNNIR
import CNNOps
import Testing

/// Attribute values: what becomes of what a reader saw, and back.
struct AttributeTests {

  private func list(_ values: Int...) -> AttributeValue { .list(values.map { .integer($0) }) }

  @Test func `extents are one number or one for each axis`() {
    #expect(Extents(attribute: .integer(3)) == 3)
    #expect(Extents(attribute: list(1, 2))?.values == [1, 2])
    #expect(Extents(attribute: list(1, 2))?.attributeValue == list(1, 2))
  }

  @Test func `equal extents are written once but belong to their number of axes`() {
    let extents = Extents(attribute: list(2, 2))
    #expect(extents?.attributeValue == .integer(2))
    #expect(extents?.fits(rank: 2) == true && extents?.fits(rank: 1) == false)
  }

  @Test(arguments: [
    AttributeValue.list([]), .number(3), .boolean(true), .string("3"), .list([.number(1)]),
    .list([.integer(1), .string("2")]), .list([.list([.integer(1)])]),
  ])
  func `extents are nothing else`(_ value: AttributeValue) {
    #expect(Extents(attribute: value) == nil)
  }

  @Test func `extents fit a rank or do not`() {
    #expect(Extents([2]).fits(rank: 1) && Extents([2]).fits(rank: 3))
    #expect(Extents([1, 2]).fits(rank: 2))
    #expect(!Extents([1, 2]).fits(rank: 1) && !Extents([1, 2]).fits(rank: 3))
    #expect(Extents([4]).expanded(rank: 3) == [4, 4, 4])
    #expect(Extents([1, 2, 3]).expanded(rank: 3) == [1, 2, 3])
  }

  @Test(arguments: [
    (AttributeValue.integer(2), Padding.symmetric(2)),
    (.list([.integer(1), .integer(2)]), .symmetric(Extents([1, 2]))),
    (.list([.list([.integer(0), .integer(1)])]), .explicit(before: 0, after: 1)),
    (.string("same"), .same), (.string("same_lower"), .sameLower), (.string("valid"), .valid),
  ])
  func `padding is written as it is read`(_ value: AttributeValue, _ padding: Padding) {
    #expect(Padding(attribute: value) == padding)
    #expect(padding.attributeValue == value)
  }

  @Test func `pairs that are equal are written once`() {
    let pair = AttributeValue.list([.integer(1), .integer(1)])
    #expect(Padding(attribute: .list([pair, pair]))?.attributeValue == .integer(1))
    #expect(Padding.explicit(before: Extents([1, 1]), after: 1).attributeValue == .integer(1))
  }

  @Test func `pairs differ from axis to axis`() {
    let pairs = AttributeValue.list([
      .list([.integer(0), .integer(1)]), .list([.integer(0), .integer(2)]),
    ])
    let padding = Padding.explicit(before: Extents([0, 0]), after: Extents([1, 2]))
    #expect(Padding(attribute: pairs) == padding)
    #expect(padding.attributeValue == pairs)
    #expect(padding.fits(rank: 2) && !padding.fits(rank: 3))
    #expect(Padding.same.fits(rank: 3))
  }

  @Test(arguments: [
    AttributeValue.string("full"), .boolean(false), .number(1.5), .list([]),
    .list([.list([.integer(1)])]), .list([.list([.integer(1), .integer(2)]), .integer(1)]),
    .list([.list([.integer(1), .integer(2), .integer(3)])]),
    .list([.list([.integer(1), .string("2")])]),
  ])
  func `padding is nothing else`(_ value: AttributeValue) {
    #expect(Padding(attribute: value) == nil)
  }

  @Test func `a number may be written as an integer, but no other way`() {
    #expect(Double(attribute: .integer(2)) == 2)
    #expect(Double(attribute: .number(0.5)) == 0.5)
    #expect(Double(attribute: .string("0.5")) == nil)
    #expect(Int(attribute: .number(2)) == nil)
    #expect(Bool(attribute: .integer(1)) == nil)
  }

  @Test func `a list of integers has any length`() {
    #expect([Int](attribute: list(0, 2, 1)) == [0, 2, 1])
    #expect([Int](attribute: .list([])) == [])
    #expect([Int](attribute: .integer(0)) == nil)
    #expect([Int](attribute: .list([.integer(0), .number(1)])) == nil)
    #expect([0, 2, 1].attributeValue == list(0, 2, 1))
  }

  @Test(arguments: [
    (AttributeValue.boolean(false), Rounding.floor), (.boolean(true), .ceiling),
    (.string("caffe"), .caffe),
  ])
  func `rounding is true, false or Caffe's`(_ value: AttributeValue, _ rounding: Rounding) {
    #expect(Rounding(attribute: value) == rounding)
    #expect(rounding.attributeValue == value)
  }

  @Test(arguments: [AttributeValue.string("ceil"), .integer(1), .number(1), .list([])])
  func `rounding is nothing else`(_ value: AttributeValue) {
    #expect(Rounding(attribute: value) == nil)
  }

  @Test func `a word is one of the known ones, as it is written there`() {
    #expect(Resize.Mode(attribute: .string("nearest-exact")) == .nearestExact)
    #expect(Resize.Mode.nearestExact.attributeValue == .string("nearest-exact"))
    #expect(Resize.Mode(attribute: .string("Nearest")) == nil)
    #expect(Resize.Mode(attribute: .integer(0)) == nil)
    let words = "one of \"nearest\", \"nearest-exact\", \"bilinear\", \"bicubic\""
    #expect(Resize.Mode.valueDescription == words)
  }

  @Test func `a number that may be missing is printed only when it is there`() throws {
    var sum = Add()
    #expect(sum.attributes.isEmpty)
    try sum.setAttribute("number", to: .integer(2))
    #expect(sum.number == 2)
    #expect(sum.attributes.map(\.value) == [.number(2)])
    #expect(throws: OpFault.self) { try sum.setAttribute("number", to: .string("2")) }
  }

  @Test func `a default that depends on others is left when it is set`() throws {
    var pool = MaxPool()
    #expect(pool.stride == nil)
    try pool.setAttribute("stride", to: .integer(2))
    #expect(pool.stride == 2)
    #expect(throws: OpFault.self) { try pool.setAttribute("stride", to: .list([])) }
    #expect(pool.stride == 2)
  }

  @Test func `a fault leaves the op as it was and says why`() throws {
    var conv = Conv()
    conv.filters = 7
    let range = #expect(throws: OpFault.self) {
      try conv.setAttribute("filters", to: .integer(0))
    }
    #expect(range?.message == "filters must be at least 1, not 0")
    let type = #expect(throws: OpFault.self) {
      try conv.setAttribute("bias", to: .string("no"))
    }
    #expect(type?.message == "bias must be true or false, not \"no\"")
    let name = #expect(throws: OpFault.self) {
      try conv.setAttribute("kernal", to: .integer(3))
    }
    #expect(name?.message == "conv has no attribute 'kernal'")
    #expect(conv.filters == 7 && conv.bias)
  }

  @Test(arguments: [
    (AttributeValue.integer(-3), "-3"), (.number(0.1), "0.1"), (.number(2), "2.0"),
    (.boolean(true), "true"), (.string("a \"b\"\\\n\r\t"), #""a \"b\"\\\n\r\t""#),
    (.list([.list([.integer(1), .integer(2)]), .string("x")]), "[[1, 2], \"x\"]"),
  ])
  func `values as text`(_ value: AttributeValue, _ text: String) {
    #expect(value.description == text)
  }

}
