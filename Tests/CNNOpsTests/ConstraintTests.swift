import CNNIR
import CNNOps
import CNNTestSupport
import Foundation
import Testing

/// Every labelled constraint has a node that breaks it.
struct ConstraintTests {

  @Test(arguments: ConstraintCase.all)
  func `is caught under its label, in these words`(_ constraint: ConstraintCase) throws {
    let inputs = zip(["x", "y", "z"], constraint.inputs).map { "%\($0): f32[\($1)]" }
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

  /// The labels that comments and literals of the sources spell out; `op.` stands for both pools.
  private func definedLabels() throws -> Set<String> {
    let folder = TestFolder.named("../../Sources/CNNOps")
    var labels: Set<String> = []
    for file in TestFolder.files(in: folder, suffix: "swift") {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /(?:\/\/ |")([a-zA-Z]+\.c[0-9]+)[:"]/) {
        labels.insert(String(match.output.1))
      }
    }
    return labels
  }

  @Test func `every label in the sources has a case`() throws {
    let covered = Set(ConstraintCase.all.map(\.label))
    let defined = try definedLabels().map { $0.hasPrefix("op.") ? "maxPool" + $0.dropFirst(2) : $0 }
    #expect(defined.count >= 35)
    #expect(Set(defined).subtracting(covered) == [])
  }

  @Test func `the labels of an op are numbered from 0 or 1 on`() {
    let numbers = Dictionary(grouping: ConstraintCase.all.map(\.label)) { (label) in
      label.prefix { $0 != "." }
    }
    for (op, labels) in numbers {
      let found = Set(labels.compactMap { Int($0.dropFirst(op.count + 2)) }).sorted()
      // The groups of instanceNorm always divide its channels.
      let expected = Array(found[0]...found[found.count - 1]).filter {
        op != "instanceNorm" || $0 != 2
      }
      #expect(found[0] <= 1 && found == expected, "\(op)")
    }
  }

}
