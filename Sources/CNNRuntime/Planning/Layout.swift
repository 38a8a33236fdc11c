import CNNIR
import CNNKernels

/// An integer for each spatial axis.
struct Axes: Sendable, Hashable {

  var depth = 0
  var height = 0
  var width = 0

  static let one = Axes(depth: 1, height: 1, width: 1)

  var product: Int { depth * height * width }

  static func + (left: Axes, right: Axes) -> Axes {
    Axes(
      depth: left.depth + right.depth, height: left.height + right.height,
      width: left.width + right.width)
  }

  /// The larger of each pair.
  func union(_ other: Axes) -> Axes {
    Axes(
      depth: max(depth, other.depth), height: max(height, other.height),
      width: max(width, other.width))
  }

}

/// Zeros around the spatial axes of a tensor, so that windows over its edge need no case of their own.
struct Border: Sendable, Hashable {

  var before = Axes()
  var after = Axes()

  static let none = Border()

  func union(_ other: Border) -> Border {
    Border(before: before.union(other.before), after: after.union(other.after))
  }

}

/// How the elements of a tensor lie.
enum Form: Sendable, Hashable {
  /// Row-major, as at the edges of the product.
  case plain
  /// Row-major planes with a border.
  case bordered
  /// Blocks of sixteen channels side by side, with a border. The last block is filled up with finite
  /// numbers, which nobody looks at.
  case blocked
  /// The same for a tensor whose last axis is the channels' and has been permuted there.
  case blockedLast

  var isBlocked: Bool { self == .blocked || self == .blockedLast }
}

/// Where the elements of a tensor of batch, channels and three spatial axes lie, in floats.
struct Layout: Sendable, Hashable {

  let form: Form
  let batch: Int
  let channels: Int
  let extents: Axes
  let border: Border

  /// The distance between images; more than an image where the tensor is part of a larger one.
  var image: Int

  /// The layout of a tensor of a shape with two to five axes, or of any shape if plain.
  init(_ form: Form, _ shape: Shape, border: Border = .none) {
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

  static let lanes = Int(CNN_LANES)

  /// Whether a tensor of this shape may lie in blocks.
  static func allowsBlocks(_ shape: Shape) -> Bool { (3...5).contains(shape.count) }

  /// The distance between the pixels of a row.
  var pixel: Int { form.isBlocked ? Self.lanes : 1 }

  /// The extents with the border.
  var padded: Axes { border.before + extents + border.after }

  var row: Int { padded.width * pixel }
  var plane: Int { padded.height * row }
  var block: Int { padded.depth * plane }

  /// The number of blocks of channels, or of channels where these lie alone.
  var blocks: Int { form.isBlocked ? (channels + Self.lanes - 1) / Self.lanes : channels }

  /// Where each block begins, seen from the first.
  var blockOffsets: [Int] { (0..<blocks).map { $0 * block } }

  /// The first element behind the border.
  var origin: Int {
    border.before.depth * plane + border.before.height * row + border.before.width * pixel
  }

  var count: Int { batch * image }

}

/// A tensor in the arena.
struct Place: Sendable, Hashable {

  /// Where the layout begins.
  let offset: Int
  let layout: Layout

  /// The first element.
  var origin: Int { offset + layout.origin }

}

/// One channel of a tensor in blocks.
struct ChannelPlace: Sendable, Hashable {

  let place: Place
  let channel: Int

  /// The first element.
  var origin: Int {
    place.origin + channel / Layout.lanes * place.layout.block + channel % Layout.lanes
  }

}
