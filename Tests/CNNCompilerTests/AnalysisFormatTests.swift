import CNNCompiler
import CNNTestSupport
import Foundation
import Testing

/// The forms in which the analysis is printed.
struct AnalysisFormatTests {

  private static let text = """
    network Tiny {
      input(2, 4, 4)
      "a|b,c": conv(3, kernel: 3, bias: false)
      batchNorm
      flatten
      linear(1000)
    }
    """

  private func report(
    _ text: String = Self.text, batch: Int? = nil, optimized: Bool = false
  ) throws -> AnalysisReport {
    var options = CompilerOptions()
    options.batch = batch
    return try AnalysisReport(try Specs.graph(text: text, options), optimized: optimized)
  }

  private func printed(
    _ format: AnalysisReport.Format, batch: Int? = nil
  ) throws -> String {
    try report(batch: batch).text(.init(format))
  }

  /// The formats that are looked at as text; what pages say, `AnalysisPageTests` check.
  private static let textFormats = AnalysisReport.Format.allCases.filter { $0 != .html }

  /// Every format of a network with branches, windows, blocks and shared layers, whole.
  @Test(arguments: textFormats, [false, true])
  func goldenForms(format: AnalysisReport.Format, optimized: Bool) throws {
    let text = """
      block Unit(width) {
        add {
          { conv1: conv(width, kernel: 3, padding: 1, bias: false); bn1: batchNorm; relu }
          identity
        }
      }
      network Golden {
        input(2, 12, 12)
        stem: conv(4, kernel: 5, stride: 2, padding: 2)
        relu
        body: { Unit(4); Unit(4) }
        maxPool(2)
        up: convTranspose(2, kernel: 2, stride: 2)
        flatten
        fc: linear(3)
        softmax
      }
      """
    var style = AnalysisReport.Style(format)
    if format != .csv { style.columns = AnalysisColumn.allCases }
    let observed = try report(text, optimized: optimized).text(style)
    let name = "analysis\(optimized ? "_optimized" : "").\(format.rawValue)"
    let file = TestFolder.named("Cases").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["CNNC_BLESS"] == "1" {
      try Data(observed.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == observed)
  }

  @Test func table() throws {
    #expect(
      try printed(.table).hasPrefix(
        """
        Tiny, input 2x4x4

        Layer  Op         Output size  Weight size         Parameters    MACs
        -----  ---------  -----------  ------------------  ----------  ------
        a|b,c  conv       3x2x2        3 x 2 x 3 x 3               54     216
        0      batchNorm  3x2x2        2 x 3                        6       0
        1      flatten    12           0                            0       0
        2      linear     1000         (12 x 1000) + 1000      13,000  12,000
        -----  ---------  -----------  ------------------  ----------  ------
        Total                                                  13,060  12,216

                                           As written  Optimised
        ---------------------------------  ----------  ---------
        Layers                                      4          3
        Depth (layers with MACs in a row)           2          2
        Parameters                             13,060     13,060
        Buffers (not trained)                       6          6

        """))
  }

  /// A table fits the width that it is given, down to the least.
  @Test(arguments: [20, 24, 30, 40, 52, 60, 80, 200], [true, false])
  func tablesFit(width: Int, isUnicode: Bool) throws {
    var style = AnalysisReport.Style()
    style.width = width
    style.isUnicode = isUnicode
    for columns in [nil, AnalysisColumn.allCases] {
      style.columns = columns
      let lines = try report().text(style).components(separatedBy: "\n")
      let table = lines.dropFirst(2).prefix { !$0.hasPrefix("Too wide") && !$0.isEmpty }
      #expect(table.count > 5)
      #expect(table.allSatisfy { $0.count <= width }, "\(lines)")
      #expect(isUnicode || lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    }
  }

  @Test func columnsAreChosen() throws {
    var style = AnalysisReport.Style(.csv)
    style.columns = [.macs, .layer, .receptiveField, .macShare]
    #expect(
      try report().text(style).components(separatedBy: "\r\n") == [
        "macs,name,receptiveField,macShare", "216,\"a|b,c\",3x3,1.8", "0,0,3x3,0.0", "0,1,all,0.0",
        "12000,2,all,98.2", "",
      ])
  }

