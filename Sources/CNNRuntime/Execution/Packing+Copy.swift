import CNNKernels
import CNNPlanning

/// Rows of elements to be packed, which may be multiplied by numbers on the way.
struct SourceRows {

  /// The first element of the first row; there may be memory for later ones only.
  let start: UnsafePointer<Float>

  /// The elements of a row; without factors, it does not matter what a row is.
  var size = 1

  /// What each row is multiplied by, if by anything.
  var factors: UnsafePointer<Double>?

  /// The factors from the row of an element on.
  func factors(at element: UnsafePointer<Float>) -> UnsafePointer<Double>? {
    factors.map { $0 + (element - start) / size }
  }

}

extension Packing {

  /// Does what belongs to a part.
  ///
  /// - Requires: innermost loops that go from row to row, if these have factors.
  /// - Returns: whether no element that was read is infinite or NaN.
  func copy(
    _ part: Part, of rows: SourceRows, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) -> Bool {
    let transform = transform.map(FilterTransform.init)
    var isFinite = true
    for copy in part.copies {
      let target = target + copy.target
      let isNext =
        if let transform {
          transform.apply(copy, rows, to: target, with: kernels)
        } else if let columns = ColumnCopy(copy.loops, to: target) {
          columns.copy(rows, from: copy.source, to: target, with: kernels)
        } else {
          rows.copy(copy.loops, rows.start + copy.source, target)
        }
      isFinite = isNext && isFinite
    }
    return isFinite
  }

}

extension SourceRows {

  /// Copies element by element; returns whether none is infinite or NaN.
  fileprivate func copy(
    _ loops: [Packing.Loop], _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let last = loops.last, last.count > 0 else { return true }
    // Magnitudes are in the order of their bits.
    var largest: UInt32 = 0
    Packing.Loop.forEach(loops.dropLast(), source, target) { (source, target) in
      let factors = factors(at: source)
      for index in 0..<last.count {
        let element = source[index &* last.source]
        largest = max(largest, element.magnitude.bitPattern)
        target[index &* last.target] =
          factors.map { Float(Double(element) * $0[index]) } ?? element
      }
    }
    return largest < Float.infinity.bitPattern
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
      let columns = places.count
      places.reserveCapacity(columns * loop.count)
      for step in stride(from: 1, to: loop.count, by: 1) {
        for column in 0..<columns { places.append(places[column] + step * loop.target) }
      }
    }
    if places.count < Layout.lanes { return nil }
  }

  /// Whether a loop goes on to columns that follow those that are known.
  private func isNext(_ loop: Packing.Loop) -> Bool {
    loop.source == places.count && loop.count <= Self.mostColumns / places.count
  }

  /// Returns whether no element is infinite or NaN.
  func copy(
    _ source: SourceRows, from first: Int, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) -> Bool {
    let done = rows.count / Layout.lanes * Layout.lanes
    let start = source.start + first
    var isFinite = true
    places.withUnsafeBufferPointer { (places) in
      var call = cnn_columns()
      (call.distance, call.places, call.columns) = (rows.source, places.baseAddress, places.count)
      Packing.Loop.forEach(outer[...], start, target) { (element, target) in
        for row in stride(from: 0, to: done, by: Layout.lanes) {
          let element = element + row * rows.source
          call.factors = source.factors(at: element)
          isFinite = kernels.pointee.pack(&call, element, target + row) && isFinite
        }
      }
    }
    return source.copy(rest, start + done * rows.source, target + done) && isFinite
  }

}
