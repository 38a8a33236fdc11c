import CNNPlanning

/// The processors that a source is written for.
package enum EmissionTarget: String, Sendable, CaseIterable {

  /// All of an architecture.
  case baseline

  /// Those with AVX2 and fused multiply-add.
  case v3 = "x86-64-v3"

  /// Those with AVX-512.
  case v4 = "x86-64-v4"

  /// What the plan is made for. The size of the cache is the same for all, so that the source does not
  /// depend on the machine that writes it.
  var planTarget: Target {
    switch self {
    case .baseline: .sse2
    case .v3: .avx2
    case .v4: .avx512
    }
  }

  /// The numbers in a vector.
  var lanes: Int {
    switch self {
    case .baseline: 4
    case .v3: 8
    case .v4: 16
    }
  }

  /// The vectors that a block of channels takes.
  var vectorsOfBlock: Int { Layout.lanes / lanes }

  /// The option that the compiler needs.
  var compilerOption: String? { self == .baseline ? nil : "-Xcc -march=\(rawValue)" }

}
