import CNNCompiler
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

  private func printed(
    _ format: AnalysisReport.Format, batch: Int? = nil
  ) throws -> String {
    var options = CompilerOptions()
    options.batch = batch
    let graph = try Specs.graph(text: Self.text, options)
    return try AnalysisReport(graph).text(format)
  }

  @Test func table() throws {
    #expect(
      try printed(.table) == """
        Tiny, input 2x4x4

        Layer  Op         Output size  Weight size         Parameters    MACs
        -----  ---------  -----------  ------------------  ----------  ------
        a|b,c  conv       3x2x2        3 x 2 x 3 x 3               54     216
        0      batchNorm  3x2x2        2 x 3                        6       0
        1      flatten    12           0                            0       0
        2      linear     1000         (12 x 1000) + 1000      13,000  12,000
        -----  ---------  -----------  ------------------  ----------  ------
        Total                                                  13,060  12,216

        Buffers (not trained): 6

        """)
  }

  @Test func batchMultipliesMultiplyAddsOnly() throws {
    let text = try printed(.table, batch: 10)
    #expect(text.hasPrefix("Tiny, input 2x4x4, batch 10\n"))
    #expect(text.contains("13,060  122,160"))
  }

  @Test func markdown() throws {
    #expect(
      try printed(.markdown) == """
        **Tiny, input 2x4x4**

        | Layer | Op | Output size | Weight size | Parameters | MACs |
        |---|---|---|---|---:|---:|
        | a\\|b,c | conv | 3x2x2 | 3 x 2 x 3 x 3 | 54 | 216 |
        | 0 | batchNorm | 3x2x2 | 2 x 3 | 6 | 0 |
        | 1 | flatten | 12 | 0 | 0 | 0 |
        | 2 | linear | 1000 | (12 x 1000) + 1000 | 13,000 | 12,000 |
        | Total |  |  |  | **13,060** | **12,216** |

        Buffers (not trained): 6

        """)
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
        "batch", "input", "inputs", "layers", "network", "schema", "totals",
      ])
    #expect(object["schema"] as? Int == 1)
    #expect(object["network"] as? String == "Tiny")
    #expect(object["batch"] as? Int == 1)
    #expect(object["input"] as? [Int] == [2, 4, 4])
    #expect(
      object["totals"] as? [String: Int] == ["parameters": 13_060, "buffers": 6, "macs": 12_216])
    let layers = try #require(object["layers"] as? [[String: Any]])
    #expect(layers.map { $0["name"] as? String } == ["a|b,c", "0", "1", "2"])
    let first = layers[0]
    #expect(
      first.keys.sorted() == [
        "buffers", "fused", "macs", "name", "op", "outputShape", "parameters", "weightSize",
      ])
    #expect(first["outputShape"] as? [Int] == [3, 2, 2])
    #expect(first["weightSize"] as? String == "3 x 2 x 3 x 3")
  }

  @Test func severalInputsAreInputs() throws {
    let text = "network Two { input a: (2, 4); input b: (2, 4); add(a, b) }"
    let report = try AnalysisReport(try Specs.graph(text: text))
    #expect(try report.text(.table).hasPrefix("Two, inputs a 2x4, b 2x4\n"))
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
    #expect(report.layers.map(\.parameters) == [60, 12, 0])
    #expect(try report.text(.table).contains("conv + relu  3x2x2        (3 x 2 x 3 x 3) + 3 + 3"))
    #expect(try report.text(.csv).contains("(3 x 2 x 3 x 3) + 3 + 3,relu\r\n"))
  }

  @Test(arguments: AnalysisReport.Format.allCases)
  func sameInputSameBytes(format: AnalysisReport.Format) throws {
    #expect(try printed(format) == printed(format))
  }

}
