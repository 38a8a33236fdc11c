import CNNKernels
import CNNOps

/// The largest or the mean element of each window.
struct PoolKernel: Kernel {

  enum Reduction: Sendable {
    case maximum
    /// Whether the mean counts the padding.
    case mean(countsPadding: Bool)
  }

  let kernels: UnsafePointer<cnn_kernels>
  let reduction: Reduction
  /// Along depth, rows and columns.
  let windows: (Window, Window, Window)
  let extents: Axes
  let outputs: Rows
  let input: Strides
  let output: Strides

  func run(_ worker: Worker, in memory: Memory) {
    let capacity = windows.0.kernel * windows.1.kernel
    withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity) { (steps) in
      var call = cnn_pool()
      call.steps = UnsafePointer(steps.baseAddress)
      call.width = extents.width
      call.taps = windows.2.kernel
      call.stride = windows.2.stride
      call.dilation = windows.2.dilation
      call.before = windows.2.before
      call.after = windows.2.after
      call.count = outputs.width
      outputs.forEach(worker) { (row) in
        call.stepCount = list(row, into: steps)
        let origin = Row(image: row.image, block: row.block, plane: 0, row: 0)
        call.input = UnsafePointer(memory.arena + input[origin])
        call.output = memory.arena + output[row]
        switch reduction {
        case .maximum:
          kernels.pointee.max_pool(&call)
        case .mean(let countsPadding):
          call.divisorRows =
            countsPadding
            ? windows.0.positions(at: row.plane, over: extents.depth)
              * windows.1.positions(at: row.row, over: extents.height) : 0
          kernels.pointee.average_pool(&call)
        }
      }
    }
  }

  /// The offsets of the input's rows that the windows of an output row touch.
  private func list(_ row: Row, into steps: UnsafeMutableBufferPointer<Int>) -> Int {
    var count = 0
    let firstPlane = row.plane &* windows.0.stride &- windows.0.before
    let firstRow = row.row &* windows.1.stride &- windows.1.before
    for z in 0..<windows.0.kernel {
      let plane = firstPlane &+ z &* windows.0.dilation
      guard plane >= 0, plane < extents.depth else { continue }
      for y in 0..<windows.1.kernel {
        let line = firstRow &+ y &* windows.1.dilation
        guard line >= 0, line < extents.height else { continue }
        steps[count] = plane &* input.plane &+ line &* input.row
        count &+= 1
      }
    }
    return count
  }

}

extension Window {

  /// How many positions of the window number `index` lie on the input or its padding.
  fileprivate func positions(at index: Int, over extent: Int) -> Int {
    let start = index &* stride &- before
    return min(start &+ kernel, extent &+ after) &- start
  }

}
