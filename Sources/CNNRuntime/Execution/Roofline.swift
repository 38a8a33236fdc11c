import CNNKernels
import CNNPlanning

/// What the machine can do at most, measured.
package struct Roofline: Sendable {

  /// Multiply-adds a second of one thread, on registers.
  package let multiplyAdds: Double

  /// Bytes a second that one thread reads from memory.
  package let bandwidth: Double

  /// Measures both, in some hundredths of a second.
  package init(_ instructionSet: InstructionSet) {
    let kernels = instructionSet.availableKernels.pointee
    let iterations = 100_000
    let work = Double(iterations * kernels.multiplyAdds)
    multiplyAdds =
      work
      / Self.shortest(of: 5) {
        // The result is used, or there would be nothing to compute.
        withExtendedLifetime(kernels.multiply_add(iterations)) {}
      }
    let pixels = 1 << 20
    let memory = TensorBuffer(count: pixels * Layout.lanes)
    // Pages that nobody has written are all the same one, which stays in the cache.
    memory.elements.update(repeating: 1)
    let sums = TensorBuffer(count: Layout.lanes)
    bandwidth =
      Double(memory.elements.count * MemoryLayout<Float>.size)
      / Self.shortest(of: 3) {
        kernels.sum(memory.elements.baseAddress, pixels, sums.elements.baseAddress)
      }
  }

  /// The least time that `body` takes, in seconds.
  private static func shortest(of repetitions: Int, _ body: () -> Void) -> Double {
    let times = (0..<repetitions).map { (_) in
      let start = Machine.nanoseconds
      body()
      return Machine.nanoseconds - start
    }
    return Double(max(times.min() ?? 1, 1)) * 1e-9
  }

}
