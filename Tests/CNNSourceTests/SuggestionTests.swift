import CNNSource
import Testing

/// The name that a misspelt one may have meant.
struct SuggestionTests {

  private static let names = [
    "conv", "convTranspose", "maxPool", "avgPool", "relu", "linear", "it",
  ]

  @Test(arguments: [
    ("covn", "conv"), ("Conv", "conv"), ("con", "conv"), ("maxpool", "maxPool"),
    ("avgPol", "avgPool"), ("lniear", "linear"), ("convTranspsoe", "convTranspose"),
    ("rellu", "relu"), ("if", "it"),
  ])
  func `a near name is suggested`(_ name: String, _ meant: String) {
    #expect(nearestName(to: name, among: Self.names) == meant)
  }

  @Test(arguments: ["dense", "x", "", "pool", "softmax", "convolution"])
  func `a far name is not`(_ name: String) {
    #expect(nearestName(to: name, among: Self.names) == nil)
  }

  @Test func `the first of equally near names is suggested`() {
    #expect(nearestName(to: "bn", among: ["an", "cn"]) == "an")
    #expect(nearestName(to: "bn", among: ["cn", "an"]) == "cn")
  }

  @Test func `there may be no names`() {
    #expect(nearestName(to: "conv", among: []) == nil)
  }

  @Test func `hostile names are compared by their start`() {
    let long = String(repeating: "a", count: 100_000)
    #expect(nearestName(to: long, among: [long + "b"]) == long + "b")
  }

}
