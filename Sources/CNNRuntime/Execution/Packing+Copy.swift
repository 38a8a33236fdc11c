import CNNKernels
import CNNPlanning

extension Packing {

  /// Does what belongs to a part, whose elements begin at `elements`.
  func copy(
    _ part: Part, _ elements: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) {
    let transform = transform.map(FilterTransform.init)
    for copy in part.copies {
      let source = elements + (copy.source - part.source.lowerBound)
      let target = target + copy.target
      if let transform {
        transform.apply(copy, source, target, with: kernels)
      } else if let columns = ColumnCopy(copy.loops, to: target) {
        columns.copy(source, to: target, with: kernels)
      } else {
        Self.copy(copy.loops, source, target)
      }
    }
  }

  fileprivate static func copy(
    _ loops: [Loop], _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    guard let last = loops.last, last.count > 0 else { return }
    Loop.forEach(loops.dropLast(), source, target) { (source, target) in
      for index in 0..<last.count {
        target[index &* last.target] = source[index &* last.source]
      }
    }
  }

}

extension Packing.Loop {

  /// Calls `body` with the places where loops, one in the other, come by.
  static func forEach(
    _ loops: ArraySlice<Self>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ body: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let loop = loops.first else { return body(source, target) }
    for index in 0..<loop.count {
      let (source, target) = (source + index * loop.source, target + index * loop.target)
      forEach(loops.dropFirst(), source, target, body)
    }
  }

}

/// A copy of many neighbouring columns from rows whose elements come to lie side by side: squares of
/// such are transposed in registers, where single elements would come from a cache line each.
private struct ColumnCopy {

  /// The loops around all columns of some rows.
  private var outer: [Packing.Loop]

  /// Where each column goes.
  private var places = [0]

  private let rows: Packing.Loop

  /// What remains of the rows after whole squares.
  private let rest: [Packing.Loop]

  /// The most columns that share a list of places.
  private static let mostColumns = 1 << 12

  /// `nil` for copies of another kind.
  init?(_ loops: [Packing.Loop], to target: UnsafeMutablePointer<Float>) {
    let bytes = Layout.lanes * MemoryLayout<Float>.stride
    guard let last = loops.last, last.target == 1, last.count >= Layout.lanes,
      loops.dropLast().allSatisfy({ $0.target % Layout.lanes == 0 }),
      UInt(bitPattern: target) % UInt(bytes) == 0
    else { return nil }
    rows = last
    outer = loops.dropLast()
    var loops = loops
    loops[loops.count - 1].count %= Layout.lanes
    rest = loops
    while let index = outer.firstIndex(where: isNext) {
      let loop = outer.remove(at: index)
      let columns = places
      places = (0..<loop.count).flatMap { (step) in columns.map { $0 + step * loop.target } }
    }
    if places.count < Layout.lanes { return nil }
  }

  /// Whether a loop goes on to columns that follow those that are known.
  private func isNext(_ loop: Packing.Loop) -> Bool {
    loop.source == places.count && loop.count <= Self.mostColumns / places.count
  }

  func copy(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) {
    let done = rows.count / Layout.lanes * Layout.lanes
    Packing.Loop.forEach(outer[...], source, target) { (source, target) in
      for row in stride(from: 0, to: done, by: Layout.lanes) {
        kernels.pointee.pack(
          source + row * rows.source, rows.source, target + row, places, places.count)
      }
    }
    Packing.copy(rest, source + done * rows.source, target + done)
  }

}
