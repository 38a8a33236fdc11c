/// The colours of pictures.
package enum Palette {

  package struct Colors: Sendable {
    package let fill: String
    package let line: String
    package let darkFill: String
    package let darkLine: String
  }

  /// Dark text is read on the fills, light text on the dark ones.
  package static let text = "#1b1f24"
  /// Equally far from black and from white, so that it is read on either (4.5 to 1).
  package static let neutral = "#767676"

  package static func colors(of kind: Diagram.Kind) -> Colors {
    switch kind {
    case .terminal:
      Colors(fill: "#e6e9ee", line: "#7b8694", darkFill: "#2b3038", darkLine: "#8792a1")
    case .weighted:
      Colors(fill: "#cfe2ff", line: "#2f6fd0", darkFill: "#173a6b", darkLine: "#6ea3f2")
    case .affine:
      Colors(fill: "#e4dcff", line: "#7656d6", darkFill: "#3a2c6e", darkLine: "#a893f0")
    case .pool:
      Colors(fill: "#d3f2da", line: "#2c8a4b", darkFill: "#174a2a", darkLine: "#62c07f")
    case .elementwise:
      Colors(fill: "#ffe9c4", line: "#b3760d", darkFill: "#553a0b", darkLine: "#e0a94a")
    case .join:
      Colors(fill: "#ffd8dc", line: "#c53f50", darkFill: "#632029", darkLine: "#ee8590")
    case .shape:
      Colors(fill: "#d2f0f0", line: "#1f8787", darkFill: "#114848", darkLine: "#56bcbc")
    case .other:
      Colors(fill: "#ececec", line: "#7d7d7d", darkFill: "#333333", darkLine: "#9b9b9b")
    }
  }

}

extension Diagram.Kind {

  /// What boxes of the kind are called in a legend.
  package var label: String {
    switch self {
    case .terminal: "input, output"
    case .weighted: "with multiply-adds"
    case .affine: "norm, scale"
    case .pool: "pool"
    case .elementwise: "activation"
    case .join: "join"
    case .shape: "shape"
    case .other: "other"
    }
  }

}
