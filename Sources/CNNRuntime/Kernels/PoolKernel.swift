import CNNKernels
import CNNOps
import CNNPlanning

struct PoolKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: PoolStep

  func run(_ worker: Worker, in memory: Memory) {
    let capacity = step.windows.0.kernel * step.windows.1.kernel
    withUnsafeTemporaryAllocation(of: Int.self, capacity: capacity) { (steps) in
      var call = cnn_pool()
      call.steps = UnsafePointer(steps.baseAddress)
      call.width = step.extents.width
      call.taps = step.windows.2.kernel
      call.stride = step.windows.2.stride
      call.dilation = step.windows.2.dilation
      call.before = step.windows.2.before
      call.after = step.windows.2.after
      call.count = step.outputs.width
      let inside = step.windows.2.inside(step.extents.width, count: call.count)
      (call.firstInside, call.endInside) = (inside.lowerBound, inside.upperBound)
      step.outputs.forEach(worker, byRows: true) { (row) in
        call.stepCount = list(row, into: steps)
        let origin = Row(image: row.image, block: row.block, plane: 0, row: 0)
        call.input = UnsafePointer(memory.arena + step.input[origin])
        call.output = memory.arena + step.output[row]
        switch step.reduction {
        case .maximum:
          kernels.pointee.max_pool(&call)
        case .mean(let countsPadding):
          call.divisorRows =
            countsPadding
            ? step.windows.0.positions(at: row.plane, over: step.extents.depth)
              * step.windows.1.positions(at: row.row, over: step.extents.height) : 0
          kernels.pointee.average_pool(&call)
        }
      }
    }
  }

  /// The offsets of the input's rows that the windows of an output row touch.
  private func list(_ row: Row, into steps: UnsafeMutableBufferPointer<Int>) -> Int {
    var count = 0
    let firstPlane = row.plane &* step.windows.0.stride &- step.windows.0.before
    let firstRow = row.row &* step.windows.1.stride &- step.windows.1.before
    for z in 0..<step.windows.0.kernel {
      let plane = firstPlane &+ z &* step.windows.0.dilation
      guard plane >= 0, plane < step.extents.depth else { continue }
      for y in 0..<step.windows.1.kernel {
        let line = firstRow &+ y &* step.windows.1.dilation
        guard line >= 0, line < step.extents.height else { continue }
        steps[count] = plane &* step.input.plane &+ line &* step.input.row
        count &+= 1
      }
    }
    return count
  }

}

extension Window {

  /// The windows, of `count`, that lie within `extent`.
  fileprivate func inside(_ extent: Int, count: Int) -> Range<Int> {
    let first = min(divideUp(before, stride), count)
    let room = extent - span + before
    return first..<max(first, room < 0 ? 0 : min(room / stride + 1, count))
  }

  /// How many positions of the window number `index` lie on the input or its padding.
  fileprivate func positions(at index: Int, over extent: Int) -> Int {
    let start = index &* stride &- before
    return min(start &+ kernel, extent &+ after) &- start
  }

}
