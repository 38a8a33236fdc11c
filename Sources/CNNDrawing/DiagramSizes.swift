/// How large the parts of a picture are, in pixels.
package struct DiagramSizes: Sendable {

  /// A box, or a closed block, and below it on the right what it makes.
  package struct Extent: Sendable {
    /// Of the frame.
    package var width: Double
    package var height: Double
    /// Of all.
    package var fullWidth: Double
    package var fullHeight: Double
  }

  /// What a closed block or a box says.
  package struct Text: Sendable {
    package var title: String
    package var caption: String
    /// What the arrows out of it carry; empty if they carry different things.
    package var size: String
  }

  package static let titleSize = 12.5
  package static let captionSize = 10.5
  package static let labelSize = 10.5
  package static let boxHeight = 38.0
  static let boxPadding = 10.0
  package static let labelHeight = 15.0
  package static let labelGap = 6.0
  /// Of the bar over an open block.
  package static let barHeight = 22.0
  /// Around what stands in an open block.
  package static let blockPadding = 12.0
  /// Between boxes side by side.
  package static let sideGap = 24.0
  package static let narrowestLane = 60.0
  /// Between rows, and for each pixel that an arrow goes to the side, up to a limit.
  package static let rowGap = 22.0
  package static let slope = 0.07
  package static let largestSlopeGap = 56.0
  /// What a page puts before the name of a closed block.
  static let closedMark = "\u{25B8} "
  /// Longer titles and captions lose their middle.
  private static let longestText = 30

  package private(set) var boxes: [Text]
  package private(set) var scopes: [Text]
  package private(set) var boxExtents: [Extent]
  /// Of the blocks when they are closed.
  package private(set) var blockExtents: [Extent]
  /// How wide the name of an open block is.
  package private(set) var barWidths: [Double]

  init(_ diagram: Diagram, _ scopes: [Scope], _ levels: [Level]) {
    let limit = Self.longestText
    boxes = diagram.boxes.map {
      Text(
        title: $0.title.shortened(to: limit), caption: $0.caption.shortened(to: limit),
        size: $0.size.shortened(to: limit))
    }
    self.scopes = zip(scopes, levels).map { (scope, level) in
      let exits = level.items.compactMap { if case .exit(let value) = $0 { value } else { nil } }
      return Text(
        title: scope.label.shortened(to: limit), caption: "\(scope.boxes.count) layers",
        size: exits.count == 1 ? diagram.boxes[exits[0]].size.shortened(to: limit) : "")
    }
    boxExtents = boxes.map(Self.extent)
    blockExtents = self.scopes.map {
      var text = $0
      text.title = Self.closedMark + text.title
      return Self.extent(of: text)
    }
    barWidths = self.scopes.map { textWidth($0.title) * Self.captionSize + 4 * Self.boxPadding }
  }

  private static func extent(of text: Text) -> Extent {
    let words = max(
      textWidth(text.title) * titleSize, textWidth(text.caption) * captionSize)
    let width = (words + 2 * boxPadding).rounded(.up)
    let label = text.size.isEmpty ? 0 : textWidth(text.size) * labelSize + labelGap
    return Extent(
      width: width, height: boxHeight, fullWidth: max(width, 2 * label.rounded(.up)),
      fullHeight: boxHeight + (text.size.isEmpty ? 0 : labelHeight))
  }

}
