@testable import CNNRuntime
import CNNIR
import Testing

/// Rules for what stands before all names of a file.
struct WeightsPrefixTests {

  @Test(arguments: [
    (["conv.weight", "conv.bias"], ["a.b.conv.weight", "a.b.conv.bias"], "a.b.{path} -> {path}"),
    (["net.weight", "net.bias"], ["weight", "bias"], "{path} -> net.{path}"),
    // What the first tensor suggests does not find the other.
    (["0.weight", "0.bias"], ["x.0.weight", "y.0.weight", "y.0.bias"], "y.{path} -> {path}"),
    (["0.weight", "0.bias"], ["x.0.weight", "y.0.bias"], nil),
    (["0.weight", "0.bias"], ["x.0.weight"], nil), (["0.weight"], ["x.0.weight"], nil),
    (["weight", "bias"], ["{.weight", "{.bias"], nil),
  ])
  func `the rule`(_ missing: [String], _ unused: [String], _ rule: String?) {
    let missing = missing.map { ($0, Optional(Shape(2))) }
    let prefix = WeightsPrefix(missing, among: unused.map { ($0, Shape(2)) })
    #expect(prefix?.rule == rule)
    if rule != nil { #expect(prefix?.names.keys.sorted() == missing.map(\.0).sorted()) }
    #expect(WeightsPrefix(missing, among: unused.map { ($0, Shape(3)) }) == nil)
  }

}
