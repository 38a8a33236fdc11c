import CNNIR
import CNNKernels
import CNNPlanning

/// An optimised graph, ready to run: kernels in order, with packed weights.
///
/// A program never changes, so that threads may share it; each brings a session of its own.
package final class Program: Sendable {

  /// What each step is for, in order.
  package let purposes: [StepPlan.Purpose]

  private let steps: ProgramSteps
  private let outputs: [(shape: Shape, source: Source)]
  private let inputShapes: [Shape]

  /// The most threads that may run the program together.
  private let mostThreads: Int

  /// The threads that a run is worth.
  package let usefulThreads: Int

  /// The elements of a session's memory.
  package let arenaSize: Int

  /// Looks at each tensor only while what is made of it is packed.
  ///
  /// - Requires: a tensor of the declared shape for each one that the graph uses, and an instruction
  ///   set that this machine has.
  /// - Throws: what looking at a tensor fails with, after all others have been looked at.
  package convenience init<Tensors: TensorLookup>(
    _ graph: Graph, tensors: Tensors, options: ProgramOptions = ProgramOptions()
  ) throws(Tensors.Failure) {
    let plan = StepPlan(graph, options: options.planOptions())
    let store = ProgramMemory()
    let parameters = try store.parameters(plan.loads, plan.parametersSize, tensors, options)
    self.init(graph, plan, parameters, store, options)
  }

  /// - Parameter parameters: those of the plan, packed, in memory that lives as long as `store`.
  convenience init(
    _ graph: Graph, _ plan: StepPlan, _ parameters: UnsafePointer<Float>, _ store: ProgramMemory,
    _ options: ProgramOptions
  ) {
    let maker = KernelMaker(
      kernels: options.instructionSet.availableKernels, parameters: parameters, store: store)
    self.init(graph, plan, plan.steps.map { maker.kernel($0.step) }, store, options)
  }

  private init(
    _ graph: Graph, _ plan: StepPlan, _ kernels: [any Kernel], _ store: ProgramMemory,
    _ options: ProgramOptions
  ) {
    steps = ProgramSteps(kernels, store)
    purposes = plan.steps.map(\.purpose)
    outputs = zip(graph.outputs, plan.outputs).map {
      (graph.type(of: $0.value).shape, $1)
    }
    inputShapes = graph.inputs.map(\.type.shape)
    arenaSize = plan.arenaSize
    mostThreads = options.threads
    usefulThreads = graph.isBrief ? 1 : options.threads
  }

  /// The values of the outputs of a graph that is run only once: parameters are packed just before they
  /// are used, to where there are no values just then, which takes less time and memory than a program.
  /// Convolutions may be computed in other ways than by one, so that results differ by rounding.
  ///
  /// - Requires: as for making a program, and a tensor of each input's shape, in order.
  /// - Throws: what looking at a tensor fails with.
  package static func runOnce<Tensors: TensorLookup>(
    _ graph: Graph, _ inputs: [Tensor], tensors: Tensors,
    options: ProgramOptions = ProgramOptions()
  ) throws(Tensors.Failure) -> [Tensor] {
    guard tensors.hasParts else {
      // Unpacking is the most work, and all threads can do that for a program.
      let program = try Program(graph, tensors: tensors, options: options)
      return program.run(inputs, in: program.makeSession())
    }
    let plan = StepPlan(graph, options: options.planOptions(keepsParameters: false))
    let store = ProgramMemory()
    let session = Session(arenaSize: plan.arenaSize, threads: options.threads)
    let table = options.instructionSet.availableKernels
    let loader = ParameterLoader(tensors: tensors, kernels: table, threads: options.threads)
    func maker(_ parameters: UnsafePointer<Float>) -> KernelMaker {
      KernelMaker(kernels: table, parameters: parameters, store: store)
    }
    let steps = plan.steps.map(\.step)
    let starts = plan.loads.map(\.step) + [steps.count]
    var kernels = steps[..<starts[0]].map(maker(session.arena).kernel)
    for (load, end) in zip(plan.loads, starts.dropFirst()) {
      let memory = session.arena + load.offset
      kernels += loader.kernels(of: steps[load.step..<end], after: load, to: memory, maker(memory))
    }
    let program = Program(graph, plan, kernels, store, options)
    let results = program.run(inputs, in: session)
    try loader.check()
    return results
  }

  /// Memory and threads for one run at a time.
  ///
  /// - Parameter threads: at most those of the options; without it, as many as a run is worth.
  package func makeSession(threads: Int? = nil) -> Session {
    let threads = threads ?? usefulThreads
    precondition(1...mostThreads ~= threads, "the plan has memory for other numbers of threads")
    return Session(arenaSize: arenaSize, threads: threads)
  }

  /// The values of the outputs.
  ///
  /// - Requires: a tensor of each input's shape, in order, and a session that nobody else uses.
  package func run(_ inputs: [Tensor], in session: Session) -> [Tensor] {
    precondition(inputs.map(\.shape) == inputShapes, "the inputs have other shapes")
    return withElements(of: inputs[...]) { (pointers) in
      run(pointers, in: session)
      return pointers.withUnsafeBufferPointer { (pointers) in
        let memory = Memory(arena: session.arena, inputs: pointers.baseAddress!)
        return outputs.map { (shape, source) in
          let elements = UnsafeBufferPointer(start: memory[source], count: shape.elementCount)
          return Tensor(shape, Array(elements))
        }
      }
    }
  }

  /// Runs all kernels, without allocating; the outputs stay in the session.
  ///
  /// - Parameters:
  ///   - inputs: the row-major elements of each input, in order.
  ///   - times: where to write the time at which each kernel ended, in nanoseconds, if anywhere.
  package func run(
    _ inputs: [UnsafePointer<Float>], in session: Session,
    times: UnsafeMutablePointer<UInt64>? = nil
  ) {
    inputs.withUnsafeBufferPointer { (inputs) in
      guard let start = inputs.baseAddress else { return }
      session.team.run(
        ThreadTeam.Job(
          kernels: steps.kernels, memory: Memory(arena: session.arena, inputs: start),
          times: times))
    }
  }

}

