extension StepPlan {

  /// A number for what the packed parameters are and how they lie, which is the same in every process and, most
  /// likely, no other plan's.
  package var packingFingerprint: UInt64 {
    var hash = Fingerprint()
    hash.add(Layout.lanes, parametersSize)
    var lines: Set<WinogradLine> = []
    for parameter in parameters {
      hash.add(parameter.layer)
      hash.add(parameter.slot)
      hash.add(parameter.offset)
      hash.add(parameter.packing)
      guard let size = parameter.packing.transform else { continue }
      for line in [size.rows, size.columns] where lines.insert(line).inserted {
        for number in line.filterTransform.joined() {
          hash.add(Int(truncatingIfNeeded: number.bitPattern))
        }
      }
    }
    return hash.value
  }

}

/// FNV-1a of Fowler, Noll and Vo with 64 bits, over words instead of bytes.
private struct Fingerprint {

  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ words: Int...) {
    for word in words { value = (value ^ UInt64(bitPattern: Int64(word))) &* 0x100_0000_01B3 }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    for byte in text.utf8 { add(Int(byte)) }
  }

  mutating func add(_ packing: Packing) {
    let size = packing.transform.map { [$0.rows, $0.columns] } ?? []
    add(packing.count, packing.copies.count, size.count)
    for line in size { add(line.tile, line.kernel) }
    for copy in packing.copies {
      add(copy.source, copy.target, copy.coefficientStride, copy.loops.count)
      for loop in copy.loops { add(loop.count, loop.source, loop.target) }
    }
  }

}
