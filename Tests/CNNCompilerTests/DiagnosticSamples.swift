import CNNCompiler
import CNNSource
import Foundation
import Testing

/// Diagnostics of every form, and how they read as JSON.
enum DiagnosticSamples {

  /// The second line has a character of two code units, the third is the last.
  static let file = SourceFile(name: "net.arch", text: "one\n\u{1F600} kernal\nskip")

  private static func range(_ offsets: Range<Int>) -> SourceRange { SourceRange(file, offsets) }

  /// An error with both kinds of notes and a repair, behind a character outside of ASCII.
  static let misspelt = Diagnostic(
    .error, "unknown-attribute", "no attribute 'kernal'", at: range(9..<15),
    notes: [.init("its attributes: none"), .init("it is declared here", at: range(0..<3))],
    fixIt: FixIt(replace: range(9..<15), with: "kernel"))

  /// A warning whose range ends in another line than it starts in.
  static let warning = Diagnostic(
    .warning, "broken-expectation", "not as expected", at: range(9..<20))

  static let ofFile = Diagnostic(
    .error, "no-such-file", "there is no such file", at: .file("a folder/w.safetensors"))

  static let ofCommandLine = Diagnostic(
    .error, "invalid-seed", "'seed:x' is no seed", at: .commandLine)

  static let all = DiagnosticSet([misspelt, warning, ofFile, ofCommandLine])

  /// The object that the text of `diagnostics` is.
  static func object(
    _ format: DiagnosticFormat, _ diagnostics: DiagnosticSet
  ) throws -> NSDictionary {
    let text = try format.text(diagnostics, isColored: true, toolVersion: "1.2.3")
    #expect(text.hasSuffix("}\n"))
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(object as? NSDictionary)
  }

}
