import CNNIR

/// An integer for each spatial axis.
package struct Axes: Sendable, Hashable {

  package var depth = 0
  package var height = 0
  package var width = 0

  package static let one = Axes(depth: 1, height: 1, width: 1)

  package var product: Int { depth * height * width }

  package static func + (left: Axes, right: Axes) -> Axes {
    Axes(
      depth: left.depth + right.depth, height: left.height + right.height,
      width: left.width + right.width)
  }

  /// The larger of each pair.
  package func union(_ other: Axes) -> Axes {
    Axes(
      depth: max(depth, other.depth), height: max(height, other.height),
      width: max(width, other.width))
  }

}

/// Zeros around the spatial axes of a tensor, so that windows over its edge need no case of their own.
package struct Border: Sendable, Hashable {

  package var before = Axes()
  package var after = Axes()

  package static let none = Border()

  package func union(_ other: Border) -> Border {
    Border(before: before.union(other.before), after: after.union(other.after))
  }

}

/// How the elements of a tensor lie.
package enum Form: Sendable, Hashable {
  /// Row-major, as at the edges of the product.
  case plain
  /// Row-major planes with a border.
  case bordered
  /// Blocks of sixteen channels side by side, with a border. The last block is filled up with finite
  /// numbers, which nobody looks at.
  case blocked
  /// The same for a tensor whose last axis is the channels' and has been permuted there.
  case blockedLast

  package var isBlocked: Bool { self == .blocked || self == .blockedLast }
}

/// Where the elements of a tensor of batch, channels and three spatial axes lie, in floats.
package struct Layout: Sendable, Hashable {

  package let form: Form
  package let batch: Int
  package let channels: Int
  package let extents: Axes
  package let border: Border

  /// The distance between images; more than an image where the tensor is part of a larger one.
  package var image: Int

  /// The layout of a tensor of a shape with two to five axes, or of any shape if plain.
  package init(_ form: Form, _ shape: Shape, border: Border = .none) {
    self.form = form
    batch = shape.first ?? 1
    let isLast = form == .blockedLast
    channels = shape.count < 2 ? 1 : isLast ? shape[shape.count - 1] : shape[1]
    let spatial = isLast ? shape.dropFirst().dropLast() : shape.dropFirst(2)
    let extents = Array(repeating: 1, count: max(3 - spatial.count, 0)) + spatial
    // A plain tensor may have more axes; all that matters is then how many elements they have.
    self.extents = Axes(
      depth: extents.dropLast(2).reduce(1, *), height: extents[extents.count - 2],
      width: extents[extents.count - 1])
    self.border = form == .plain ? .none : border
    image = 0
    image = blocks * block
  }

  /// The channels of a block.
  package static let lanes = 16

  /// Whether a tensor of this shape may lie in blocks.
  package static func allowsBlocks(_ shape: Shape) -> Bool { (3...5).contains(shape.count) }

  /// The distance between the pixels of a row.
  package var pixel: Int { form.isBlocked ? Self.lanes : 1 }

  /// The extents with the border.
  package var padded: Axes { border.before + extents + border.after }

  package var row: Int { padded.width * pixel }
  package var plane: Int { padded.height * row }
  package var block: Int { padded.depth * plane }

  /// The number of blocks of channels, or of channels where these lie alone.
  package var blocks: Int { form.isBlocked ? (channels + Self.lanes - 1) / Self.lanes : channels }

  /// Where each block begins, seen from the first.
  package var blockOffsets: [Int] { (0..<blocks).map { $0 * block } }

  /// Where each `lanes` channels of a block begin, as far as there are channels.
  func pieces(lanes: Int) -> [Int] {
    (0..<divideUp(channels, lanes)).map { (piece) in
      let channel = piece * lanes
      return channel / Self.lanes * block + channel % Self.lanes
    }
  }

  /// The first element behind the border.
  package var origin: Int {
    border.before.depth * plane + border.before.height * row + border.before.width * pixel
  }

  package var count: Int { batch * image }

}

/// A tensor in the arena.
package struct Place: Sendable, Hashable {

  /// Where the layout begins.
  package let offset: Int
  package let layout: Layout

  /// The first element.
  package var origin: Int { offset + layout.origin }

}

/// One channel of a tensor in blocks.
package struct ChannelPlace: Sendable, Hashable {

  package let place: Place
  package let channel: Int

  /// The first element.
  package var origin: Int {
    place.origin + channel / Layout.lanes * place.layout.block + channel % Layout.lanes
  }

}
