import CNNKernels
import CNNPlanning

struct MapKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: MapStep

  func run(_ worker: Worker, in memory: Memory) {
    step.rows.forEach(worker) { (row) in
      kernels.apply(
        step.function, memory.arena + step.input[row], to: memory.arena + step.output[row],
        count: step.rows.width * step.pixel)
    }
  }

}

struct ElementwiseKernel: Kernel {

  let step: ElementwiseStep

  func run(_ worker: Worker, in memory: Memory) {
    step.rows.forEach(worker) { (row) in
      let (source, target) = (memory.arena + step.input[row], memory.arena + step.output[row])
      for index in 0..<step.rows.width * step.pixel { target[index] = step.op(source[index]) }
    }
  }

}

struct CombinationKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: CombinationStep

  private var operation: cnn_operation {
    switch step.operation {
    case .add: CNN_ADD
    case .subtract: CNN_SUBTRACT
    case .multiply: CNN_MULTIPLY
    case .maximum: CNN_MAXIMUM
    case .minimum: CNN_MINIMUM
    }
  }

  func run(_ worker: Worker, in memory: Memory) {
    let (width, limits) = (step.rows.width, step.limits)
    step.rows.forEach(worker) { (row) in
      let a = memory.arena + step.left[row]
      let result = memory.arena + step.output[row]
      if step.rightIsOnePixel {
        let pixel = Row(image: row.image, block: row.block, plane: 0, row: 0)
        kernels.pointee.combine_block(
          operation, a, memory.arena + step.right[pixel], result, width, limits.low, limits.high)
      } else {
        kernels.pointee.combine(
          operation, a, memory.arena + step.right[row], result, width &* step.pixel, limits.low,
          limits.high)
      }
    }
  }

}

struct AffineKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: AffineStep
  let scale: UnsafePointer<Float>
  let shift: UnsafePointer<Float>

  init(_ step: AffineStep, _ maker: KernelMaker) {
    (kernels, self.step) = (maker.kernels, step)
    (scale, shift) = (maker.parameters + step.scale, maker.parameters + step.shift)
  }

  func run(_ worker: Worker, in memory: Memory) {
    step.rows.forEach(worker) { (row) in
      let channel = row.block &* Layout.lanes
      kernels.pointee.affine(
        memory.arena + step.input[row], scale + channel, shift + channel,
        memory.arena + step.output[row], step.rows.width, step.limits.low, step.limits.high)
    }
  }

}

struct LayerNormKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: LayerNormStep
  let weight: UnsafePointer<Float>?
  let bias: UnsafePointer<Float>?

  init(_ step: LayerNormStep, _ maker: KernelMaker) {
    (kernels, self.step) = (maker.kernels, step)
    (weight, bias) = (maker.pointer(step.weight), maker.pointer(step.bias))
  }

  func run(_ worker: Worker, in memory: Memory) {
    let rows = step.rows
    worker.forEach(rows.images * rows.planes * rows.rows) { (item) in
      let (outer, line) = item.quotientAndRemainder(dividingBy: rows.rows)
      let row = Row(
        image: outer / rows.planes, block: 0, plane: outer % rows.planes, row: line)
      kernels.pointee.layer_norm(
        memory.arena + step.input[row], step.input.block, memory.arena + step.output[row],
        step.output.block, step.channels, rows.width, step.epsilon, weight, bias)
    }
  }

}

struct GlobalAverageKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: GlobalAverageStep

  func run(_ worker: Worker, in memory: Memory) {
    let rows = step.rows
    let pixels = rows.planes * rows.rows * rows.width
    worker.forEach(rows.images * rows.blocks, grain: Worker.grain.pixels / pixels) { (item) in
      let (image, block) = item.quotientAndRemainder(dividingBy: rows.blocks)
      let sums = memory.arena + step.output[Row(image: image, block: block, plane: 0, row: 0)]
      sums.update(repeating: 0, count: Layout.lanes)
      for plane in 0..<rows.planes {
        for row in 0..<rows.rows {
          let place = step.input[Row(image: image, block: block, plane: plane, row: row)]
          kernels.pointee.sum(memory.arena + place, rows.width, sums)
        }
      }
      for lane in 0..<Layout.lanes { sums[lane] /= Float(pixels) }
    }
  }

}
