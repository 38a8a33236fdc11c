import CNNIR
import CNNOps

extension Graph {

  /// The elements that the largest input or result of a convolution takes: an input with the zeros around it
  /// that windows reach, a result in whole blocks of channels. `nil` where windows reach so far that places
  /// among the zeros could not be counted, or a result is as large.
  package var largestConvolved: Int? {
    if nodes.contains(where: { $0.hasBoundlessBorder(in: self) }) { return nil }
    let convolutions = nodes.filter { $0.op is Conv }
    let results = convolutions.map(\.blockedResult)
    if results.contains(nil) { return nil }
    let inputs = convolutions.map { $0.borderedInput(in: self) }
    return (inputs + results.compactMap(\.self)).max() ?? 0
  }

}

extension Node {

  /// The elements of a convolution's input with the zeros around it.
  ///
  /// - Requires: places that can be counted.
  fileprivate func borderedInput(in graph: Graph) -> Int {
    guard let conv = op as? Conv else { return 0 }
    let input = operandTypes(in: graph)[0]
    let windows = conv.windowAttributes.unchecked(over: input)
    let geometry = ConvolutionGeometry(windows, input.shape, type.shape)
    let (border, extents) = (geometry.border, geometry.input)
    return input.shape[0] * input.channels
      * (border.before.depth + extents.depth + border.after.depth)
      * (border.before.height + extents.height + border.after.height)
      * (border.before.width + extents.width + border.after.width)
  }

  /// The elements of the result in whole blocks of channels.
  fileprivate var blockedResult: Int? {
    let shape = type.shape
    let blocks = divideUp(type.channels, Layout.lanes)
    return checkedProduct([shape[0], blocks, Layout.lanes] + type.spatialExtents)
  }

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
