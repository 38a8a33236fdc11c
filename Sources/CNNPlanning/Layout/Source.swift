/// Where a step reads a tensor.
package enum Source: Sendable, Hashable {

  case arena(Place)
  /// The caller's input with this number.
  case input(Int, Layout)

  /// - Requires: it is in the arena, as everything is that steps do not ask to read elsewhere.
  var place: Place {
    guard case .arena(let place) = self else {
      preconditionFailure("an input is read in a form that it is not converted to")
    }
    return place
  }

  package var layout: Layout {
    switch self {
    case .arena(let place): place.layout
    case .input(_, let layout): layout
    }
  }

}
