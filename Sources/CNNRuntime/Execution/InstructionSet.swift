import CNNKernels
import CNNPlanning

/// The vector instructions that kernels are compiled for.
package enum InstructionSet: String, CaseIterable, Sendable {

  /// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  case avx2
  case avx512

  /// The kernels, or `nil` where this machine lacks the instructions.
  var kernels: UnsafePointer<cnn_kernels>? {
    switch self {
    case .baseline: cnn_kernels_for(CNN_ISA_BASELINE)
    case .avx2: cnn_kernels_for(CNN_ISA_AVX2)
    case .avx512: cnn_kernels_for(CNN_ISA_AVX512)
    }
  }

  /// - Requires: this machine has the instructions.
  var availableKernels: UnsafePointer<cnn_kernels> {
    guard let kernels else { preconditionFailure("this machine does not have \(self)") }
    return kernels
  }

  /// What the kernels of the instruction set are.
  package var target: Target {
    switch self {
    case .baseline:
      #if arch(arm64)
        .neon
      #else
        .sse2
      #endif
    case .avx2: .avx2
    case .avx512: .avx512
    }
  }

  /// Whether this machine has the instructions.
  package var isAvailable: Bool { kernels != nil }

  /// The widest that this machine has.
  package static var best: InstructionSet { allCases.last { $0.isAvailable } ?? .baseline }

}
