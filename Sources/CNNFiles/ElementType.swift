import CNNSource

/// The types of elements in files that are converted to 32-bit floats.
///
/// What a float cannot hold exactly is rounded to the nearest one, ties to even; beyond the largest
/// one that is infinity. A Boolean is 0 or 1.
package enum ElementType: String, Sendable, CaseIterable {
  case bool
  case uint8
  case int8
  case uint16
  case int16
  case float16
  case bfloat16
  case uint32
  case int32
  case float32
  case uint64
  case int64
  case float64

  /// The bytes of an element.
  package var size: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// The elements that `bytes` hold; bytes that do not fill an element are left out.
  package func floats(_ bytes: UnsafeRawBufferPointer, isBigEndian: Bool = false) -> [Float] {
    // Floats in the machine's order are moved as they are, which a debug build does as fast.
    if self == .float32, isBigEndian == (1.bigEndian == 1) { return copiedFloats(bytes) }
    func convert<Word: FixedWidthInteger>(
      _ type: Word.Type, _ value: (Word) -> Float
    ) -> [Float] {
      let count = bytes.count / size
      return [Float](unsafeUninitializedCapacity: count) { (buffer, initialized) in
        for index in 0..<count {
          let word = bytes.loadUnaligned(fromByteOffset: index * size, as: Word.self)
          buffer.initializeElement(
            at: index, to: value(isBigEndian ? word.bigEndian : word.littleEndian))
        }
        initialized = count
      }
    }
    return switch self {
    case .bool: convert(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .uint8: convert(UInt8.self) { Float($0) }
    case .int8: convert(Int8.self) { Float($0) }
    case .uint16: convert(UInt16.self) { Float($0) }
    case .int16: convert(Int16.self) { Float($0) }
    case .float16: convert(UInt16.self) { Float(halfBitPattern: $0) }
    // bfloat16 is the upper half of a float.
    case .bfloat16: convert(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .uint32: convert(UInt32.self) { Float($0) }
    case .int32: convert(Int32.self) { Float($0) }
    case .float32: convert(UInt32.self) { Float(bitPattern: $0) }
    case .uint64: convert(UInt64.self) { Float($0) }
    case .int64: convert(Int64.self) { Float($0) }
    case .float64: convert(UInt64.self) { Float(Double(bitPattern: $0)) }
    }
  }

  /// Calls `body` with the elements that `bytes` hold, lowest byte first: where they are, if that is
  /// what floats look like in memory.
  func withFloats<Result>(
    _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let address = Int(bitPattern: bytes.baseAddress)
    if self == .float32, 1.littleEndian == 1, address % MemoryLayout<Float>.alignment == 0 {
      return body(bytes.assumingMemoryBound(to: Float.self))
    }
    return floats(bytes).withUnsafeBufferPointer(body)
  }

  private func copiedFloats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let count = bytes.count / size
    return [Float](unsafeUninitializedCapacity: count) { (buffer, initialized) in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * size)]))
      initialized = count
    }
  }

}

extension Float {

  /// The value of an IEEE 754 binary16 number. `Float16` does not exist on every Mac.
  init(halfBitPattern half: UInt16) {
    let sign = UInt32(half >> 15) << 31
    let exponent = UInt32(half >> 10 & 0x1F)
    let fraction = UInt32(half & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: a multiple of the smallest number, which a float holds as a normal number.
      self.init(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
    case 31: self.init(bitPattern: sign | 0xFF << 23 | fraction << 13)
    default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

}

extension MappedFile {

  /// Calls `body` with the elements in `range` of those that begin at byte `start`, lowest byte first.
  ///
  /// - Requires: the elements lie in the file.
  /// - Throws: when the file has become shorter.
  func withFloats<Result>(
    _ type: ElementType, from start: Int, in range: Range<Int>,
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) throws(Diagnostic) -> Result {
    let bytes = start + range.lowerBound * type.size..<start + range.upperBound * type.size
    return try withBytes(bytes) { type.withFloats($0, body) }
  }

}
