import CNNCompiler
import CNNSource
import Foundation
import Testing

/// Diagnostics in SARIF 2.1.0.
struct SARIFTests {

  private static func run(_ diagnostics: DiagnosticSet) throws -> NSDictionary {
    let log = try DiagnosticSamples.object(.sarif, diagnostics)
    #expect(log["version"] as? String == "2.1.0")
    #expect((log["$schema"] as? String)?.hasSuffix("sarif-2.1.0.json") == true)
    let runs = try #require(log["runs"] as? [NSDictionary])
    #expect(runs.count == 1)
    return runs[0]
  }

  private static func results(_ diagnostics: DiagnosticSet) throws -> [NSDictionary] {
    try #require(try run(diagnostics)["results"] as? [NSDictionary])
  }

  @Test func toolSaysWhatItIsAndHowItCounts() throws {
    let run = try Self.run(DiagnosticSamples.all)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try #require((run["tool"] as? NSDictionary)?["driver"] as? NSDictionary)
    #expect(driver["name"] as? String == "cnnc")
    #expect(driver["version"] as? String == "1.2.3")
  }

  @Test func rulesAreListedOnceWithTheirExplanations() throws {
    let again = Diagnostic(.error, "no-such-file", "there is no such file", at: .file("b"))
    var diagnostics = DiagnosticSamples.all
    diagnostics.insert(again)
    let run = try Self.run(diagnostics)
    let driver = (run["tool"] as? NSDictionary)?["driver"] as? NSDictionary
    let rules = try #require(driver?["rules"] as? [NSDictionary])
    #expect(
      rules.map { $0["id"] as? String } == [
        "broken-expectation", "invalid-seed", "no-such-file", "unknown-attribute",
      ])
    for rule in rules {
      let text = try #require((rule["fullDescription"] as? NSDictionary)?["text"] as? String)
      let code = try #require(rule["id"] as? String)
      #expect(text == Explanation.of(code)?.sentence)
      #expect(!text.contains("\n"))
    }
  }

  @Test func resultHasLevelPlacesAndRepair() throws {
    let region: NSDictionary = [
      "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 9,
    ]
    #expect(
      try Self.results(DiagnosticSet([DiagnosticSamples.misspelt])) == [
        [
          "ruleId": "unknown-attribute", "level": "error",
          // A note without a place is part of the message.
          "message": ["text": "no attribute 'kernal'; its attributes: none"],
          "locations": [
            ["physicalLocation": ["artifactLocation": ["uri": "net.arch"], "region": region]]
          ],
          "relatedLocations": [
            [
              "message": ["text": "it is declared here"],
              "physicalLocation": [
                "artifactLocation": ["uri": "net.arch"],
                "region": ["startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 4],
              ],
            ]
          ],
          "fixes": [
            [
              "description": ["text": "replace 'kernal' with 'kernel'"],
              "artifactChanges": [
                [
                  "artifactLocation": ["uri": "net.arch"],
                  "replacements": [
                    ["deletedRegion": region, "insertedContent": ["text": "kernel"]]
                  ],
                ]
              ],
            ]
          ],
        ] as NSDictionary
      ])
  }

  @Test func placesOutsideOfTexts() throws {
    let results = try Self.results(
      DiagnosticSet([DiagnosticSamples.ofFile, DiagnosticSamples.ofCommandLine]))
    #expect(
      results[0]["locations"] as? NSArray == [
        ["physicalLocation": ["artifactLocation": ["uri": "a%20folder/w.safetensors"]]]
      ] as NSArray)
    #expect(results[1]["locations"] as? NSArray == [])
    #expect(results[1]["relatedLocations"] as? NSArray == [])
    #expect(results[1]["fixes"] as? NSArray == [])
  }

  @Test func warningIsAWarning() throws {
    let results = try Self.results(DiagnosticSet([DiagnosticSamples.warning]))
    #expect(results.map { $0["level"] as? String } == ["warning"])
  }

  @Test(arguments: [
    ("net.arch", "net.arch"),
    ("../a b/%20.arch", "../a%20b/%2520.arch"),
    ("/tmp/a b.arch", "file:///tmp/a%20b.arch"),
    ("c:net.arch", "c%3Anet.arch"),
    ("<stdin>", "%3Cstdin%3E"),
    ("gr\u{FC}n#1?.arch", "gr%C3%BCn%231%3F.arch"),
    ("a\nb", "a%0Ab"),
  ])
  func pathsAreURIReferences(path: String, uri: String) throws {
    let diagnostic = Diagnostic(.error, "no-such-file", "no", at: .file(path))
    let results = try Self.results(DiagnosticSet([diagnostic]))
    let location = (results[0]["locations"] as? [NSDictionary])?[0]["physicalLocation"]
    let artifact = (location as? NSDictionary)?["artifactLocation"] as? NSDictionary
    #expect(artifact == ["uri": uri])
    #expect(URL(string: uri) != nil)
  }

}
