import CNNIR
import CNNPlanning

extension StepPlan {

  /// Writes all parameters, in the order in which steps read them, to zeroed memory.
  func packParameters(
    _ tensors: [String: Tensor], to memory: UnsafeMutablePointer<Float>
  ) {
    for parameter in parameters {
      let value = parameter.expression.evaluate { tensors[$0]! }
      value.elements.withUnsafeBufferPointer {
        parameter.packing.pack($0.baseAddress!, to: memory + parameter.offset)
      }
    }
  }

}

extension Packing {

  fileprivate func pack(
    _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
  ) {
    let transform = transform.map(FilterTransform.init)
    for copy in copies {
      run(copy.loops[...], source + copy.source, target + copy.target) { (source, target) in
        transform?.apply(source, to: target, stride: copy.coefficientStride)
      }
    }
  }

  /// Runs the loops; `element` is for what is not copied.
  private func run(
    _ loops: ArraySlice<Loop>, _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ element: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let loop = loops.first else { return element(source, target) }
    if loops.count == 1, transform == nil {
      for index in 0..<loop.count {
        target[index &* loop.target] = source[index &* loop.source]
      }
      return
    }
    for index in 0..<loop.count {
      run(
        loops.dropFirst(), source + index * loop.source, target + index * loop.target, element)
    }
  }

}

/// `G g Gᵀ` of a filter's channel, in double.
private struct FilterTransform {

  private let matrix: [[Double]]

  init(_ size: WinogradSize) { matrix = size.filterTransform }

  func apply(
    _ window: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let side = matrix.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: side * 3) { (columns) in
      for row in 0..<side {
        for x in 0..<3 {
          columns[row * 3 + x] = (0..<3).reduce(0) {
            $0 + matrix[row][$1] * Double(window[$1 * 3 + x])
          }
        }
      }
      for row in 0..<side {
        for column in 0..<side {
          let sum = (0..<3).reduce(0) { $0 + columns[row * 3 + $1] * matrix[column][$1] }
          target[(row * side + column) * stride] = Float(sum)
        }
      }
    }
  }

}
