import CNNCompiler

/// The most likely class and its score.
func classify(_ network: String, weights: String, input: String) throws -> (Int, Float) {
  let network = try Network(contentsOf: network)
  print(network.name, "takes", network.inputs[0].shape, "and has", network.weights.count, "tensors")

  let compiled = try network.optimized()
  let lines = try compiled.swiftSource().split(separator: "\n")
  print(lines.first { $0.hasPrefix("public struct") } ?? "")

  let run = try compiled.runner(weights: .file(weights), threads: 2)
  print(run.warnings, terminator: "")
  let scores = try run(try network.input(contentsOf: input))
  return scores.enumerated().max { $0.element < $1.element } ?? (0, 0)
}

let paths = CommandLine.arguments.dropFirst().map { String($0) }
do {
  let (index, score) = try classify(paths[0], weights: paths[1], input: paths[2])
  print("class \(index), score \((score * 1000).rounded() / 1000)")
} catch {
  print(error)
}
