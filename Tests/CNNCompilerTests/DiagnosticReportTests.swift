import CNNCompiler
import CNNSource
import Foundation
import Testing

/// Diagnostics in our own JSON, schema 1.
struct DiagnosticReportTests {

  @Test func allPlacesNotesAndRepairs() throws {
    // Those without a place in a text come first.
    #expect(
      try DiagnosticSamples.object(.json, DiagnosticSamples.all) == [
        "schema": 1,
        "diagnostics": [
          [
            "severity": "error", "code": "no-such-file", "message": "there is no such file",
            "region": ["file": "a folder/w.safetensors"], "notes": [],
          ],
          [
            "severity": "error", "code": "invalid-seed", "message": "'seed:x' is no seed",
            "region": ["file": ""], "notes": [],
          ],
          [
            "severity": "error", "code": "unknown-attribute",
            "message": "no attribute 'kernal'",
            "region": [
              "file": "net.arch", "line": 2, "column": 3, "endLine": 2, "endColumn": 9,
            ],
            "notes": [
              ["message": "its attributes: none"],
              [
                "message": "it is declared here",
                "region": [
                  "file": "net.arch", "line": 1, "column": 1, "endLine": 1, "endColumn": 4,
                ],
              ],
            ],
            "fix": [
              "replacement": "kernel",
              "region": [
                "file": "net.arch", "line": 2, "column": 3, "endLine": 2, "endColumn": 9,
              ],
            ],
          ],
          [
            "severity": "warning", "code": "broken-expectation", "message": "not as expected",
            "region": [
              "file": "net.arch", "line": 2, "column": 3, "endLine": 3, "endColumn": 5,
            ], "notes": [],
          ],
        ],
      ] as NSDictionary)
  }

  @Test func emptyReportIsStillAnObject() throws {
    #expect(
      try DiagnosticSamples.object(.json, DiagnosticSet())
        == ["schema": 1, "diagnostics": []] as NSDictionary)
  }

  /// The text form is for terminals, the others never hold escapes.
  @Test func onlyTextIsColored() throws {
    for format in DiagnosticFormat.allCases {
      let text = try format.text(DiagnosticSamples.all, isColored: true, toolVersion: "1")
      #expect(text.contains("\u{1B}[") == (format == .text))
    }
  }

  @Test func textIsWhatTheRendererWrites() throws {
    let text = try DiagnosticFormat.text.text(
      DiagnosticSamples.all, isColored: false, toolVersion: "1")
    #expect(text == DiagnosticRenderer().render(DiagnosticSamples.all))
  }

}
