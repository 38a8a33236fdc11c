/// A function or type that emitted layers share; a file holds those that its layers need.
struct Kernel: Sendable {

  /// The name within `Kernels`, which identifies the kernel.
  let name: String

  /// The declaration, with its documentation.
  let text: String

  /// The kernels that this one calls.
  let requirements: [Kernel]

  init(_ name: String, requires requirements: [Kernel] = [], _ text: String) {
    self.name = name
    self.requirements = requirements
    self.text = text
  }

}

/// Kernels in the order in which a file declares them, each once.
struct KernelSet {

  private(set) var kernels: [Kernel] = []
  private var names: Set<String> = []

  /// Adds `kernel` after those that it requires.
  mutating func insert(_ kernel: Kernel) {
    guard names.insert(kernel.name).inserted else { return }
    for requirement in kernel.requirements { insert(requirement) }
    kernels.append(kernel)
  }

}

extension SwiftWriter {

  /// The lines as part of a kernel's text, for a writer whose depth is that in the file: kernels stand
  /// two levels deep.
  var kernelText: String {
    text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map { $0.dropFirst(4) }
      .joined(separator: "\n")
  }

}
