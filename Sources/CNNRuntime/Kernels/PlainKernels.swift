import CNNIR
import CNNKernels
import CNNOps
import CNNPlanning

extension KernelMaker {

  /// A kernel for a step on row-major tensors: that of its op if it has one, else its reference kernel.
  func plainKernel(_ step: ReferenceStep) -> any Kernel {
    switch step.op {
    case let op as LRN where op.beta == 0.75: LRNKernel(op, step, kernels)
    case let op as Softmax where op.distance(in: step.shape) >= Layout.lanes:
      SoftmaxKernel(op, step, kernels)
    case let op as Resize: ResizeKernel(op, step, self)
    case let op as GroupNorm: GroupNormKernel(op.groups, op.epsilon, step, self)
    case let op as InstanceNorm:
      GroupNormKernel(step.result.type.shape[1], op.epsilon, step, self)
    case let op as Permute: PermuteKernel(op, step, store)
    default: ReferenceKernel(step, self)
    }
  }

}

extension Softmax {

  /// How far apart the elements of a vector lie: so many vectors lie side by side.
  fileprivate func distance(in shape: Shape) -> Int {
    shape[(axis.index(rank: shape.count) + 1)...].reduce(1, *)
  }

}

extension ReferenceStep {

  fileprivate var shape: Shape { result.type.shape }

  fileprivate func input(in memory: Memory) -> UnsafePointer<Float> { memory[operands[0].source] }

  fileprivate func output(in memory: Memory) -> UnsafeMutablePointer<Float> {
    memory.arena + result.offset
  }

}

/// Pixels that a worker takes at once of many maps.
private let pixelsAtOnce = 64

private struct LRNKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let input: Source
  let output: Int
  let images: Int
  let call: cnn_local_response_norm

  init(_ op: LRN, _ step: ReferenceStep, _ kernels: UnsafePointer<cnn_kernels>) {
    self.kernels = kernels
    (input, output) = (step.operands[0].source, step.result.offset)
    images = step.shape[0]
    var call = cnn_local_response_norm()
    call.channels = step.shape[1]
    call.area = step.shape.dropFirst(2).reduce(1, *)
    (call.before, call.after) = op.window
    call.factor = Float(op.factor)
    call.k = Float(op.k)
    self.call = call
  }

  func run(_ worker: Worker, in memory: Memory) {
    var call = call
    let pieces = (call.area + pixelsAtOnce - 1) / pixelsAtOnce
    worker.forEach(images * pieces) { (item) in
      let (image, piece) = item.quotientAndRemainder(dividingBy: pieces)
      let first = piece * pixelsAtOnce
      let place = image * call.channels * call.area + first
      call.count = min(pixelsAtOnce, call.area - first)
      call.input = memory[input] + place
      call.output = memory.arena + output + place
      kernels.pointee.local_response_norm(&call)
    }
  }

}

private struct SoftmaxKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let input: Source
  let output: Int
  /// How many groups of vectors there are, the elements of a vector, and their distance.
  let (groups, length, stride): (Int, Int, Int)

  init(_ op: Softmax, _ step: ReferenceStep, _ kernels: UnsafePointer<cnn_kernels>) {
    self.kernels = kernels
    (input, output) = (step.operands[0].source, step.result.offset)
    let axis = op.axis.index(rank: step.shape.count)
    groups = step.shape[..<axis].reduce(1, *)
    length = step.shape[axis]
    stride = op.distance(in: step.shape)
  }

  func run(_ worker: Worker, in memory: Memory) {
    let pieces = (stride + pixelsAtOnce - 1) / pixelsAtOnce
    worker.forEach(groups * pieces) { (item) in
      let (group, piece) = item.quotientAndRemainder(dividingBy: pieces)
      let first = piece * pixelsAtOnce
      let place = group * length * stride + first
      kernels.pointee.softmax(
        memory[input] + place, memory.arena + output + place, stride, length,
        min(pixelsAtOnce, stride - first))
    }
  }

}

