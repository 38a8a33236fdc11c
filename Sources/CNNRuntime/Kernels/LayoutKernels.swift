import CNNIR
import CNNKernels
import CNNPlanning

struct ConversionKernel: Kernel {

  let kernels: UnsafePointer<cnn_kernels>
  let step: ConversionStep

  private var target: Place { step.target }

  func run(_ worker: Worker, in memory: Memory) {
    copy(memory[step.source], step.source.layout, worker, memory)
  }

  private func copy(
    _ source: UnsafePointer<Float>, _ layout: Layout, _ worker: Worker, _ memory: Memory
  ) {
    let output = memory.arena + target.origin
    if layout.form == .blockedLast {
      forEachPixels(worker, layout) { (plain, blocked, channels) in
        (output + plain).update(from: source + blocked, count: channels)
      }
    } else if target.layout.form == .blockedLast {
      forEachPixels(worker, target.layout) { (plain, blocked, channels) in
        (output + blocked).update(from: source + plain, count: channels)
        (output + (blocked + channels)).update(repeating: 0, count: Layout.lanes - channels)
      }
    } else if layout.form.isBlocked {
      // To rows without blocks.
      forEachRow(worker, blocks: layout.blocks, layout) { (image, block, from, to) in
        let channel = block * Layout.lanes
        kernels.pointee.unblock(
          source + image * layout.image + block * layout.block + from,
          output + image * target.layout.image + channel * target.layout.block + to,
          target.layout.block, layout.channels - channel, layout.extents.width)
      }
    } else if target.layout.form.isBlocked {
      forEachRow(worker, blocks: target.layout.blocks, layout) { (image, block, from, to) in
        let channel = block * Layout.lanes
        kernels.pointee.block(
          source + image * layout.image + channel * layout.block + from, layout.block,
          layout.channels - channel,
          output + image * target.layout.image + block * target.layout.block + to,
          layout.extents.width)
      }
    } else {
      forEachRow(worker, blocks: layout.blocks, layout) { (image, block, from, to) in
        (output + image * target.layout.image + block * target.layout.block + to).update(
          from: source + image * layout.image + block * layout.block + from,
          count: layout.extents.width)
      }
    }
  }

  /// Calls `body` for each block of each pixel, with its place among rows whose last axis is the
  /// channels', its place in the blocks of `layout`, and the number of its channels.
  @inline(__always)
  private func forEachPixels(
    _ worker: Worker, _ layout: Layout, _ body: (Int, Int, Int) -> Void
  ) {
    let (extents, channels) = (layout.extents, layout.channels)
    for item in worker.share(of: layout.batch * extents.depth * extents.height) {
      let (outer, row) = item.quotientAndRemainder(dividingBy: extents.height)
      let (image, plane) = outer.quotientAndRemainder(dividingBy: extents.depth)
      let start = image * layout.image + plane * layout.plane + row * layout.row
      for pixel in 0..<extents.width {
        let plain = (item * extents.width + pixel) * channels
        for block in 0..<layout.blocks {
          let channel = block * Layout.lanes
          body(
            plain + channel, start + block * layout.block + pixel * Layout.lanes,
            min(Layout.lanes, channels - channel))
        }
      }
    }
  }

  /// Calls `body` with the image, the block, and the row's places in the source and in the target.
  @inline(__always)
  private func forEachRow(
    _ worker: Worker, blocks: Int, _ layout: Layout, _ body: (Int, Int, Int, Int) -> Void
  ) {
    let (depth, height) = (layout.extents.depth, layout.extents.height)
    for item in worker.share(of: layout.batch * blocks * depth * height) {
      let (outer, row) = item.quotientAndRemainder(dividingBy: height)
      let (block, plane) = outer.quotientAndRemainder(dividingBy: depth)
      body(
        block / blocks, block % blocks, plane * layout.plane + row * layout.row,
        plane * target.layout.plane + row * target.layout.row)
    }
  }

}

struct BorderKernel: Kernel {

  let step: BorderStep

  private var place: Place { step.place }

  func run(_ worker: Worker, in memory: Memory) {
    let layout = place.layout
    let padded = layout.padded
    for item in worker.share(of: layout.batch * layout.blocks) {
      let (image, block) = item.quotientAndRemainder(dividingBy: layout.blocks)
      let start = memory.arena + (place.offset + image * layout.image + block * layout.block)
      for plane in 0..<padded.depth {
        for row in 0..<padded.height { clear(start + plane * layout.plane, plane, row) }
      }
    }
  }

  private func clear(_ start: UnsafeMutablePointer<Float>, _ plane: Int, _ row: Int) {
    let layout = place.layout
    let (before, extents) = (layout.border.before, layout.extents)
    let line = start + row * layout.row
    let isInside =
      (before.depth..<before.depth + extents.depth).contains(plane)
      && (before.height..<before.height + extents.height).contains(row)
    if isInside {
      line.update(repeating: 0, count: before.width * layout.pixel)
      let end = (before.width + extents.width) * layout.pixel
      (line + end).update(repeating: 0, count: layout.row - end)
    } else {
      line.update(repeating: 0, count: layout.row)
    }
  }

}

struct ChannelsKernel: Kernel {

  let rows: Rows
  let sources: UnsafeBufferPointer<Strides>
  let output: Strides

  init(_ step: ChannelsStep, _ maker: KernelMaker) {
    (rows, output) = (step.rows, step.output)
    sources = maker.store.table(step.sources)
  }

  func run(_ worker: Worker, in memory: Memory) {
    rows.forEach(worker) { (row) in
      let target = memory.arena + output[row]
      let at = Row(image: row.image, block: 0, plane: row.plane, row: row.row)
      for lane in 0..<Layout.lanes {
        let source = memory.arena + sources[row.block &* Layout.lanes &+ lane][at]
        for pixel in 0..<rows.width {
          target[pixel &* Layout.lanes &+ lane] = source[pixel &* Layout.lanes]
        }
      }
    }
  }

}
