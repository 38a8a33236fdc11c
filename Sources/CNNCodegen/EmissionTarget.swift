import CNNPlanning

/// The processors that a source is written for.
package enum EmissionTarget: String, Sendable, CaseIterable {

  /// All of an architecture.
  case baseline

  /// All with arm64: vectors of four numbers, of which 32 registers hold more than those of other
  /// architectures, and fused multiply-add.
  case arm64

  /// Those with AVX2 and fused multiply-add.
  case v3 = "x86-64-v3"

  /// Those with AVX-512.
  case v4 = "x86-64-v4"

  /// What the plan is made for. The size of the cache is the same for all, so that the source does not
  /// depend on the machine that writes it.
  var planTarget: Target {
    switch self {
    case .baseline: .sse2
    case .arm64: .neon
    case .v3: .avx2
    case .v4: .avx512
    }
  }

  /// The numbers in a vector.
  var lanes: Int {
    switch self {
    case .baseline, .arm64: 4
    case .v3: 8
    case .v4: 16
    }
  }

  /// The vectors that a block of channels takes.
  var vectorsOfBlock: Int { Layout.lanes / lanes }

  /// The option that the compiler needs.
  var compilerOption: String? {
    switch self {
    case .baseline, .arm64: nil
    case .v3, .v4: "-Xcc -march=\(rawValue)"
    }
  }

}
