import CNNFiles
import CNNIR
import CNNSource

extension Graph {

  /// The file of tensors at `path`; one whose name ends in `.weights` is of darknet and holds the
  /// tensors of this network.
  ///
  /// - Throws: when the file cannot be read or is of no kind that is known, or darknet has no files
  ///   for such a network.
  package func tensorFile(_ path: String) throws(DiagnosticSet) -> any TensorFile {
    let isDarknet = path.hasSuffix(".weights")
    let order = isDarknet ? try darknetOrder() : []
    do throws(Diagnostic) {
      return isDarknet ? try DarknetFile(path, order: order) : try openTensorFile(path)
    } catch {
      throw DiagnosticSet([error])
    }
  }

}
