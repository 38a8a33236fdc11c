import CNNIR

/// The axes that an op reduces to a single element.
package enum ReducedAxes: Sendable, Hashable {
  /// The spatial axes.
  case space
  case channels
  /// All axes but the batch.
  case all
  /// These, counted from the batch (0) on.
  case axes([Int])
}

extension ReducedAxes: AttributeRepresentable {

  package static var valueDescription: String {
    "\"space\", \"channels\", \"all\" or a list of axes"
  }

  package init?(attribute: AttributeValue) {
    switch attribute {
    case .string("space"): self = .space
    case .string("channels"): self = .channels
    case .string("all"): self = .all
    default:
      guard let axes = [Int](attribute: attribute) else { return nil }
      self = .axes(axes)
    }
  }

  package var attributeValue: AttributeValue {
    switch self {
    case .space: .string("space")
    case .channels: .string("channels")
    case .all: .string("all")
    case .axes(let axes): axes.attributeValue
    }
  }

  package var integers: [Int] {
    if case .axes(let axes) = self { axes } else { [] }
  }

}

extension ReducedAxes {

  /// The axes as indices into a shape of the given rank, in order; some may not exist.
  package func indices(rank: Int) -> [Int] {
    switch self {
    case .space: Array(2..<max(rank, 2))
    case .channels: [1]
    case .all: Array(1..<max(rank, 1))
    case .axes(let axes): axes.sorted()
    }
  }

  /// - Throws: `constraint` unless there are axes, each once, and the batch is none of them.
  func check(over x: TensorType, _ constraint: String) throws(OpFault) {
    let axes = indices(rank: x.shape.count)
    guard !axes.isEmpty, Set(axes).count == axes.count,
      axes.allSatisfy({ $0 > 0 && $0 < x.shape.count })
    else {
      let last = x.shape.count - 1
      let message =
        last < 1
        ? "there are no axes besides the batch"
        : "\(attributeValue) does not name axes of \(x.shape.withoutBatch), 1 to \(last), each once"
      throw OpFault(.attribute("over"), constraint, message)
    }
  }

}

/// The reach of an op that makes one element of all along some axes: the others stay, perhaps at other
/// places.
func reducedReach(over x: TensorType, axes: [Int], keepsAxes: Bool) -> [AxisReach] {
  x.shape.indices.dropFirst().map { (axis) in
    let lost = keepsAxes ? 0 : axes.count { $0 < axis }
    return axes.contains(axis) ? .all : .same(axis - lost)
  }
}

extension Shape {

  /// The shape without `axes`, or with extents of 1 in their place.
  func reducing(_ axes: [Int], keepsAxes: Bool) -> Shape {
    Shape(
      indices.compactMap { (axis) in
        axes.contains(axis) ? (keepsAxes ? 1 : nil) : self[axis]
      })
  }

}
