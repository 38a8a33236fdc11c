import CNNIR
import CNNPlanning
import Dispatch
import Synchronization

extension StepPlan {

  /// Fills zeroed memory of `parametersSize` elements with all parameters, in the order in which steps
  /// read them; `threads` threads share the work, part by part, so that only few elements of the
  /// tensors need be in memory at a time.
  ///
  /// - Throws: the first failure to look at a tensor; the other parts are packed.
  func packParameters<Tensors: TensorLookup>(
    _ tensors: Tensors, to memory: UnsafeMutablePointer<Float>, threads: Int
  ) throws(Tensors.Failure) {
    let parts = parameters.flatMap { (parameter) in
      parameter.parts(tensors).map { (parameter, $0) }
    }
    let next = Atomic(0)
    let failure = Mutex<Tensors.Failure?>(nil)
    // No two parts have elements in common.
    nonisolated(unsafe) let memory = memory
    DispatchQueue.concurrentPerform(iterations: threads) { (_) in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < parts.count else { return }
        let (parameter, part) = parts[index]
        do throws(Tensors.Failure) {
          try parameter.pack(part, of: tensors, to: memory + parameter.offset)
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

}

extension PackedParameter {

  /// The elements that are packed at a time: few enough to stay in the cache of a core meanwhile.
  private static let partSize = 1 << 17

  fileprivate func parts(_ tensors: some TensorLookup) -> [Packing.Part] {
    let count = shape.elementCount
    guard expression.hasParts(tensors) else {
      return [Packing.Part(source: 0..<count, copies: packing.copies)]
    }
    return packing.parts(of: count, size: Self.partSize)
  }

  fileprivate func pack<Tensors: TensorLookup>(
    _ part: Packing.Part, of tensors: Tensors, to target: UnsafeMutablePointer<Float>
  ) throws(Tensors.Failure) {
    try expression.withElements(in: part.source, tensors) { (elements) in
      guard let start = elements.baseAddress else { return }
      packing.copy(part, start, to: target)
    }
  }

}

extension Packing {

  /// Does what belongs to a part, whose elements begin at `elements`.
  fileprivate func copy(
    _ part: Part, _ elements: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let transform = transform.map(FilterTransform.init)
    for copy in part.copies {
      copy.loops.withUnsafeBufferPointer { (loops) in
        let source = elements + (copy.source - part.source.lowerBound)
        let target = target + copy.target
        if let transform {
          transform.apply(loops, source, target, stride: copy.coefficientStride)
        } else {
          Self.copy(loops, source, target)
        }
      }
    }
  }

  private static func copy(
    _ loops: UnsafeBufferPointer<Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    guard let loop = loops.first else {
      target.pointee = source.pointee
      return
    }
    if loops.count == 1 {
      for index in 0..<loop.count {
        target[index &* loop.target] = source[index &* loop.source]
      }
      return
    }
    let inner = loops.extracting(1...)
    for index in 0..<loop.count {
      copy(inner, source + index * loop.source, target + index * loop.target)
    }
  }

}

/// `G g Gᵀ` of windows `g`, in double, with a `G` for rows and one for columns.
private struct FilterTransform {

  /// As many windows as are transformed at a time, the same element of each side by side.
  private typealias Numbers = SIMD4<Double>

  private let size: WinogradSize

  /// Each `G`, row by row.
  private let rows: [Double]
  private let columns: [Double]

  init(_ size: WinogradSize) {
    self.size = size
    rows = size.rows.filterTransform.flatMap { $0 }
    columns = size.columns.filterTransform.flatMap { $0 }
  }

  /// Transforms the windows that the loops, of which there is one at least, come by; coefficients lie
  /// `stride` apart.
  func apply(
    _ loops: UnsafeBufferPointer<Packing.Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard let loop = loops.first else { return }
    if loops.count == 1 { return apply(loop, source, target, stride) }
    let inner = loops.extracting(1...)
    for index in 0..<loop.count {
      apply(inner, source + index * loop.source, target + index * loop.target, stride: stride)
    }
  }

  /// Transforms the windows of an innermost loop.
  private func apply(
    _ loop: Packing.Loop, _ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    _ stride: Int
  ) {
    let (height, width) = (size.rows.kernel, size.columns.kernel)
    withUnsafeTemporaryAllocation(of: Numbers.self, capacity: (height + 1) * width) { (memory) in
      guard let window = memory.baseAddress else { return }
      var first = 0
      while first < loop.count {
        let count = min(Numbers.scalarCount, loop.count - first)
        Self.load(loop, source + first * loop.source, count, size.taps, to: window)
        // Loops whose counts are known when this is compiled are several times as fast.
        let target = target + first * loop.target
        if height == 3, width == 3 {
          transform(window, count, target, loop.target, stride, height: 3, width: 3)
        } else {
          transform(window, count, target, loop.target, stride, height: height, width: width)
        }
        first += count
      }
    }
  }

  /// Loads the elements of `count` windows; where these are too few, the last one is there again.
  private static func load(
    _ loop: Packing.Loop, _ source: UnsafePointer<Float>, _ count: Int, _ elements: Int,
    to window: UnsafeMutablePointer<Numbers>
  ) {
    for element in 0..<elements {
      for index in 0..<Numbers.scalarCount {
        window[element][index] = Double(source[min(index, count - 1) * loop.source + element])
      }
    }
  }

  /// Transforms the columns of some windows for a row of coefficients, and these.
  ///
  /// - Parameter window: the elements, and room for a row after them.
  @inline(__always)
  private func transform(
    _ window: UnsafeMutablePointer<Numbers>, _ count: Int, _ target: UnsafeMutablePointer<Float>,
    _ distance: Int, _ stride: Int, height: Int, width: Int
  ) {
    let row = window + height * width
    var target = target
    rows.withUnsafeBufferPointer { (rows) in
      columns.withUnsafeBufferPointer { (columns) in
        guard let rows = rows.baseAddress, let columns = columns.baseAddress else { return }
        for y in 0..<size.rows.input {
          for x in 0..<width {
            row[x] = Self.sum(rows + y * height, window + x, distance: width, count: height)
          }
          for x in 0..<size.columns.input {
            let sums = Self.sum(columns + x * width, row, distance: 1, count: width)
            Self.store(SIMD4<Float>(sums), count, to: target, distance)
            target += stride
          }
        }
      }
    }
  }

  @inline(__always)
  private static func sum(
    _ factors: UnsafePointer<Double>, _ numbers: UnsafePointer<Numbers>, distance: Int, count: Int
  ) -> Numbers {
    var sum = factors[0] * numbers[0]
    for index in 1..<count { sum += factors[index] * numbers[index * distance] }
    return sum
  }

  /// Stores the first `count` numbers, `distance` apart.
  private static func store(
    _ numbers: SIMD4<Float>, _ count: Int, to target: UnsafeMutablePointer<Float>, _ distance: Int
  ) {
    if count == numbers.scalarCount, distance == 1 {
      UnsafeMutableRawPointer(target).storeBytes(of: numbers, as: SIMD4<Float>.self)
      return
    }
    for index in 0..<count { target[index * distance] = numbers[index] }
  }

}
