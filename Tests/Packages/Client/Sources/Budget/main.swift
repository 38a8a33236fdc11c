import CNNCompiler

let text = """
  network Digits(width) {
    input(1, 28, 28)
    conv(width, kernel: 3, padding: 1); relu; maxPool(2)
    conv(2 * width, kernel: 3, padding: 1); relu; maxPool(2)
    flatten
    linear(10)
  }
  """

/// The table of the network with a width.
func report(width: Int) throws -> AnalysisReport {
  var options = CompilerOptions()
  options.settings = ["width=\(width)"]
  return try Network(text: text, name: "digits.arch", options: options).analysis()
}

var best = try report(width: 1)
for width in 2... {
  let next = try report(width: width)
  if next.totals.parameters > 50_000 { break }
  best = next
}
for layer in best.layers where layer.parameters > 0 {
  print(layer.name, layer.op, layer.outputShape, layer.parameters)
}
print("total:", best.totals.parameters, "parameters,", best.totals.macs, "multiply-adds")

do {
  _ = try report(width: 0)
} catch let report as DiagnosticReport {
  for entry in report.diagnostics { print("line \(entry.region.line ?? 0): \(entry.message)") }
}
