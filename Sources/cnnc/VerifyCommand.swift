import CNNCompiler
import CNNRuntime

extension Command {

  static let verify = Command(
    name: "verify",
    summary: "Checks every pass, the runtime and the emitted Swift against the reference kernels.",
    options: [
      Option(
        ["--seed"], .integer("N", 0...UInt64.max),
        help: "what to make weights and inputs from (default 1)"),
      Option(
        ["--tolerance"], .text("T"),
        help: "largest error allowed, relative to the output's scale (default 1e-4 or rounding)"),
    ]
  ) { (arguments) in
    let seed = try arguments.integer("--seed", as: UInt64.self) ?? 1
    let tolerance = try arguments.tolerance()
    let reporter = try Reporter(arguments)
    return try reporter.run {
      let graph = try arguments.loadGraph(reporter)
      let verification = try Verification(graph, seed: seed, tolerance: tolerance)
      try Console.write(verification.text)
      return verification.holds ? .success : .checkFailed
    }
  }

}

extension Arguments {

  fileprivate func tolerance() throws(UsageError) -> Float? {
    guard let text = value("--tolerance") else { return nil }
    guard let number = Float(text), number >= 0, number.isFinite else {
      throw usageError("--tolerance is a number from 0 on, not '\(text)'")
    }
    return number
  }

}
