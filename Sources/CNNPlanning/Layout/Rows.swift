/// The rows of one or several tensors with the same extents: what steps without windows run over.
package struct Rows: Sendable, Hashable {

  package let images: Int
  package let blocks: Int
  package let planes: Int
  package let rows: Int
  /// The pixels of a row.
  package let width: Int

  /// Rows as long as the gaps in the tensors allow, of the first tensor's blocks.
  package init(_ tensors: Layout...) {
    let extents = tensors[0].extents
    images = tensors[0].batch
    blocks = tensors[0].blocks
    if tensors.allSatisfy({ $0.border == .none }) {
      (planes, rows, width) = (1, 1, extents.product)
    } else {
      (planes, rows, width) = (extents.depth, extents.height, extents.width)
    }
  }

  /// The rows of a tensor, even where they lie without gaps.
  package init(eachOf layout: Layout) {
    images = layout.batch
    blocks = layout.blocks
    (planes, rows, width) = (layout.extents.depth, layout.extents.height, layout.extents.width)
  }

}
