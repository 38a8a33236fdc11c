import CNNIR
import CNNLowering
import CNNOps
import CNNSource
import CNNSyntax
import CNNTestSupport
import Foundation

/// An `.arch` text of a test, with the options that the comments on its first lines set:
/// `// network: Name`, `// set: name=value`, `// input-shape: 3x20x24` and `// batch: 4`.
struct ArchCase: Sendable, CustomStringConvertible {

  /// The file's name without its ending.
  let name: String

  /// The file as diagnostics name it.
  let file: SourceFile

  let options: LoweringOptions

  private let url: URL

  var description: String { name }

  /// - Parameter folder: what stands before the file's name in diagnostics, with its slash.
  init(_ url: URL, folder: String = "") {
    guard let data = try? Data(contentsOf: url) else {
      preconditionFailure("\(url.path) cannot be read")
    }
    self.url = url
    name = url.deletingPathExtension().lastPathComponent
    file = SourceFile(name: folder + url.lastPathComponent, text: data)
    options = Self.options(in: String(decoding: data, as: UTF8.self))
  }

  /// The cases in `folder`, in order of their names.
  static func all(in folder: URL, named prefix: String = "") -> [ArchCase] {
    TestFolder.files(in: folder, suffix: "arch")
      .filter { $0.deletingLastPathComponent().lastPathComponent == folder.lastPathComponent }
      .map { ArchCase($0, folder: prefix) }
  }

  /// The graph of the case and what there is to say about it.
  func lower() -> (graph: Graph?, diagnostics: DiagnosticSet) {
    CNNLowering.lower(file, .standard, options, loader: ArchLibrary.load)
  }

  /// The file beside this one that says what becomes of it.
  func expectation(_ suffix: String) -> ExpectedText {
    ExpectedText(url.deletingPathExtension().appendingPathExtension(suffix))
  }

  private static func options(in text: String) -> LoweringOptions {
    var options = LoweringOptions()
    for line in text.split(separator: "\n") {
      guard line.hasPrefix("// "), let colon = line.firstIndex(of: ":") else { break }
      let value = line[colon...].dropFirst().trimmingCharacters(in: .whitespaces)
      switch line[..<colon].dropFirst(3) {
      case "network": options.network = value
      case "set": options.settings.append(setting(value))
      case "input-shape": options.inputShape = value.split(separator: "x").compactMap { Int($0) }
      case "batch": options.batch = Int(value) ?? 0
      default: break
      }
    }
    return options
  }

  /// `name=value`, as the command line reads it.
  private static func setting(_ text: String) -> (name: Identifier, value: CNNSyntax.Expression) {
    let file = SourceFile(name: "--set", text: text)
    let nameEnd = text.utf8.firstIndex(of: UInt8(ascii: "=")) ?? text.utf8.endIndex
    let length = text.utf8.distance(from: text.startIndex, to: nameEnd)
    let (expression, diagnostics) = parseExpression(file, from: length + 1)
    guard let expression else {
      preconditionFailure(DiagnosticRenderer().render(diagnostics))
    }
    return (Identifier(String(text[..<nameEnd]), SourceRange(file, 0..<length)), expression)
  }

}