extension ProgramMemory {

  /// The packed parameters of a plan that keeps them.
  ///
  /// - Parameter size: the elements that they take.
  /// - Requires: as for making a program.
  /// - Throws: what looking at a tensor fails with, after all others have been looked at.
  func parameters<Tensors: TensorLookup>(
    _ loads: [ParameterLoad], _ size: Int, _ tensors: Tensors, _ options: ProgramOptions
  ) throws(Tensors.Failure) -> UnsafePointer<Float> {
    let loader = ParameterLoader(
      tensors: tensors, kernels: options.instructionSet.availableKernels, threads: options.threads)
    let memory = floats(size)
    for load in loads { try loader.load(load, to: memory) }
    return UnsafePointer(memory)
  }

}

/// The memory and the threads of a run. Sessions are independent of each other.
package final class Session: @unchecked Sendable {

  private let memory: TensorBuffer
  let team: ThreadTeam

  var arena: UnsafeMutablePointer<Float> { memory.elements.baseAddress! }

  /// Overwrites all values, to show that none outlives its run.
  package func fill(with value: Float) { memory.elements.update(repeating: value) }

  init(arenaSize: Int, threads: Int) {
    memory = TensorBuffer(count: max(arenaSize, 1))
    team = ThreadTeam(count: threads)
  }

}

/// Kernels in memory that threads read without counting references.
private final class ProgramSteps: @unchecked Sendable {

  let kernels: UnsafeBufferPointer<any Kernel>
  private let store: ProgramMemory

  init(_ kernels: [any Kernel], _ store: ProgramMemory) {
    let copy = UnsafeMutableBufferPointer<any Kernel>.allocate(capacity: kernels.count)
    _ = copy.initialize(from: kernels)
    self.kernels = UnsafeBufferPointer(copy)
    self.store = store
  }

  deinit {
    let kernels = UnsafeMutableBufferPointer(mutating: kernels)
    kernels.deinitialize()
    kernels.deallocate()
  }

}

/// Calls `body` with `first` and where the elements of the tensors are.
private func withElements<Result>(
  of tensors: ArraySlice<Tensor>, after first: [UnsafePointer<Float>] = [],
  _ body: ([UnsafePointer<Float>]) -> Result
) -> Result {
  guard let tensor = tensors.first else { return body(first) }
  return tensor.elements.withUnsafeBufferPointer { (elements) in
    withElements(of: tensors.dropFirst(), after: first + [elements.baseAddress!], body)
  }
}