private struct ResizeKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let input: Source
  let output: Int
  /// The maps, the elements of each in the input, and the rows of each in the result.
  let (maps, area, rows): (Int, Int, Int)
  let call: cnn_resize
  /// For each row of the result the rows that it is made of and their weights.
  let rowTable: UnsafeBufferPointer<Int>
  let rowWeights: UnsafeBufferPointer<Float>

  init(_ op: Resize, _ step: ReferenceStep, _ maker: KernelMaker) {
    kernels = maker.kernels
    (input, output) = (step.operands[0].source, step.result.offset)
    let x = step.operands[0].type.spatialExtents, y = step.result.type.spatialExtents
    maps = step.shape[0] * step.shape[1]
    area = x.reduce(1, *)
    rows = y.dropLast().reduce(1, *)
    // The outer axes together: places are rows of the input.
    var places = [[(position: 0, weight: 1.0)]]
    for axis in x.indices.dropLast() {
      let taps = (0..<y[axis]).map { op.taps(y[axis], x[axis], of: $0) }
      places = places.flatMap { (outer) in
        taps.map { (inner) in
          outer.flatMap { (place) in
            inner.map { (place.position * x[axis] + $0.position, place.weight * $0.weight) }
          }
        }
      }
    }
    let (width, inputWidth) = (y[y.count - 1], x[x.count - 1])
    let columns = (0..<width).map { op.taps(width, inputWidth, of: $0) }
    rowTable = maker.store.table(places.flatMap { $0.map { $0.position * inputWidth } })
    rowWeights = maker.store.table(places.flatMap { $0.map { Float($0.weight) } })
    var call = cnn_resize()
    (call.rowTaps, call.columnTaps, call.width) = (places[0].count, columns[0].count, width)
    call.columns =
      maker.store.table(
        columns[0].indices.flatMap { (tap) in columns.map { CInt($0[tap].position) } }
      ).baseAddress
    call.columnWeights =
      maker.store.table(
        columns[0].indices.flatMap { (tap) in columns.map { Float($0[tap].weight) } }
      ).baseAddress
    self.call = call
  }

  func run(_ worker: Worker, in memory: Memory) {
    guard let rowStarts = rowTable.baseAddress, let weights = rowWeights.baseAddress else { return }
    var call = call
    worker.forEach(maps * rows) { (item) in
      let (map, row) = item.quotientAndRemainder(dividingBy: rows)
      call.input = memory[input] + map * area
      call.rows = rowStarts + row * call.rowTaps
      call.rowWeights = weights + row * call.rowTaps
      call.output = memory.arena + output + item * call.width
      kernels.pointee.resize(&call)
    }
  }

}

private struct GroupNormKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let input: Source
  let output: Int
  let (images, groups, channels, area): (Int, Int, Int, Int)
  let epsilon: Double
  /// A weight and a bias for each channel, if there are any.
  let weight: UnsafePointer<Float>?
  let bias: UnsafePointer<Float>?

  init(_ groups: Int, _ epsilon: Double, _ step: ReferenceStep, _ maker: KernelMaker) {
    kernels = maker.kernels
    (input, output) = (step.operands[0].source, step.result.offset)
    (images, self.groups) = (step.shape[0], groups)
    channels = step.shape[1] / groups
    area = step.shape.dropFirst(2).reduce(1, *)
    self.epsilon = epsilon
    weight = maker.pointer(step.parameters.first?.offset)
    bias = maker.pointer(step.parameters.last?.offset)
  }

  func run(_ worker: Worker, in memory: Memory) {
    let size = channels * area
    worker.forEach(images * groups) { (item) in
      let (source, target) = (memory[input] + item * size, memory.arena + output + item * size)
      let mean = kernels.pointee.sum_of(source, size) / Double(size)
      let variance = kernels.pointee.square_sum(source, size, mean) / Double(size)
      let factor = 1 / (variance + epsilon).squareRoot()
      for index in 0..<channels {
        let channel = item % groups * channels + index
        kernels.pointee.scale_and_shift(
          source + index * area, target + index * area, area, mean,
          Float(factor) * (weight?[channel] ?? 1), bias?[channel] ?? 0)
      }
    }
  }

}

private struct PermuteKernel: Kernel {

  let input: Source
  let output: Int
  let (width, stride): (Int, Int)
  /// Where the elements of each row of the result begin.
  let rows: UnsafeBufferPointer<Int>

  init(_ op: Permute, _ step: ReferenceStep, _ store: ProgramMemory) {
    (input, output) = (step.operands[0].source, step.result.offset)
    let x = step.operands[0].type.shape
    var strides = Array(repeating: 1, count: x.count)
    for axis in x.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * x[axis + 1] }
    var rows = [0]
    for axis in op.order.dropLast() {
      rows = rows.flatMap { (row) in (0..<x[axis]).map { row + $0 * strides[axis] } }
    }
    let last = op.order[op.order.count - 1]
    (width, stride) = (x[last], strides[last])
    self.rows = store.table(rows)
  }

  func run(_ worker: Worker, in memory: Memory) {
    let (source, target) = (memory[input], memory.arena + output)
    worker.forEach(rows.count) { (row) in
      let (start, end) = (source + rows[row], target + row * width)
      for index in 0..<width { end[index] = start[index &* stride] }
    }
  }

}
