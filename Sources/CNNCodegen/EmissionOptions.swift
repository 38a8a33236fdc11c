import CNNFiles
import CNNIR

/// How a network is to be written.
package struct EmissionOptions: Sendable {

  /// The name of the file that the network was made from, for the head of the file.
  package var source: String?

  /// The tensors that the graph uses; without them, the emitted type takes them from its caller.
  package var tensors: [String: Tensor]?

  /// The type in which weights are kept.
  package var storage = StoredFloat.float32

  /// The most bytes of weights that the source holds itself; more go into a file beside it.
  package var embedLimit = 16 << 20

  /// The processors that the source is for.
  package var target = EmissionTarget.baseline

  /// Whether the source is for Embedded Swift: no memory but the caller's.
  package var isEmbedded = false

  /// Who may use the type and its members, as Swift writes it.
  package var access = "public"

  package init() {}

}
