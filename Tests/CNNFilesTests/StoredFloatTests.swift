import Testing

@testable import CNNFiles

/// Conversion to half precision, against the definition: the nearest number, ties to even.
struct StoredFloatTests {

  private static func single(_ half: UInt16) -> Float { Float(halfBitPattern: half) }

  @Test func everyHalfStaysAsItIs() {
    for half in UInt16.min ... .max {
      let value = Self.single(half)
      if value.isNaN {
        #expect(Self.single(value.halfBitPattern).isNaN)
      } else {
        #expect(value.halfBitPattern == half)
      }
    }
  }

  @Test func whatLiesBetweenGoesToTheNearestAndTiesToTheEven() {
    for half in UInt16(0)..<0x7BFF {
      let (below, above) = (Self.single(half), Self.single(half + 1))
      let middle = (below + above) / 2
      let even = half % 2 == 0 ? half : half + 1
      #expect(middle.halfBitPattern == even)
      #expect((-middle).halfBitPattern == even | 0x8000)
      #expect(middle.nextDown.halfBitPattern == half)
      #expect(middle.nextUp.halfBitPattern == half + 1)
    }
  }

  @Test func whatIsTooLargeBecomesInfinite() {
    let storage = StoredFloat.float16
    let limit: Float = 65520
    #expect(limit.nextDown.halfBitPattern == 0x7BFF)
    #expect(storage.holds(limit.nextDown) && storage.holds(-.infinity) && storage.holds(.nan))
    #expect(limit.halfBitPattern == 0x7C00)
    #expect(!storage.holds(limit) && !storage.holds(-.greatestFiniteMagnitude))
    #expect(StoredFloat.float32.holds(.greatestFiniteMagnitude))
  }

  @Test func bytesAreWrittenLowestFirst() {
    #expect(StoredFloat.float16.bytes(of: [1, -2]) == [0x00, 0x3C, 0x00, 0xC0])
    #expect(StoredFloat.float32.bytes(of: [1, -2]) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

}
