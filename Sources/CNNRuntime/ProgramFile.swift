import CNNFiles
import CNNIR
import CNNOps
import CNNPlanning
import CNNSource
import Dispatch

/// A compiled program: a graph after the passes and its parameters in the order in which the kernels of some
/// processors read them, so that a run of it begins with the first layer.
///
/// The file is a safetensors file with one tensor, `parameters`. Its metadata say what it was made for, and
/// have the graph as IR text.
package struct ProgramFile: Sendable {

  /// What the names of such files end with.
  package static let suffix = ".cnnc"

  package let graph: Graph

  /// What the program was made for. The threads may be changed.
  package var options: ProgramOptions

  /// The order of the parameters.
  private let fingerprint: UInt64
  private let file: SafetensorsFile

  /// Reads what stands before the parameters.
  ///
  /// - Throws: a `Diagnostic` when the file is none of a program, or one for other processors.
  package init(_ path: String) throws(Diagnostic) {
    file = try SafetensorsFile(path)
    let text = file.metadata
    guard text[Key.format] == Key.currentFormat else {
      let message =
        text[Key.format] == nil
        ? "the file holds tensors and no program" : "the program is one of another version of cnnc"
      throw Self.fault(message, path)
    }
    func number<Number: FixedWidthInteger>(
      _ key: String, radix: Int = 10, in range: ClosedRange<Number>
    ) throws(Diagnostic) -> Number {
      if let number = text[key].flatMap({ Number($0, radix: radix) }), range.contains(number) {
        return number
      }
      throw Self.fault(
        "'\(key)' is no number from \(range.lowerBound) to \(range.upperBound)", path)
    }
    options = ProgramOptions()
    options.packing = ProgramOptions.Packing(
      threads: try number(Key.threads, in: ProgramOptions.threadCounts),
      cacheSize: try number(Key.cacheSize, in: 1 << 10...1 << 32))
    fingerprint = try number(Key.order, radix: 16, in: 0...UInt64.max)
    options.isExact = try number(Key.isExact, in: 0...1) == 1
    options.instructionSet = try Self.instructionSet(text[Key.instructionSet], path)
    guard file.tensors.map(\.name) == [Key.parameters] else {
      throw Self.fault("it has other tensors than '\(Key.parameters)'", path)
    }
    file.fetch(at: 0)
    graph = try Self.graph(text[Key.graph] ?? "", path)
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

  private static func graph(_ text: String, _ path: String) throws(Diagnostic) -> Graph {
    let source = SourceFile(name: path, text: text.utf8, isFile: false)
    let (graph, found) = GraphReader.read(source, .standard)
    guard let graph, (try? graph.verify()) != nil else {
      let reason = found.elements.first { $0.severity == .error }?.message
      throw fault("its graph cannot be read" + (reason.map { ": \($0)" } ?? ""), path)
    }
    return graph
  }

  private static func fault(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(
      .error, "invalid-program", "\(message); 'cnnc compile' makes it anew", at: .file(path))
  }

  /// The words of the metadata.
  enum Key {
    static let format = "format"
    static let currentFormat = "cnnc program 1"
    static let graph = "graph"
    static let instructionSet = "instructionSet"
    static let isExact = "exact"
    static let threads = "threads"
    static let cacheSize = "cacheSize"
    static let order = "order"
    static let parameters = "parameters"
  }

}

// MARK: - Running

extension ProgramFile {

  /// The program, for runs with `options.threads`.
  ///
  /// - Parameter isSingleRun: whether it runs only once. Then the parameters are used where the file is in
  ///   memory, and else copied to larger pages.
  /// - Throws: a `Diagnostic` when the parameters are not those of the graph, or there is not memory enough.
  package func program(isSingleRun: Bool = false) throws(Diagnostic) -> Program {
    try MemoryDemand(ofProgram: graph).check()
    let plan = StepPlan(graph, options: options.planOptions())
    guard plan.packingFingerprint == fingerprint,
      file.tensors[0].shape == Shape(plan.parametersSize),
      let parameters = try file.mappedFloats(at: 0, alignment: Self.alignment)
    else {
      let message = "its parameters are in another order than this version of cnnc reads them"
      throw Self.fault(message, file.path)
    }
    try MemoryDemand(of: graph, plan).check()
    let store = ProgramMemory()
    if isSingleRun, let start = parameters.baseAddress {
      store.keep(file)
      return Program(graph, plan, start, store, options)
    }
    let copy = try copiedParameters()
    store.keep(copy)
    return Program(graph, plan, copy.elements.baseAddress!, store, options)
  }

  /// The alignment of the parameters in the file, in bytes: that of kernels' memory.
  static let alignment = 64

  private func copiedParameters() throws(Diagnostic) -> TensorBuffer {
    let count = file.tensors[0].shape.elementCount
    let copy = TensorBuffer(count: count)
    let failure = FirstFailure<Diagnostic>()
    let part = 1 << 18
    DispatchQueue.concurrentPerform(iterations: divideUp(count, part)) { (index) in
      let range = index * part..<min((index + 1) * part, count)
      do throws(Diagnostic) {
        try file.withFloats(at: 0, in: range) {
          _ = copy.elements.extracting(range).update(fromContentsOf: $0)
        }
      } catch {
        failure.note(error)
      }
    }
    if let error = failure.error { throw error }
    return copy
  }

}
