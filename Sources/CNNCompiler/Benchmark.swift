import CNNIR
import CNNPasses
import CNNPlanning
import CNNRuntime

/// How long a network takes, as a whole and layer by layer.
package struct Benchmark: Sendable {

  /// A layer, or a change of layout between layers.
  package struct Layer: Sendable, Codable {
    package let name: String
    package let op: String
    /// The median.
    package let microseconds: Double
    package let macs: Int
  }

  package let network: String
  /// Those that ran it, which may be fewer than were allowed.
  package let threads: Int
  package let batch: Int
  package let instructionSet: InstructionSet

  /// The time of each run in milliseconds, shortest first.
  package let milliseconds: [Double]
  package let layers: [Layer]
  package let macs: Int
  package let roofline: Roofline

  /// The elements of the arena and the bytes of packed weights.
  package let arenaBytes: Int

  /// Runs a compiled network on seeded inputs: some runs to warm up, then at least `runs` and for at
  /// least half a second.
  ///
  /// - Parameters:
  ///   - program: what runs the network, made for `options`.
  ///   - progress: told how many runs are done, of how many.
  package init(
    _ network: CompiledNetwork, _ program: Program, inputs: [Tensor], runs: Int,
    options: ProgramOptions, progress: (Int, Int) -> Void
  ) {
    let session = program.makeSession()
    let buffers = inputs.map(TensorBuffer.init)
    let pointers = buffers.map { UnsafePointer($0.elements.baseAddress!) }
    var ends = [UInt64](repeating: 0, count: program.purposes.count)
    var totals: [Double] = []
    var times = program.purposes.map { (_) in [Double]() }
    func measure() -> Double {
      let start = Machine.nanoseconds
      program.run(pointers, in: session)
      return Double(Machine.nanoseconds - start) / 1e6
    }
    withExtendedLifetime(buffers) {
      let first = measure()
      for _ in 0..<min(max(Int(100 / max(first, 0.001)), 2), 100) { _ = measure() }
      let usual = max(measure(), 0.001)
      let count = min(max(runs, Int(500 / usual)), 10_000)
      for index in 0..<count {
        totals.append(measure())
        progress(index + 1, count)
      }
      for _ in 0..<min(count, 100) {
        var last = Machine.nanoseconds
        program.run(pointers, in: session, times: &ends)
        for (index, end) in ends.enumerated() {
          times[index].append(Double(end - last) / 1e3)
          last = end
        }
      }
    }
    self.network = network.graph.name
    threads = program.usefulThreads
    batch = network.graph.inputs.first?.type.shape.first ?? 1
    instructionSet = options.instructionSet
    milliseconds = totals.sorted()
    layers = Self.layers(program.purposes, times.map(Self.median), network)
    macs = network.costs.total.multiplyAdds
    roofline = Roofline(options.instructionSet)
    arenaBytes = program.arenaSize * MemoryLayout<Float>.size
  }

  /// The kernels of a layer taken together.
  private static func layers(
    _ purposes: [StepPlan.Purpose], _ times: [Double], _ network: CompiledNetwork
  ) -> [Layer] {
    let graph = network.graph
    var layers: [Layer] = []
    var previous: StepPlan.Purpose?
    for (purpose, time) in zip(purposes, times) {
      if purpose == previous, let last = layers.popLast() {
        layers.append(
          Layer(
            name: last.name, op: last.op, microseconds: last.microseconds + time, macs: last.macs))
        continue
      }
      previous = purpose
      switch purpose {
      case .conversion(let value):
        layers.append(
          Layer(name: graph.name(of: value), op: "layout", microseconds: time, macs: 0))
      case .layer(let value):
        layers.append(
          Layer(
            name: graph.name(of: value), op: graph.node(value)?.op.mnemonic ?? "",
            microseconds: time, macs: network.costs[value].multiplyAdds))
      }
    }
    return layers
  }

  /// The value in the middle.
  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }

  /// The value below which the given part of all runs lies.
  package func quantile(_ part: Double) -> Double {
    milliseconds[Int(part * Double(milliseconds.count - 1))]
  }

}
