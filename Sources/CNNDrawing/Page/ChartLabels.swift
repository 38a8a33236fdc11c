struct ChartCircle {
  var x: Double
  var y: Double
  var radius: Double
}

/// Places for names beside circles, such that no name lies on another or on a foreign circle.
struct ChartLabels {

  struct Place {
    var x: Double
    /// The line that the letters stand on.
    var y: Double
    var anchor: String
    /// Whether a line has to lead from the circle to the name.
    var isFar: Bool
  }

  /// None where there is no room.
  private(set) var places: [Place?]

  private let circles: [ChartCircle]
  private var taken: [Area] = []

  private static let size = 12.0

  init(_ names: [String], _ circles: [ChartCircle]) {
    self.circles = circles
    places = names.map { (_) in nil }
    // Those among many others choose first.
    let order = circles.indices.sorted {
      (-crowd(around: $0), $0) < (-crowd(around: $1), $1)
    }
    for number in order {
      let width = textWidth(names[number]) * Self.size
      for place in Self.candidates(circles[number]) {
        let area = Area(place, width: width, height: Self.size)
        guard isFree(area, for: number) else { continue }
        places[number] = place
        taken.append(area)
        break
      }
    }
  }

  private func crowd(around number: Int) -> Int {
    circles.count { abs($0.x - circles[number].x) < 90 && abs($0.y - circles[number].y) < 40 }
  }

  /// Beside, above and below the circle, close by and then further away.
  private static func candidates(_ circle: ChartCircle) -> [Place] {
    let (x, y) = (circle.x, circle.y)
    return [3.0, 15.0, 28.0].flatMap { (gap) -> [Place] in
      let (far, radius) = (gap > 3, circle.radius + gap)
      let slant = radius * 0.75
      return [
        Place(x: x + radius, y: y + 4, anchor: "start", isFar: far),
        Place(x: x - radius, y: y + 4, anchor: "end", isFar: far),
        Place(x: x, y: y - radius, anchor: "middle", isFar: far),
        Place(x: x, y: y + radius + 10, anchor: "middle", isFar: far),
        Place(x: x + slant, y: y - slant, anchor: "start", isFar: far),
        Place(x: x + slant, y: y + slant + 9, anchor: "start", isFar: far),
        Place(x: x - slant, y: y - slant, anchor: "end", isFar: far),
        Place(x: x - slant, y: y + slant + 9, anchor: "end", isFar: far),
      ]
    }
  }

  private func isFree(_ area: Area, for number: Int) -> Bool {
    let isInside =
      area.left >= BubbleChart.left + 2 && area.right <= BubbleChart.width - 4
      && area.top >= BubbleChart.top && area.bottom <= BubbleChart.bottom - 2
    return isInside && !taken.contains(where: area.overlaps)
      && !circles.indices.contains { $0 != number && area.overlaps(Area(circles[$0])) }
  }

}

/// A rectangle.
private struct Area {

  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  init(_ circle: ChartCircle) {
    (left, right) = (circle.x - circle.radius, circle.x + circle.radius)
    (top, bottom) = (circle.y - circle.radius, circle.y + circle.radius)
  }

  init(_ place: ChartLabels.Place, width: Double, height: Double) {
    switch place.anchor {
    case "start": left = place.x
    case "end": left = place.x - width
    default: left = place.x - width / 2
    }
    right = left + width
    (top, bottom) = (place.y - height + 2, place.y + 2)
  }

  func overlaps(_ other: Area) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

}
