import CNNCompiler
import CNNSource
import CNNTestSupport
import Testing

/// The tables of the lecture and of the homework, row by row.
struct LectureTableTests {

  @Test func lectureLeNet() throws {
    let report = try AnalysisReport(try Specs.graph("lenet5_lecture"))
    let rows = report.layers.map { ($0.op, $0.outputShape, $0.weightSize) }
    let expected: [(String, [Int], String)] = [
      ("conv", [20, 28, 28], "20 x (1 x 5 x 5 + 1)"),
      ("relu", [20, 28, 28], "0"),
      ("maxPool", [20, 14, 14], "0"),
      ("conv", [50, 14, 14], "50 x (20 x 5 x 5 + 1)"),
      ("relu", [50, 14, 14], "0"),
      ("maxPool", [50, 7, 7], "0"),
      ("flatten", [2450], "0"),
      ("linear", [500], "(2450 x 500) + 500"),
      ("relu", [500], "0"),
      ("linear", [10], "(500 x 10) + 10"),
    ]
    #expect(rows.map(\.0) == expected.map(\.0))
    #expect(rows.map(\.1) == expected.map(\.1))
    #expect(rows.map(\.2) == expected.map(\.2))
    #expect(report.inputs.map(\.shape) == [[1, 28, 28]])
    #expect(
      report.layers.map(\.costs.parameters) == [520, 0, 0, 25_050, 0, 0, 0, 1_225_500, 0, 5_010])
    #expect(report.totals.costs.parameters == 520 + 25_050 + 1_225_500 + 5_010)
  }

  @Test func classicLeNetHasAbout60000Parameters() throws {
    let report = try AnalysisReport(try Specs.graph("lenet5_classic"))
    #expect(report.totals.costs.parameters == 61_706)
    #expect(report.totals.costs.macs == 416_520)
  }

  /// The homework's columns are layer, output size and output channels.
  @Test func homework() throws {
    let report = try AnalysisReport(try Specs.graph("strawberry"))
    let rows = report.layers.map { [$0.op] + $0.outputShape.reversed().map(String.init) }
    let expected = [
      ["conv", "28", "28", "8"], ["relu", "28", "28", "8"],
      ["conv", "26", "26", "16"], ["relu", "26", "26", "16"],
      ["conv", "24", "24", "32"], ["relu", "24", "24", "32"],
      ["maxPool", "12", "12", "32"], ["flatten", "4608"], ["linear", "5"],
    ]
    #expect(rows == expected)
  }

  @Test func homeworkWithAnotherList() throws {
    var options = CompilerOptions()
    options.settings = [#"layers=[8, "pool", 16, 32, "pool"]"#, "classes=3"]
    let report = try AnalysisReport(try Specs.graph("strawberry", options))
    #expect(
      report.layers.map(\.outputShape) == [
        [8, 28, 28], [8, 28, 28], [8, 14, 14], [16, 12, 12], [16, 12, 12], [32, 10, 10],
        [32, 10, 10], [32, 5, 5], [800], [3],
      ])
  }

}
