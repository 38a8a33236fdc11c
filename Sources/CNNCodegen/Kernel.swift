/// A function or type that emitted layers share; a file holds those that its layers need.
struct Kernel: Sendable {

  /// The name within `Kernels`, which identifies the kernel.
  let name: String

  /// The declaration, with its documentation.
  private let text: String

  /// A declaration that the kernel calls and that must not be a member of any type.
  private let global: String?

  /// The kernels that this one calls.
  let requirements: [Kernel]

  /// What stands for the network's type in the texts, so that a file may hold several networks.
  static let network = "#Network"

  init(
    _ name: String, requires requirements: [Kernel] = [], global: String? = nil, _ text: String
  ) {
    self.name = name
    self.requirements = requirements
    self.text = text
    self.global = global
  }

  /// The declaration, with its documentation.
  func text(for network: String) -> String { text.replacing(Self.network, with: network) }

  /// The declaration outside of the type, if there is one.
  func global(for network: String) -> String? { global?.replacing(Self.network, with: network) }

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
