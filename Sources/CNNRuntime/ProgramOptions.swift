import CNNPlanning

/// How a program is run.
package struct ProgramOptions: Sendable {

  /// How many threads can run a program together.
  package static let threadCounts = 1...256

  /// The threads that run it together.
  package var threads = 1

  package var instructionSet = InstructionSet.best

  /// Whether convolutions keep to sums of products, without Winograd's transforms.
  package var isExact = false

  /// What parameters were packed for that come packed.
  package struct Packing: Sendable, Hashable {
    package var threads: Int
    /// See `Target.cacheSize`.
    package var cacheSize: Int

    package init(threads: Int, cacheSize: Int) {
      (self.threads, self.cacheSize) = (threads, cacheSize)
    }
  }

  /// `nil` when parameters are packed for the threads that run the program, and this machine.
  package var packing: Packing?

  package init() {}

  /// - Parameter threads: numbers beyond `threadCounts` count as the nearest of these.
  package init(threads: Int) {
    self.threads = min(max(threads, Self.threadCounts.lowerBound), Self.threadCounts.upperBound)
  }

  /// What a plan for these options depends on.
  func planOptions(keepsParameters: Bool = true) -> PlanOptions {
    var target = instructionSet.target
    target.cacheSize = packing?.cacheSize ?? Machine.cacheSize
    var options = PlanOptions(target: target)
    (options.threads, options.isExact) = (threads, isExact)
    options.packingThreads = packing?.threads
    options.keepsParameters = keepsParameters
    return options
  }

}
