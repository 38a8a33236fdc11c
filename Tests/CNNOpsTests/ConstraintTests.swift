import CNNIR
import CNNOps
import CNNTestSupport
import Foundation
import Testing

/// A node that breaks one labelled constraint, and what is said about it.
struct ConstraintCase: Sendable, CustomStringConvertible {

  let label: String
  let inputs: [Shape]
  let node: String
  let message: String

  init(_ label: String, _ inputs: Shape..., node: String, _ message: String) {
    self.label = label
    self.inputs = inputs
    self.node = node
    self.message = message
  }

  var description: String { "\(label): \(message)" }

}

extension ConstraintCase {

  static let all: [ConstraintCase] = [
    .init(
      "conv.c0", Shape(1, 3), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not 3"),
    .init(
      "conv.c0", Shape(1, 3, 4, 4, 4, 4), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not 3x4x4x4x4"),
    .init(
      "conv.c0", Shape(7), node: "conv %x {filters = 2, kernel = 1}",
      "conv needs channels and one to three spatial axes, not a single number"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8), node: "conv %x {filters = 2, kernel = [1, 2, 3]}",
      "kernel has 3 values for 2 spatial axes"),
    .init(
      "conv.c1", Shape(1, 3, 8), node: "conv %x {filters = 2, kernel = 1, stride = [1, 2]}",
      "stride has 2 values for 1 spatial axis"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8),
      node: "conv %x {filters = 2, kernel = 1, padding = [[0, 1], [1, 0], [1, 1]]}",
      "padding has 3 values for 2 spatial axes"),
    .init(
      "conv.c1", Shape(1, 3, 8, 8),
      node: "conv %x {filters = 2, kernel = 1, dilation = [1, 2, 3]}",
      "dilation has 3 values for 2 spatial axes"),
    .init(
      "conv.c2", Shape(1, 3, 8, 8), node: "conv %x {filters = 2, kernel = 1, groups = 2}",
      "2 groups do not divide the 3 channels of the input"),
    .init(
      "conv.c3", Shape(1, 4, 8, 8), node: "conv %x {filters = 5, kernel = 1, groups = 2}",
      "2 groups do not divide 5 filters"),
    .init(
      "conv.c4", Shape(1, 3, 4, 9), node: "conv %x {filters = 2, kernel = 5}",
      "the window 5x5 exceeds the padded input 4x9"),
    .init(
      "conv.c4", Shape(1, 3, 4),
      node: "conv %x {filters = 2, kernel = 3, dilation = 3, padding = 1}",
      "the window 7 exceeds the padded input 6"),
    .init(
      "linear.c1", Shape(3), node: "linear %x {features = 2}",
      "linear needs an axis besides the batch"),
    .init(
      "maxPool.c0", Shape(1, 3), node: "maxPool %x {kernel = 2}",
      "maxPool needs channels and one to three spatial axes, not 3"),
    .init(
      "maxPool.c1", Shape(1, 3, 8), node: "maxPool %x {kernel = [2, 3]}",
      "kernel has 2 values for 1 spatial axis"),
    .init(
      "maxPool.c2", Shape(1, 3, 8, 8), node: "maxPool %x {kernel = 3, padding = 2}",
      "padding may be at most half the kernel (1 here)"),
    .init(
      "maxPool.c3", Shape(1, 3, 8, 2), node: "maxPool %x {kernel = 3}",
      "the window 3x3 exceeds the padded input 8x2"),
    .init(
      "avgPool.c0", Shape(2), node: "avgPool %x {kernel = 2}",
      "avgPool needs channels and one to three spatial axes, not a single number"),
    .init(
      "avgPool.c1", Shape(1, 3, 8, 8), node: "avgPool %x {kernel = 2, padding = [1, 0, 1]}",
      "padding has 3 values for 2 spatial axes"),
    .init(
      "avgPool.c2", Shape(1, 3, 8), node: "avgPool %x {kernel = 1, padding = 1}",
      "padding may be at most half the kernel (0 here)"),
    .init(
      "avgPool.c3", Shape(1, 3, 8), node: "avgPool %x {kernel = 9, ceil = true}",
      "the window 9 exceeds the padded input 8"),
    .init(
      "globalAvgPool.c0", Shape(1, 3), node: "globalAvgPool %x",
      "globalAvgPool needs channels and one to three spatial axes, not 3"),
    .init("batchNorm.c1", Shape(3), node: "batchNorm %x", "batchNorm needs an axis of channels"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = -1e-05}",
      "epsilon must be a number from 0 on, not -1e-05"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = inf}",
      "epsilon must be a number from 0 on, not inf"),
    .init(
      "batchNorm.c2", Shape(1, 3), node: "batchNorm %x {epsilon = nan}",
      "epsilon must be a number from 0 on, not nan"),
    .init("softmax.c1", Shape(3), node: "softmax %x", "softmax needs an axis besides the batch"),
    .init("flatten.c1", Shape(), node: "flatten %x", "flatten needs a batch axis"),
    .init(
      "dropout.c1", Shape(1, 3), node: "dropout %x {rate = 1.5}",
      "rate must be from 0 to 1, not 1.5"),
    .init(
      "dropout.c1", Shape(1, 3), node: "dropout %x {rate = -1}",
      "rate must be from 0 to 1, not -1.0"),
    .init(
      "add.c1", Shape(1, 3, 8, 8), Shape(1, 3, 8, 7), node: "add %x, %y",
      "cannot add 3x8x7 to 3x8x8"),
    .init(
      "add.c1", Shape(1, 3, 8, 8), Shape(3, 8, 8), node: "add %x, %y", "cannot add 8x8 to 3x8x8"),
    .init("concat.c1", Shape(3), node: "concat %x", "concat needs an axis of channels"),
    .init(
      "concat.c2", Shape(1, 3, 8, 8), Shape(1, 2, 8, 7), node: "concat %x, %y",
      "cannot join 2x8x7 to 3x8x8: all but the channels must agree"),
    .init(
      "concat.c2", Shape(1, 3), Shape(2, 3), node: "concat %x, %y",
      "cannot join 3 to 3: all but the channels must agree"),
  ]

}

/// Every labelled constraint has a node that breaks it.
struct ConstraintTests {

  @Test(arguments: ConstraintCase.all)
  func `is caught under its label, in these words`(_ constraint: ConstraintCase) throws {
    let inputs = zip(["x", "y"], constraint.inputs).map { "%\($0): f32[\($1)]" }
    let text = """
      graph g(\(inputs.joined(separator: ", "))) {
        %a = \(constraint.node)
        return %a
      }
      """
    let error = #expect(throws: UnreadableGraph.self) { try Graph(irText: text) }
    let first = error?.description.split(separator: "\n").first
    #expect(first == "test.ir:2:8: error: \(constraint.message) [\(constraint.label)]")
  }

  /// The labels that the comments of the sources define, `op.` standing for both pools.
  private func definedLabels() throws -> Set<String> {
    let folder = TestFolder.named("../../Sources/CNNOps")
    var labels: Set<String> = []
    for file in TestFolder.files(in: folder, suffix: "swift") {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\/\/ ([a-zA-Z]+\.c[0-9]+):/) {
        labels.insert(String(match.output.1))
      }
    }
    return labels
  }

  @Test func `every label in the sources has a case`() throws {
    let covered = Set(ConstraintCase.all.map(\.label))
    let defined = try definedLabels().map { $0.replacing("op.", with: "maxPool.") }
    #expect(defined.count >= 10)
    #expect(covered.isSuperset(of: defined))
  }

}
