import CNNIR
import CNNKernels

/// A function of each element.
struct MapKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let map: Epilogue.Map
  let rows: Rows
  /// The floats of a pixel.
  let pixel: Int
  let input: Strides
  let output: Strides

  func run(_ worker: Worker, in memory: Memory) {
    withUnsafePointer(to: map.parameters) { (parameters) in
      parameters.withMemoryRebound(to: Float.self, capacity: 2) { (parameters) in
        rows.forEach(worker) { (row) in
          kernels.pointee.map(
            map.function, parameters, memory.arena + input[row], memory.arena + output[row],
            rows.width &* pixel)
        }
      }
    }
  }

}

/// A function that the kernels do not know, element by element.
struct ReferenceMapKernel: Kernel {

  let op: any ElementwiseOp
  let rows: Rows
  let pixel: Int
  let input: Strides
  let output: Strides

  func run(_ worker: Worker, in memory: Memory) {
    rows.forEach(worker) { (row) in
      let (source, target) = (memory.arena + input[row], memory.arena + output[row])
      for index in 0..<rows.width * pixel { target[index] = op(source[index]) }
    }
  }

}

/// Two tensors joined element by element, the second perhaps the same for all pixels of a channel.
struct CombinationKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let operation: cnn_operation
  let rows: Rows
  let pixel: Int
  let left: Strides
  let right: Strides
  let rightIsOnePixel: Bool
  let output: Strides
  let limits: Limits

  func run(_ worker: Worker, in memory: Memory) {
    rows.forEach(worker) { (row) in
      let (a, result) = (memory.arena + left[row], memory.arena + output[row])
      if rightIsOnePixel {
        let b = memory.arena + right[Row(image: row.image, block: row.block, plane: 0, row: 0)]
        kernels.pointee.combine_block(
          operation, a, b, result, rows.width, limits.low, limits.high)
      } else {
        kernels.pointee.combine(
          operation, a, memory.arena + right[row], result, rows.width &* pixel, limits.low,
          limits.high)
      }
    }
  }

}

/// Each channel times a factor, plus a summand.
struct AffineKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let rows: Rows
  let input: Strides
  let output: Strides
  let scale: UnsafePointer<Float>
  let shift: UnsafePointer<Float>
  let limits: Limits

  func run(_ worker: Worker, in memory: Memory) {
    rows.forEach(worker) { (row) in
      let channel = row.block &* Layout.lanes
      kernels.pointee.affine(
        memory.arena + input[row], scale + channel, shift + channel, memory.arena + output[row],
        rows.width, limits.low, limits.high)
    }
  }

}

/// Each pixel, normalised over its channels.
struct LayerNormKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  /// Rows of all channels.
  let rows: Rows
  let channels: Int
  let input: Strides
  let output: Strides
  let epsilon: Float
  let weight: UnsafePointer<Float>?
  let bias: UnsafePointer<Float>?

  func run(_ worker: Worker, in memory: Memory) {
    for item in worker.share(of: rows.images * rows.planes * rows.rows) {
      let (outer, line) = item.quotientAndRemainder(dividingBy: rows.rows)
      let row = Row(
        image: outer / rows.planes, block: 0, plane: outer % rows.planes, row: line)
      kernels.pointee.layer_norm(
        memory.arena + input[row], input.block, memory.arena + output[row], output.block, channels,
        rows.width, epsilon, weight, bias)
    }
  }

}

/// The mean of each channel.
struct GlobalAverageKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let rows: Rows
  let input: Strides
  let output: Strides

  func run(_ worker: Worker, in memory: Memory) {
    let count = Float(rows.planes * rows.rows * rows.width)
    for item in worker.share(of: rows.images * rows.blocks) {
      let (image, block) = item.quotientAndRemainder(dividingBy: rows.blocks)
      let sums = memory.arena + output[Row(image: image, block: block, plane: 0, row: 0)]
      sums.update(repeating: 0, count: Layout.lanes)
      for plane in 0..<rows.planes {
        for row in 0..<rows.rows {
          let place = input[Row(image: image, block: block, plane: plane, row: row)]
          kernels.pointee.sum(memory.arena + place, rows.width, sums)
        }
      }
      for lane in 0..<Layout.lanes { sums[lane] /= count }
    }
  }

}