  @Test func blocksAreRolledUp() throws {
    let text = """
      network Blocks {
        input(2, 8, 8)
        a: { conv(2, kernel: 3); b: { conv(2, kernel: 1); relu } }
        relu
        c: conv(2, kernel: 1)
      }
      """
    let report = try report(text)
    let blocks = try report.rolledUp(toDepth: 1)
    #expect(blocks.layers.map(\.name) == ["a", "0", "c"])
    #expect(blocks.layers.map(\.op) == ["block", "relu", "conv"])
    #expect(blocks.layers.map(\.layerCount) == [3, 1, 1])
    #expect(blocks.layers[0].costs.macs == 2 * 2 * 9 * 36 + 2 * 2 * 36)
    #expect(blocks.layers[0].costs.arithmetic.comparisons == 72)
    #expect(blocks.layers[0].inputShape == [2, 8, 8])
    #expect(blocks.layers[0].outputShape == [2, 6, 6])
    #expect(blocks.layers[0].liveBytes == report.layers.prefix(3).map(\.liveBytes).max())
    #expect(try report.rolledUp(toDepth: 2).layers.map(\.name) == ["a.0", "a.b", "0", "c"])
    let csv = try blocks.text(.init(.csv))
    #expect(csv.contains("\r\na,block,2x6x6,44,0,1440,,\r\n"), "\(csv)")
  }

  @Test func passesSaySavings() throws {
    let text = "network S { input(2, 8, 8); conv(2, kernel: 3); batchNorm; relu; dropout }"
    let report = try report(text, optimized: true)
    let savings = report.savings
    #expect(savings.map(\.pass) == ["remove-identities", "fold-batch-norm", "fuse-activation"])
    #expect(savings.map { $0.before.layers - $0.after.layers } == [1, 1, 1])
    // The subtraction, division, product and sum of each element.
    #expect(savings[1].before.otherOperations - savings[1].after.otherOperations == 288)
    #expect(report.totals.layerCount == 1)
    #expect(report.counterpart.layerCount == 4)
  }

