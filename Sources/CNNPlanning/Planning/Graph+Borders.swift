import CNNIR
import CNNOps

extension Graph {

  /// Whether windows reach so far beyond an input that places among the zeros there could not be counted.
  package var hasBoundlessBorders: Bool { nodes.contains { $0.hasBoundlessBorder(in: self) } }

}

extension Node {

  fileprivate func hasBoundlessBorder(in graph: Graph) -> Bool {
    let windows: [Window]
    let input = operandTypes(in: graph)
    switch op {
    case let op as Conv: windows = op.windowAttributes.unchecked(over: input[0])
    case let op as ConvTranspose: windows = op.windowAttributes.unchecked(over: input[0])
    default: return false
    }
    let extents = zip(input[0].spatialExtents, windows).map { (extent, window) in
      checkedSum([extent, window.before, window.after, window.span, window.span])
    }
    guard !extents.contains(nil) else { return true }
    let images = [input[0].shape[0], input[0].channels, Layout.lanes]
    guard let count = checkedProduct(images + extents.compactMap(\.self)) else { return true }
    return count > 1 << 60
  }

}
