extension DiagramLayout {

  /// The diagram as a picture for slides and papers (SVG 1.1), with the blocks of the first `depth`
  /// levels open.
  ///
  /// Boxes have colours of their own, and what stands on the background is grey enough for a white and
  /// a black one.
  package func svg(depth: Int) -> String {
    let sizes = DiagramSizes(diagram, scopes, levels)
    let geometry = DiagramGeometry(self, sizes, closed: closedScopes(depth: depth))
    return SVGWriter(self, sizes, geometry).text
  }

}

/// A picture as text.
private struct SVGWriter {

  private let layout: DiagramLayout
  private let sizes: DiagramSizes
  private let geometry: DiagramGeometry
  private(set) var text = ""

  init(_ layout: DiagramLayout, _ sizes: DiagramSizes, _ geometry: DiagramGeometry) {
    self.layout = layout
    self.sizes = sizes
    self.geometry = geometry
    let title = markupText(layout.diagram.title)
    let (width, height) = (pixels(geometry.width), pixels(geometry.height))
    write(
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)" "#
        + #"viewBox="0 0 \#(width) \#(height)" role="img" aria-label="\#(title)">"#)
    write("<title>\(title)</title>")
    write("<style>\n\(Self.style)</style>")
    for block in geometry.openBlocks.keys.sorted() { writeOpenBlock(block) }
    writeArrows()
    for block in geometry.closedBlocks.keys.sorted() {
      let frame = geometry.closedBlocks[block]!
      write(frame, sizes.scopes[block], "block", layout.scopes[block].name)
    }
    for (number, box) in layout.diagram.boxes.enumerated() {
      guard let frame = geometry.boxes[number] else { continue }
      write(frame, sizes.boxes[number], box.kind.rawValue, box.name)
    }
    write("</svg>")
  }

  private mutating func write(_ line: String) { text += line + "\n" }

  private static let style: String = {
    var lines = [
      "text { font-family: Helvetica, Arial, 'DejaVu Sans', sans-serif }",
      ".title { font-size: \(DiagramSizes.titleSize)px; font-weight: 600; text-anchor: middle; "
        + "fill: \(Palette.text) }",
      ".caption { font-size: \(DiagramSizes.captionSize)px; text-anchor: middle; fill: #4a515a }",
      ".size { font-size: \(DiagramSizes.labelSize)px; fill: \(Palette.neutral) }",
      ".name { font-size: \(DiagramSizes.captionSize)px; font-weight: 600; fill: #3c434c }",
      ".arrow { fill: none; stroke: \(Palette.neutral); stroke-width: 1.3 }",
      ".head { fill: \(Palette.neutral) }",
      ".open { fill: \(Palette.neutral); fill-opacity: 0.07; stroke: \(Palette.neutral); "
        + "stroke-opacity: 0.7 }",
      ".bar { fill: #dde1e7 }",
      ".block { fill: #f4f5f7; stroke: #5b6470; stroke-width: 1.3; stroke-dasharray: 4 2 }",
    ]
    for kind in Diagram.Kind.allCases {
      let colors = Palette.colors(of: kind)
      lines.append(".\(kind.rawValue) { fill: \(colors.fill); stroke: \(colors.line) }")
    }
    return lines.map { $0 + "\n" }.joined()
  }()

  private mutating func writeOpenBlock(_ block: Int) {
    let frame = geometry.openBlocks[block]!
    write("<rect class=\"open\" \(place(frame)) rx=\"6\"/>")
    var bar = frame
    bar.height = DiagramSizes.barHeight
    write("<rect class=\"bar\" \(place(bar)) rx=\"6\"/>")
    let (x, y) = (pixels(frame.x + 10), pixels(frame.y + 15))
    let name = markupText(sizes.scopes[block].title)
    write("<text class=\"name\" x=\"\(x)\" y=\"\(y)\">\(name)</text>")
  }

  private mutating func write(
    _ frame: DiagramGeometry.Frame, _ words: DiagramSizes.Text, _ style: String, _ name: String
  ) {
    write("<g><title>\(markupText(name))</title>")
    let radius = style == Diagram.Kind.terminal.rawValue ? "19" : "5"
    write("<rect class=\"\(style)\" \(place(frame)) rx=\"\(radius)\"/>")
    let x = pixels(frame.centerX)
    func line(_ kind: String, _ text: String, y: Double) -> String {
      #"<text class="\#(kind)" x="\#(x)" y="\#(pixels(frame.y + y))">\#(markupText(text))</text>"#
    }
    if words.caption.isEmpty {
      write(line("title", words.title, y: 23))
    } else {
      write(line("title", words.title, y: 16) + line("caption", words.caption, y: 30))
    }
    if !words.size.isEmpty {
      let (x, y) = (pixels(frame.centerX + DiagramSizes.labelGap), pixels(frame.bottom + 12))
      write("<text class=\"size\" x=\"\(x)\" y=\"\(y)\">\(markupText(words.size))</text>")
    }
    write("</g>")
  }

  private func place(_ frame: DiagramGeometry.Frame) -> String {
    #"x="\#(pixels(frame.x))" y="\#(pixels(frame.y))" width="\#(pixels(frame.width))" "#
      + #"height="\#(pixels(frame.height))""#
  }

  private mutating func writeArrows() {
    for curve in geometry.curves { write("<path class=\"arrow\" d=\"\(Self.path(curve))\"/>") }
    let heads = geometry.curves.filter(\.hasHead).map { (curve) in
      "M\(pixels(curve.end.x)) \(pixels(curve.end.y))l-4 -7h8z"
    }
    if !heads.isEmpty { write("<path class=\"head\" d=\"\(heads.joined())\"/>") }
  }

  private static func path(_ curve: DiagramGeometry.Curve) -> String {
    let end = curve.end.y - (curve.hasHead ? 5 : 0)
    let (leave, arrive) = (curve.leave, curve.arrive)
    var path = "M\(pixels(curve.start.x)) \(pixels(curve.start.y))"
    if leave.x == arrive.x { return path + "V\(pixels(end))" }
    let middle = pixels((leave.y + arrive.y) / 2)
    if leave.y != curve.start.y { path += "V\(pixels(leave.y))" }
    path += "C\(pixels(leave.x)) \(middle) \(pixels(arrive.x)) \(middle) "
    path += "\(pixels(arrive.x)) \(pixels(min(arrive.y, end)))"
    return arrive.y < end ? path + "V\(pixels(end))" : path
  }

}