  @Test func misalignedBranchesAreWarnedAbout() throws {
    let text = """
      network M {
        input(1, 8, 8)
        add { conv(1, kernel: 3, stride: 2, padding: "same"); conv(1, kernel: 1, stride: 2) }
      }
      """
    let warnings = try report(text).warnings
    #expect(warnings.map(\.code) == ["misaligned-branches"])
    #expect(
      warnings.first?.message
        == "the branches that meet in 'add' look at different places of the input: position 0 is at "
        + "1, each further one 2 on, against position 0 is at 0, each further one 2 on")
    #expect(try report().warnings.isEmpty)
  }

  /// An arena that fragments says which value does not fit where.
  @Test func largeArenasHaveAReason() throws {
    let report = try AnalysisReport(try Specs.graph("unet_paper"))
    #expect(report.totals.arenaReason == nil)
    for name in ["ghostnet", "densenet121", "inception_v4", "googlenet", "fractalnet_cifar10"] {
      let report = try AnalysisReport(try Specs.graph(name))
      for summary in [report.totals, report.counterpart] {
        let isLarge =
          20 * (summary.arenaBytes - summary.arenaLowerBoundBytes)
          > summary.arenaLowerBoundBytes
        #expect(isLarge == (summary.arenaReason != nil))
      }
    }
  }

  @Test func batchMultipliesMultiplyAddsOnly() throws {
    let text = try printed(.table, batch: 10)
    #expect(text.hasPrefix("Tiny, input 2x4x4, batch 10\n"))
    #expect(text.contains("13,060  122,160"))
  }

  @Test func markdown() throws {
    #expect(
      try printed(.markdown).hasPrefix(
        """
        **Tiny, input 2x4x4**

        | Layer | Op | Output size | Weight size | Parameters | MACs |
        |---|---|---|---|---:|---:|
        | a\\|b,c | conv | 3x2x2 | 3 x 2 x 3 x 3 | 54 | 216 |
        | 0 | batchNorm | 3x2x2 | 2 x 3 | 6 | 0 |
        | 1 | flatten | 12 | 0 | 0 | 0 |
        | 2 | linear | 1000 | (12 x 1000) + 1000 | 13,000 | 12,000 |
        | Total |  |  |  | **13,060** | **12,216** |

        |  | As written | Optimised |
        |---|---:|---:|
        | Layers | 4 | 3 |

        """))
  }

  @Test func csv() throws {
    let lines = try printed(.csv).components(separatedBy: "\r\n")
    #expect(
      lines == [
        "name,op,outputShape,parameters,buffers,macs,weightSize,fused",
        "\"a|b,c\",conv,3x2x2,54,0,216,3 x 2 x 3 x 3,",
        "0,batchNorm,3x2x2,6,6,0,2 x 3,",
        "1,flatten,12,0,0,0,0,",
        "2,linear,1000,13000,0,12000,(12 x 1000) + 1000,",
        "",
      ])
  }

  /// The form that other programs read: exactly these fields, of these types.
  @Test func json() throws {
    let data = Data(try printed(.json).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "batch", "input", "inputs", "layers", "network", "optimized", "schema", "totals",
      ])
    #expect(object["schema"] as? Int == 1)
    #expect(object["network"] as? String == "Tiny")
    #expect(object["batch"] as? Int == 1)
    #expect(object["input"] as? [Int] == [2, 4, 4])
    let totals = try #require(object["totals"] as? [String: Any])
    #expect(
      ["parameters", "buffers", "macs", "flops"].map { totals[$0] as? Int } == [
        13_060, 6, 12_216, 24_432,
      ])
    let layers = try #require(object["layers"] as? [[String: Any]])
    #expect(layers.map { $0["name"] as? String } == ["a|b,c", "0", "1", "2"])
    let first = layers[0]
    #expect(
      Set(first.keys).isSuperset(of: [
        "buffers", "fused", "macs", "name", "op", "outputShape", "parameters", "weightSize",
      ]))
    #expect(first["outputShape"] as? [Int] == [3, 2, 2])
    #expect(first["weightSize"] as? String == "3 x 2 x 3 x 3")
  }

  /// Every key of the JSON form is in its documentation, and every column in the help's words.
  @Test func keysAreDocumented() throws {
    let file = Specs.folder.deletingLastPathComponent().appendingPathComponent("Docs/analysis.md")
    let documentation = try String(contentsOf: file, encoding: .utf8)
      .replacing("totals.", with: "").replacing("layers[].", with: "")
    var keys: Set<String> = []
    for optimized in [false, true] {
      let text = try report(optimized: optimized).text(.init(.json))
      keys.formUnion(text.matches(of: /"(\w+)" :/).map { String($0.1) })
    }
    keys.formUnion(AnalysisColumn.allCases.map(\.rawValue))
    #expect(keys.filter { !documentation.contains("`\($0)`") }.sorted() == [])
  }

  @Test func severalInputsAreInputs() throws {
    let text = "network Two { input a: (2, 4); input b: (2, 4); add(a, b) }"
    let report = try AnalysisReport(try Specs.graph(text: text))
    #expect(try report.text(.init(.table)).hasPrefix("Two, inputs a 2x4, b 2x4\n"))
  }

  /// The table of a compiled network: what is folded counts where it went, and what is fused is
  /// said.
  @Test func compiledNetwork() throws {
    let text = """
      network Fused {
        input(2, 4, 4)
        conv(3, kernel: 3, bias: false); batchNorm; relu
        layer head: conv(3, kernel: 1)
        head(); head()
      }
      """
    let report = try AnalysisReport(try CompiledNetwork(try Specs.graph(text: text)).graph)
    #expect(report.layers.map(\.fused) == [["relu"], [], []])
    #expect(
      report.layers.map(\.weightSize) == ["(3 x 2 x 3 x 3) + 3 + 3", "3 x (3 x 1 x 1 + 1)", "0"])
    #expect(report.layers.map(\.costs.parameters) == [60, 12, 0])
    #expect(
      try report.text(.init(.table)).contains("conv + relu  3x2x2        (3 x 2 x 3 x 3) + 3 + 3"))
    #expect(try report.text(.init(.csv)).contains("(3 x 2 x 3 x 3) + 3 + 3,relu\r\n"))
  }

  @Test(arguments: AnalysisReport.Format.allCases)
  func sameInputSameBytes(format: AnalysisReport.Format) throws {
    #expect(try printed(format) == printed(format))
  }

}
