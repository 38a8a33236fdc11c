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

/// `G g Gᵀ` of 3x3 windows `g`, in double.
private struct FilterTransform {

  /// The rows of `G`.
  private let matrix: [SIMD3<Double>]

  init(_ size: WinogradSize) { matrix = size.filterTransform.map { SIMD3($0) } }

  /// Transforms the windows that the loops come by; coefficients lie `stride` apart.
  func apply(
    _ loops: UnsafeBufferPointer<Packing.Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    guard let loop = loops.first else {
      matrix.withUnsafeBufferPointer { Self.apply($0, source, target, stride) }
      return
    }
    let inner = loops.extracting(1...)
    for index in 0..<loop.count {
      apply(inner, source + index * loop.source, target + index * loop.target, stride: stride)
    }
  }

  private static func apply(
    _ matrix: UnsafeBufferPointer<SIMD3<Double>>, _ window: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    func row(_ index: Int) -> SIMD3<Double> {
      SIMD3(SIMD3(window[3 * index], window[3 * index + 1], window[3 * index + 2]))
    }
    let (top, middle, bottom) = (row(0), row(1), row(2))
    var target = target
    for factors in matrix {
      let combined = factors.x * top + factors.y * middle + factors.z * bottom
      for factors in matrix {
        let products = combined * factors
        target.pointee = Float(products.x + products.y + products.z)
        target += stride
      }
    }
  }

}
