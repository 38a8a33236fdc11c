#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A scale from counts to places, logarithmic where the counts are far apart.
struct ChartAxis {

  struct Tick {
    var place: Double
    var label: String
  }

  let isLogarithmic: Bool
  private(set) var ticks: [Tick] = []

  private let low: Double
  private let high: Double
  private let start: Double
  private let end: Double

  /// Counts whose largest is more than this many times the smallest stand on a logarithmic scale.
  private static let widestLinear = 20

  init(_ counts: [Int], from start: Double, to end: Double) {
    let smallest = max(counts.min() ?? 0, 0)
    let largest = max(counts.max() ?? 1, 1)
    isLogarithmic = max(smallest, 1) < largest / Self.widestLinear
    (self.start, self.end) = (start, end)
    if isLogarithmic {
      // A count of zero stands where one would.
      let (low, high) = (log10(Double(max(smallest, 1))), log10(Double(largest)))
      let margin = 0.06 * (high - low)
      (self.low, self.high) = (low - margin, high + margin)
    } else {
      (low, high) = (0, 1.08 * Double(largest))
    }
    let values = isLogarithmic ? powers : multiples
    ticks = values.map { Tick(place: place(of: $0), label: Self.label($0)) }
  }

  /// What stands behind the name of the axis.
  var note: String { isLogarithmic ? ", logarithmic" : "" }

  func place(of count: Int) -> Double { place(of: Double(count)) }

  private func place(of value: Double) -> Double {
    let scaled = isLogarithmic ? log10(max(value, 1)) : value
    return start + (scaled - low) / (high - low) * (end - start)
  }

  /// 1, 2 and 5 times the powers of ten, or with many of these the powers alone.
  private var powers: [Double] {
    let factors: [Double] = high - low > 2.5 ? [1] : [1, 2, 5]
    let exponents = Int(low.rounded(.down))...Int(high.rounded(.up))
    return exponents.flatMap { (exponent) in factors.map { $0 * pow(10, Double(exponent)) } }
      .filter { $0 >= 1 && (low...high).contains(log10($0)) }
  }

  /// Multiples of 1, 2 or 5 times a power of ten, about five.
  private var multiples: [Double] {
    let power = pow(10, log10(high / 5).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { high / $0 <= 6 } ?? high
    return stride(from: 0, through: high, by: max(step, 1)).map { $0 }
  }

  /// A round number with the letter of a power of 1000.
  private static func label(_ value: Double) -> String {
    var (value, letters) = (value, ["", "k", "M", "G", "T", "P", "E"][...])
    while value >= 1000, letters.count > 1 {
      value /= 1000
      letters.removeFirst()
    }
    let text = value == value.rounded() ? String(Int(value)) : String((value * 10).rounded() / 10)
    return letters.first == "" ? text : "\(text) \(letters.first ?? "")"
  }

}
