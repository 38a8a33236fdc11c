import CNNLowering
import CNNSource
import CNNSyntax

/// What a user may choose about a network besides its file.
public struct CompilerOptions: Sendable {

  /// The network to take from a file of several; the last one when `nil`.
  public var network: String?

  /// Values for the network's parameters, each as `name=expression`: `layers=[8, 16, "pool"]`.
  public var settings: [String] = []

  /// The extents of the first input without the batch, such as `[3, 320, 320]`.
  public var inputShape: [Int]?

  /// The number of inputs to work on at once.
  public var batch: Int?

  /// The network as its file says it.
  public init() {}

  /// What the input is changed to, if it is.
  var inputChange: String? {
    let shape = inputShape.map { $0.map(String.init).joined(separator: "x") }
    let changes = [shape, batch.map { "a batch of \($0)" }].compactMap(\.self)
    return changes.isEmpty ? nil : changes.joined(separator: ", ")
  }

  /// The options of lowering, and what is wrong with the settings.
  func lowering() -> (options: LoweringOptions, diagnostics: DiagnosticSet) {
    var options = LoweringOptions()
    var diagnostics = DiagnosticSet()
    options.network = network
    options.inputShape = inputShape
    options.batch = batch ?? 1
    for setting in settings {
      let file = SourceFile(name: "--set", text: setting.utf8, isFile: false)
      guard let sign = file.text.firstIndex(of: UInt8(ascii: "=")), sign > 0 else {
        diagnostics.insert(
          Diagnostic(.error, "invalid-setting", "write --set name=value", at: file.range))
        continue
      }
      let name = Identifier(file[0..<sign], SourceRange(file, 0..<sign))
      let (expression, found) = parseExpression(file, from: sign + 1)
      diagnostics.formUnion(found)
      if let expression { options.settings.append((name, expression)) }
    }
    return (options, diagnostics)
  }

}
