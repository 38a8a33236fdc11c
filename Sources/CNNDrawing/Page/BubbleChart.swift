/// Networks by two counts, a bubble for each, whose area is a third count.
package struct BubbleChart: Sendable {

  package struct Bubble: Sendable {
    package var name: String
    package var x: Int
    package var y: Int
    package var area: Int
    /// What the bubble says to those who point at it.
    package var note: String

    package init(name: String, x: Int, y: Int, area: Int, note: String) {
      (self.name, self.x, self.y, self.area, self.note) = (name, x, y, area, note)
    }
  }

  package var bubbles: [Bubble]
  package var xName: String
  package var yName: String

  package init(_ bubbles: [Bubble], xName: String, yName: String) {
    (self.bubbles, self.xName, self.yName) = (bubbles, xName, yName)
  }

  static let width = 1200.0
  static let height = 640.0
  static let left = 78.0
  static let right = 1170.0
  static let top = 24.0
  static let bottom = 586.0
  private static let largestRadius = 30.0
  private static let smallestRadius = 4.0

  /// The chart as SVG that a page styles.
  func markup(label: String) -> String {
    let xAxis = ChartAxis(bubbles.map(\.x), from: Self.left, to: Self.right)
    let yAxis = ChartAxis(bubbles.map(\.y), from: Self.bottom, to: Self.top)
    let largest = Double(bubbles.map(\.area).max() ?? 1)
    let circles = bubbles.map { (bubble) in
      let share = largest > 0 ? Double(bubble.area) / largest : 0
      return ChartCircle(
        x: xAxis.place(of: bubble.x), y: yAxis.place(of: bubble.y),
        radius: max(Self.largestRadius * share.squareRoot(), Self.smallestRadius))
    }
    let labels = ChartLabels(bubbles.map(\.name), circles).places
    // Large bubbles lie below small ones.
    let order = circles.indices.sorted { (-circles[$0].radius, $0) < (-circles[$1].radius, $1) }
    let leaders = zip(circles, labels).map(Self.leader)
    let marks = order.map { mark($0, circles[$0], labels[$0]) }
    return """
      <svg viewBox="0 0 \(pixels(Self.width)) \(pixels(Self.height))" role="listbox" \
      aria-label="\(markupText(label))">
      \(grid(xAxis, yAxis))\(leaders.joined())\(marks.joined())</svg>

      """
  }

  /// The line from a circle to a name that does not stand beside it.
  private static func leader(_ circle: ChartCircle, _ label: ChartLabels.Place?) -> String {
    guard let label, label.isFar else { return "" }
    return "<line class=\"leader\" x1=\"\(pixels(circle.x))\" y1=\"\(pixels(circle.y))\" "
      + "x2=\"\(pixels(label.x))\" y2=\"\(pixels(label.y - 4))\"/>\n"
  }

  private func mark(_ number: Int, _ circle: ChartCircle, _ label: ChartLabels.Place?) -> String {
    let (bubble, name) = (bubbles[number], markupText(bubbles[number].name))
    let (x, y) = (pixels(circle.x), pixels(circle.y))
    var text =
      "<g role=\"option\" tabindex=\"-1\" aria-selected=\"false\" data-row=\"\(number)\" "
      + "aria-label=\"\(markupText(bubble.note))\"><title>\(markupText(bubble.note))</title>"
    text += "<circle class=\"bubble\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(pixels(circle.radius))\"/>"
    if let label {
      text += "<text x=\"\(pixels(label.x))\" y=\"\(pixels(label.y))\" "
      text += "text-anchor=\"\(label.anchor)\">\(name)</text>"
    } else {
      // Where there is no room, the name shows while the bubble is pointed at or selected.
      let isRight = circle.x > (Self.left + Self.right) / 2
      let end = circle.x + (isRight ? -circle.radius - 4 : circle.radius + 4)
      text += "<text class=\"spare\" x=\"\(pixels(end))\" y=\"\(pixels(circle.y + 4))\" "
      text += "text-anchor=\"\(isRight ? "end" : "start")\">\(name)</text>"
    }
    return text + "</g>\n"
  }

  private func grid(_ xAxis: ChartAxis, _ yAxis: ChartAxis) -> String {
    let (left, right) = (pixels(Self.left), pixels(Self.right))
    let (top, bottom) = (pixels(Self.top), pixels(Self.bottom))
    var text = "<g aria-hidden=\"true\">\n"
    for tick in xAxis.ticks {
      let x = pixels(tick.place)
      text += "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(bottom)\"/>"
      text += "<text class=\"axis\" x=\"\(x)\" y=\"\(pixels(Self.bottom + 18))\" "
      text += "text-anchor=\"middle\">\(tick.label)</text>\n"
    }
    for tick in yAxis.ticks {
      let y = pixels(tick.place)
      text += "<line class=\"grid\" x1=\"\(left)\" x2=\"\(right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
      text += "<text class=\"axis\" x=\"\(pixels(Self.left - 8))\" y=\"\(pixels(tick.place + 4))\" "
      text += "text-anchor=\"end\">\(tick.label)</text>\n"
    }
    let (xScale, yScale) = (xAxis.note, yAxis.note)
    text += "<text class=\"grid-name\" x=\"\(right)\" y=\"\(pixels(Self.bottom + 40))\" "
    text += "text-anchor=\"end\">\(markupText(xName + xScale)) \u{2192}</text>\n"
    text += "<text class=\"grid-name\" x=\"\(left)\" y=\"\(pixels(Self.top - 9))\">"
    text += "\u{2191} \(markupText(yName + yScale))</text>\n"
    return text + "</g>\n"
  }

}
