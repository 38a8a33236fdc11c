import CNNCompiler
import CNNIR
import CNNSource
import Foundation
import Testing

/// Several networks side by side, and what budgets and differences say.
struct ComparisonTests {

  private func report(_ text: String) throws -> AnalysisReport {
    try AnalysisReport(try Specs.graph(text: text))
  }

  private let small =
    "network Small { input(1, 6, 6); conv(2, kernel: 3); relu; flatten; linear(2) }"
  private let large = "network Large { input(1, 6, 6); conv(9, kernel: 3); conv(3, kernel: 1) }"

  @Test func networksAreRows() throws {
    let networks = NetworkComparison([try report(large), try report(small)])
    #expect(
      try networks.text() == """
        Network  Input  Depth  Parameters   MACs  Weights (B)  Peak (B)  Arena (B)
        -------  -----  -----  ----------  -----  -----------  --------  ---------
        Large    1x6x6      2         120  1,728          480       768        768
        Small    1x6x6      2          86    352          344       272        192

        """)
    let sorted = networks.sorted(by: .macs)
    #expect(sorted.reports.map(\.network) == ["Small", "Large"])
    #expect(networks.sorted(by: .network).reports.map(\.network) == ["Large", "Small"])
    let csv = try sorted.text(.init(.csv)).components(separatedBy: "\r\n")
    #expect(csv[0].hasPrefix("network,input,layerCount,depth,parameters,buffers,macs,flops,"))
    #expect(csv[1].hasPrefix("Small,1x6x6,4,2,86,0,352,704,"))
    #expect(csv.count == 4)
    let data = Data(try networks.text(.init(.json)).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schema"] as? Int == 1)
    let entries = try #require(object["networks"] as? [[String: Any]])
    #expect(entries.map { $0["network"] as? String } == ["Large", "Small"])
    let totals = try #require(entries[1]["totals"] as? [String: Any])
    #expect(totals["macs"] as? Int == 352)
    #expect(try networks.text(.init(.markdown)).hasPrefix("| Network | Input | Depth |"))
    #expect(try networks.text(.init(.latex)).hasPrefix("\\begin{tabular}{llrrrrrr}\n\\toprule\n"))
  }

  /// What networks are called after.
  @Test(arguments: [
    ("resnet50", 50), ("resnet18", 18), ("vgg16", 16), ("googlenet", 22), ("lenet5_lecture", 4),
  ])
  func depths(spec: String, depth: Int) throws {
    #expect(try AnalysisReport(try Specs.graph(spec)).totals.depth == depth)
  }

  // MARK: - Budgets

  @Test(arguments: [
    ("macs > 351", true), ("macs > 352", false), ("macs >= 352", true), ("macs<0.4k", true),
    ("parameters == 86", true), ("parameters != 86", false), ("weightBytes <= 343B", false),
    ("peakBytes > 0.272kB", false), ("flops > 1_000", false), ("depth < 2", false),
    ("macs > 0.000000352G", false),
  ])
  func budgetsAreChecked(text: String, isBroken: Bool) throws {
    let violation = try Budget(text).violation(by: try report(small))
    #expect((violation != nil) == isBroken)
    guard let violation else { return }
    #expect(violation.code == "budget-exceeded")
    #expect(violation.message.contains("'Small'") && violation.message.contains("'\(text)'"))
  }

  @Test(arguments: [
    "", "macs", "macs >", "macs > x", "mac > 1", "macs = 1", "macs > -1", "macs > 1.5", "macs > 1.",
    "macs > .5k", "macs > 99999999999999999999", "macs > 9999999999999T", "macs > 1 and 2",
    "macs > 1K",
  ])
  func malformedBudgetsAreRefused(text: String) throws {
    let error = #expect(throws: Diagnostic.self) { try Budget(text) }
    #expect(error?.code == "invalid-budget")
    if text == "mac > 1" { #expect(error?.message.contains("did you mean 'macs'?") == true) }
  }

  // MARK: - Differences

  @Test func differencesAreRows() throws {
    let first = "network A { input(1, 8, 8); a: conv(2, kernel: 3); relu; c: conv(4, kernel: 3) }"
    let second = """
      network B {
        input(1, 8, 8)
        a: conv(2, kernel: 3); batchNorm; relu; c: conv(5, kernel: 3); flatten
      }
      """
    let difference = NetworkDifference(try report(first), try report(second))
    #expect(difference.rows.map(\.change) == [.same, .added, .same, .changed, .added])
    #expect(
      difference.text(all: false) == """
        A against B: 2 of 5 layers are equal

           Layer  Op         Output size     Weight size                                 Parameters  MACs
        -  -----  ---------  --------------  ------------------------------------------  ----------  ----
        +  0      batchNorm  2x6x6           2 x 2                                               +4     0
        ~  c      conv       4x4x4 -> 5x4x4  4 x (2 x 3 x 3 + 1) -> 5 x (2 x 3 x 3 + 1)         +19  +288
        +  2      flatten    80              0                                                    0     0
        -  -----  ---------  --------------  ------------------------------------------  ----------  ----
           Total                                                                                +23  +288

        """)
    #expect(difference.text(all: true).contains("\n   0 -> 1  relu"))
    let reverse = NetworkDifference(try report(second), try report(first))
    #expect(reverse.rows.map(\.change) == [.same, .removed, .same, .changed, .removed])
    let equal = NetworkDifference(try report(first), try report(first)).text(all: false)
    #expect(equal == "A against A: 3 of 3 layers are equal\n")
  }

  /// Every layer of both is in one row, in its network's order.
  @Test(arguments: [
    ("vgg16", "vgg16_bn"), ("resnet50", "resnet50_v1"), ("alexnet", "zfnet"),
    ("googlenet", "googlenet_caffe"),
  ])
  func nothingIsLost(first: String, second: String) throws {
    let reports = try [first, second].map { try AnalysisReport(try Specs.graph($0)) }
    let difference = NetworkDifference(reports[0], reports[1])
    #expect(difference.rows.compactMap { $0.layers.0?.name } == reports[0].layers.map(\.name))
    #expect(difference.rows.compactMap { $0.layers.1?.name } == reports[1].layers.map(\.name))
    let macs = difference.rows.map {
      ($0.layers.1?.costs.macs ?? 0) - ($0.layers.0?.costs.macs ?? 0)
    }
    #expect(
      macs.reduce(0, +) == reports[1].totals.costs.macs - reports[0].totals.costs.macs)
  }

  /// Networks that are too large for the least difference are aligned by name, in no time.
  @Test func largeNetworksAreCompared() throws {
    func network(_ layer: String) -> String {
      "network L { input(1, 2, 2); for i in 0..<3000 { if i % 3 == 0 { \(layer) } else { relu } } }"
    }
    let reports = try [network("relu6"), network("sigmoid")].map { try report($0) }
    let difference = NetworkDifference(reports[0], reports[1])
    #expect(difference.rows.count { $0.change == .same } == 2000)
    #expect(difference.rows.count { $0.change == .removed } == 1000)
    #expect(difference.rows.count { $0.change == .added } == 1000)
  }

}
