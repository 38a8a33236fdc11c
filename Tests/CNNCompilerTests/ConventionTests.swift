import CNNCompiler
import CNNTestSupport
import Foundation
import Testing

/// The totals of other tools, which `Tests/Checks/counting_tools.py` took from the tools themselves.
struct ConventionTests {

  private struct Fixture: Decodable {
    let totals: [String: [String: Int]]
  }

  private static let fixture: Fixture = {
    let data = try! Data(
      contentsOf: TestFolder.fixtures.appendingPathComponent("counting_tools.json"))
    return try! JSONDecoder().decode(Fixture.self, from: data)
  }()

  @Test func thereAreEnough() {
    #expect(Self.fixture.totals.count >= 11)
    for tool in CountingConvention.allCases where tool != .cnnc {
      let count = Self.fixture.totals.values.count { $0[tool.rawValue] != nil }
      #expect(count >= 11, "\(tool.rawValue) on \(count) networks")
    }
  }

  @Test(arguments: fixture.totals.keys.sorted())
  func totalsAreTheTools(network: String) throws {
    let graph = try Specs.graph(network)
    for (tool, total) in Self.fixture.totals[network] ?? [:] {
      let convention = try #require(CountingConvention(rawValue: tool))
      let report = try AnalysisReport(graph, convention: convention)
      #expect(report.totals.costs.macs == total, "\(tool)")
      #expect(report.layers.map(\.costs.macs).reduce(0, +) == total, "\(tool)")
    }
  }

  /// What was measured of single layers: a transposed convolution of 8 to 4 channels by 4x4, stride 2,
  /// padding 1, on 8x8, and a depthwise one of 8 channels by 3x3, stride 2 (with a bias each).
  @Test(arguments: [
    ("convTranspose(4, kernel: 4, stride: 2, padding: 1)", 32_768, 132_096, 131_072),
    (
      "convTranspose(8, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 8)", 4_608,
      20_480, 18_432
    ),
  ])
  func transposedConvolutions(layer: String, torch: Int, torchinfo: Int, thop: Int) throws {
    let graph = try Specs.graph(text: "network T { input(8, 8, 8); \(layer) }")
    for (convention, total) in [
      (CountingConvention.cnnc, torch), (.torchvision, torch), (.torchinfo, torchinfo),
      (.thop, thop),
    ] {
      let report = try AnalysisReport(graph, convention: convention)
      #expect(report.totals.costs.macs == total, "\(convention.rawValue)")
    }
  }

  @Test func theReportSaysItsConvention() throws {
    let graph = try Specs.graph(text: "network A { input(2); linear(3) }")
    let report = try AnalysisReport(graph, convention: .ptflops)
    #expect(try report.text().hasPrefix("A, input 2, MACs as ptflops counts\n"))
    #expect(try report.text(.init(.json)).contains("\"convention\" : \"ptflops\""))
    #expect(report.totals.costs.macs == 9)
    #expect(report.counterpart.costs.macs == 6)
    #expect(try !AnalysisReport(graph).text(.init(.json)).contains("convention"))
  }

  @Test func totalsAreExplained() throws {
    let text = """
      network E {
        input(3, 8, 8)
        conv(4, kernel: 3); batchNorm; relu
        globalAvgPool; flatten; linear(2, bias: false)
      }
      """
    let comparison = try ConventionComparison(
      try Specs.graph(text: text), .torchvision, .fvcore)
    #expect(
      comparison.text == """
        E: torchvision against fvcore

        torchvision: torchvision's _ops and half of torch's FlopCounterMode
        fvcore: fvcore 0.1.5, FlopCountAnalysis

        Op             Layers  torchvision  fvcore  Difference
        -------------  ------  -----------  ------  ----------
        batchNorm           1            0     288         288
        globalAvgPool       1            0     144         144
        conv                1        3,888   3,888           0
        linear              1            8       8           0
        -------------  ------  -----------  ------  ----------
        Total                        3,896   4,328         432

        batchNorm: torchvision counts nothing; fvcore 2 for each output, 1 without weights
        globalAvgPool: torchvision counts nothing; fvcore 1 for each input, of pictures only

        """)
  }

  @Test(arguments: CountingConvention.allCases)
  func differencesAddUp(convention: CountingConvention) throws {
    let graph = try Specs.graph("googlenet")
    let comparison = try ConventionComparison(graph, .cnnc, convention)
    for index in 0..<2 {
      #expect(comparison.rows.map { $0.counts[index] }.reduce(0, +) == comparison.totals[index])
    }
    let report = try AnalysisReport(graph, convention: convention)
    #expect(comparison.totals[1] == report.totals.costs.macs)
  }

}
