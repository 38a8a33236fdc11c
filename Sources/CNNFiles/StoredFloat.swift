/// The types in which weights are written.
package enum StoredFloat: String, Sendable, CaseIterable {
  case float32
  case float16

  /// The bytes of a number.
  package var size: Int {
    switch self {
    case .float32: 4
    case .float16: 2
    }
  }

  /// The type as safetensors files write it.
  package var typeName: String {
    switch self {
    case .float32: "F32"
    case .float16: "F16"
    }
  }

  /// Whether the type has a number near `value`: one beyond the largest would become infinite.
  package func holds(_ value: Float) -> Bool {
    switch self {
    case .float32: true
    case .float16: !value.isFinite || value.magnitude < Self.float16Limit
    }
  }

  /// The least magnitude that rounds to infinity in binary16.
  private static let float16Limit: Float = 65520

  /// The bytes of `numbers`, lowest first.
  package func bytes(of numbers: [Float]) -> [UInt8] {
    switch self {
    // In the machine's order they are moved as they are, which a debug build does as fast.
    case .float32 where 1.littleEndian == 1: numbers.withUnsafeBytes { [UInt8]($0) }
    case .float32: Self.bytes(numbers.count) { numbers[$0].bitPattern.littleEndian }
    case .float16: Self.bytes(numbers.count) { numbers[$0].halfBitPattern.littleEndian }
    }
  }

  private static func bytes<Word: FixedWidthInteger>(
    _ count: Int, _ word: (Int) -> Word
  ) -> [UInt8] {
    let size = count * MemoryLayout<Word>.size
    return [UInt8](unsafeUninitializedCapacity: size) { (buffer, initialized) in
      let target = UnsafeMutableRawBufferPointer(buffer)
      for index in 0..<count {
        target.storeBytes(
          of: word(index), toByteOffset: index * MemoryLayout<Word>.size, as: Word.self)
      }
      initialized = size
    }
  }

}

extension Float {

  /// The bits of the nearest IEEE 754 binary16 number, ties to even. `Float16` does not exist on
  /// every Mac.
  package var halfBitPattern: UInt16 {
    let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
    let magnitude = bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    // From 65520 on, half a place above the largest number.
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Subnormal: beside one half, a float's last place is the smallest binary16 number.
      let sum = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: sum.bitPattern - Float(0.5).bitPattern)
    }
    let rounded = magnitude + 0xFFF + (magnitude >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: (rounded >> 13) - 112 << 10)
  }

}
