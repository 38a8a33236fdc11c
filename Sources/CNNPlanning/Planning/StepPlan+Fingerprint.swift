extension StepPlan {

  /// A number for the order of the packed parameters, which is the same in every process and, most
  /// likely, no other order's: FNV-1a of Fowler, Noll and Vo with 64 bits, over words instead of bytes.
  package var packingFingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ words: Int...) {
      for word in words { hash = (hash ^ UInt64(bitPattern: Int64(word))) &* 0x100_0000_01B3 }
    }
    add(Layout.lanes, parametersSize, parameters.count)
    for parameter in parameters {
      let packing = parameter.packing
      let size = packing.transform.map { [$0.rows, $0.columns] } ?? []
      add(parameter.offset, packing.count, packing.copies.count, size.count)
      for line in size { add(line.tile, line.kernel) }
      for copy in packing.copies {
        add(copy.source, copy.target, copy.coefficientStride, copy.loops.count)
        for loop in copy.loops { add(loop.count, loop.source, loop.target) }
      }
    }
    return hash
  }

}
