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

  /// What the program was made for, and the threads that it will run with.
  package let options: ProgramOptions

  /// Whether the program runs only once.
  private let isSingleRun: Bool

  /// The order of the parameters.
  private let fingerprint: UInt64
  private let file: SafetensorsFile

  /// Reads what stands before the parameters.
  ///
  /// - Parameters:
  ///   - threads: how many will run the program.
  ///   - isSingleRun: whether it runs only once. Then the parameters are used where the file is in memory, which
  ///     they are brought to from now on, and else copied to larger pages.
  /// - Throws: a `Diagnostic` when the file is none of a program, or one for other processors, or there is not
  ///   memory enough.
  package init(
    _ path: String, threads: Int, isSingleRun: Bool = false
  ) throws(Diagnostic) {
    file = try Self.tensors(path)
    let metadata = try Metadata(file.metadata, path)
    var options = metadata.options
    options.threads = threads
    guard file.tensors.map(\.name) == [Key.parameters], file.tensors[0].type == .float32 else {
      throw Self.fault("it has other tensors than '\(Key.parameters)' of F32", path)
    }
    let count = file.tensors[0].shape.elementCount
    if isSingleRun, count < MemoryDemand.availableMemory / MemoryLayout<Float>.size {
      file.fetch(at: 0)
    }
    graph = try Self.graph(metadata.graph, path)
    try MemoryDemand(ofProgram: graph).check()
    // To plan for large parameters takes long; a norm's are at most halved as they are packed.
    let least = graph.tensors.reduce(0) { $0 + $1.shape.elementCount } / 2
    guard least <= count else { throw Self.fault("it has fewer parameters than its graph", path) }
    (self.options, self.isSingleRun, fingerprint) = (options, isSingleRun, metadata.fingerprint)
  }

  private static func tensors(_ path: String) throws(Diagnostic) -> SafetensorsFile {
    do throws(Diagnostic) {
      return try SafetensorsFile(path)
    } catch {
      // Nobody need know what kind of file a program is.
      throw error.code == SafetensorsFile.faultCode ? fault(error.message, path) : error
    }
  }

  private static func graph(_ text: String, _ path: String) throws(Diagnostic) -> Graph {
    let source = SourceFile(name: path, text: text.utf8, isFile: false)
    let (graph, found) = GraphReader.read(source, .standard)
    guard let graph, (try? graph.verify()) != nil else {
      let reason = found.elements.first { $0.severity == .error }?.message
      throw fault("its graph cannot be read" + (reason.map { ": \($0)" } ?? ""), path)
    }
    guard graph.nodes.allSatisfy({ $0.parameters.allSatisfy { $0.storedName != nil } }) else {
      throw fault("a parameter of its graph is an expression", path)
    }
    return graph
  }

  static func fault(_ message: String, _ path: String) -> Diagnostic {
    Diagnostic(
      .error, "invalid-program", "\(message); 'cnnc compile' makes it anew", at: .file(path))
  }

  /// The alignment of the parameters in the file, in bytes: that of kernels' memory.
  static let alignment = 64

}

// MARK: - Running

extension ProgramFile {

  /// The program, for runs with the threads of `options`.
  ///
  /// - Throws: a `Diagnostic` when the parameters are not those of the graph, or there is not memory enough.
  package func program() throws(Diagnostic) -> Program {
    let plan = StepPlan(graph, options: options.planOptions())
    guard plan.packingFingerprint == fingerprint else {
      let message = "its parameters are in another order than this version of cnnc reads them"
      throw Self.fault(message, file.path)
    }
    guard file.tensors[0].shape == Shape(plan.parametersSize),
      let parameters = try file.mappedFloats(at: 0, alignment: Self.alignment)
    else { throw Self.fault("its parameters are not where they should be", file.path) }
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

  private func copiedParameters() throws(Diagnostic) -> TensorBuffer {
    let count = file.tensors[0].shape.elementCount
    let copy = TensorBuffer(count: count)
    let failure = FirstFailure<Diagnostic>()
    let part = 1 << 18
    DispatchQueue.concurrentPerform(iterations: options.threads) { (worker) in
      let share = share(of: count, worker: worker, of: options.threads)
      for start in stride(from: share.lowerBound, to: share.upperBound, by: part) {
        let range = start..<min(start + part, share.upperBound)
        do throws(Diagnostic) {
          try file.withFloats(at: 0, in: range) {
            _ = copy.elements.extracting(range).update(fromContentsOf: $0)
          }
        } catch {
          failure.note(error)
        }
      }
    }
    if let error = failure.error { throw error }
    return copy
  }

}
