import CNNSource
import Foundation
import Testing

/// Numbers as text, beside Foundation's.
struct FormattedNumberTests {

  private static let numbers: [Double] = [
    0, -0.0, 1, -1, 0.5, 1.5, 2.5, 0.125, 0.05, 0.95, 9.995, 99.95, 1e-7, -3.14159, 123456.789,
    .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, .nan,
  ]

  @Test(arguments: 0...4)
  func `decimal places`(_ places: Int) {
    for number in Self.numbers {
      #expect(number.fixed(places: places) == String(format: "%.\(places)f", number))
    }
  }

  @Test(arguments: 0...2)
  func `a power of ten`(_ places: Int) {
    for number in Self.numbers {
      #expect(number.scientific(places: places) == String(format: "%.\(places)e", number))
    }
  }

}
