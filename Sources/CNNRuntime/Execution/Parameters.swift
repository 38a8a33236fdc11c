import CNNIR
import CNNPlanning
import Dispatch
import Synchronization

extension StepPlan {

  /// Fills memory of `parametersSize` elements with all parameters, in the order in which steps read
  /// them; `threads` threads share the work.
  func packParameters(
    _ tensors: [String: Tensor], to memory: UnsafeMutablePointer<Float>, threads: Int
  ) {
    let count = parametersSize
    // The largest first, so that no thread begins one when the others are done.
    let parameters = parameters.sorted { $0.packing.count > $1.packing.count }
    let next = Atomic(0)
    // No two parameters have elements in common.
    nonisolated(unsafe) let memory = memory
    // What no parameter fills is zero.
    DispatchQueue.concurrentPerform(iterations: threads) { (thread) in
      let (start, end) = (count * thread / threads, count * (thread + 1) / threads)
      (memory + start).initialize(repeating: 0, count: end - start)
    }
    DispatchQueue.concurrentPerform(iterations: threads) { (_) in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < parameters.count else { return }
        parameters[index].pack(tensors, to: memory)
      }
    }
  }

}

extension PackedParameter {

  fileprivate func pack(_ tensors: [String: Tensor], to memory: UnsafeMutablePointer<Float>) {
    let value = expression.evaluate { tensors[$0]! }
    value.elements.withUnsafeBufferPointer { (elements) in
      guard let source = elements.baseAddress else { return }
      packing.pack(source, to: memory + offset)
    }
  }

}

extension Packing {

  fileprivate func pack(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let transform = transform.map(FilterTransform.init)
    for copy in copies {
      copy.loops.withUnsafeBufferPointer { (loops) in
        let (source, target) = (source + copy.source, target + copy.target)
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

/// `G g Gᵀ` of square windows `g`, in double.
private struct FilterTransform {

  private let size: WinogradSize

  /// The columns of `G`, filled up with zeros.
  private let columns: [SIMD8<Double>]

  init(_ size: WinogradSize) {
    self.size = size
    let rows = size.filterTransform
    columns = (0..<size.kernel).map { (x) in
      SIMD8((0..<8).map { $0 < rows.count ? rows[$0][x] : 0 })
    }
  }

  /// Transforms the windows that the loops come by; coefficients lie `stride` apart.
  func apply(
    _ loops: UnsafeBufferPointer<Packing.Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    columns.withUnsafeBufferPointer { (columns) in
      withUnsafeTemporaryAllocation(of: SIMD8<Double>.self, capacity: size.kernel) { (products) in
        apply(loops, source, target, stride, columns, products)
      }
    }
  }

  private func apply(
    _ loops: UnsafeBufferPointer<Packing.Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int,
    _ columns: UnsafeBufferPointer<SIMD8<Double>>,
    _ products: UnsafeMutableBufferPointer<SIMD8<Double>>
  ) {
    guard let loop = loops.first else {
      return transform(source, target, stride, columns, products)
    }
    let inner = loops.extracting(1...)
    for index in 0..<loop.count {
      apply(
        inner, source + index * loop.source, target + index * loop.target, stride, columns,
        products)
    }
  }

  /// The columns of `G g` come to lie in `products`.
  private func transform(
    _ window: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ stride: Int,
    _ columns: UnsafeBufferPointer<SIMD8<Double>>,
    _ products: UnsafeMutableBufferPointer<SIMD8<Double>>
  ) {
    for x in columns.indices {
      var column = SIMD8<Double>()
      for y in columns.indices { column += Double(window[y &* size.kernel &+ x]) * columns[y] }
      products[x] = column
    }
    var target = target
    for y in 0..<size.input {
      var row = SIMD8<Double>()
      for x in columns.indices { row += products[x][y] * columns[x] }
      for x in 0..<size.input {
        target.pointee = Float(row[x])
        target += stride
      }
    }
  }

}
