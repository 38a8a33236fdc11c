import CNNSource

extension ProgramFile {

  /// The words of the metadata.
  enum Key {
    static let format = "format"
    /// The number changes when kernels read the same order of parameters in another way.
    static let currentFormat = "cnnc program 1"
    static let graph = "graph"
    static let instructionSet = "instructionSet"
    static let isExact = "exact"
    static let threads = "threads"
    static let cacheSize = "cacheSize"
    static let order = "order"
    static let parameters = "parameters"
  }

  /// What stands in the header beside the place of the parameters.
  struct Metadata {

    /// The graph as IR text.
    let graph: String
    /// What the program was made for.
    let options: ProgramOptions
    /// See `StepPlan.packingFingerprint`.
    let fingerprint: UInt64

    /// - Throws: a `Diagnostic` when something is missing or impossible, or this machine has not the
    ///   instructions.
    init(_ texts: [String: String], _ path: String) throws(Diagnostic) {
      guard texts[Key.format] == Key.currentFormat else {
        let message =
          texts[Key.format] == nil
          ? "the file holds tensors and no program"
          : "the program is one of another version of cnnc"
        throw fault(message, path)
      }
      func number<Number: FixedWidthInteger>(
        _ key: String, radix: Int = 10, in range: ClosedRange<Number>
      ) throws(Diagnostic) -> Number {
        let number = texts[key].flatMap { Number($0, radix: radix) }
        if let number, range.contains(number) { return number }
        let bounds = "\(range.lowerBound) to \(range.upperBound)"
        throw fault("'\(key)' is no number from \(bounds)", path)
      }
      var options = ProgramOptions()
      options.packing = ProgramOptions.Packing(
        threads: try number(Key.threads, in: ProgramOptions.threadCounts),
        cacheSize: try number(Key.cacheSize, in: 1 << 10...1 << 32))
      options.isExact = try number(Key.isExact, in: 0...1) == 1
      options.instructionSet = try Self.instructionSet(texts[Key.instructionSet], path)
      self.options = options
      fingerprint = try number(Key.order, radix: 16, in: 0...UInt64.max)
      graph = texts[Key.graph] ?? ""
    }

    private static func instructionSet(
      _ name: String?, _ path: String
    ) throws(Diagnostic) -> InstructionSet {
      guard let set = name.flatMap(InstructionSet.init) else {
        throw fault("it does not say for which vector instructions it is", path)
      }
      guard set.isAvailable else {
        let message = "the program is for \(set.rawValue), which this machine does not have"
        throw Diagnostic(.error, "wrong-machine", message, at: .file(path))
      }
      return set
    }

  }

}
