import CNNIR
import CNNKernels
import CNNPlanning

struct ConversionKernel: Kernel {

  /// What is done to a row.
  private enum Move {
    /// Channels of a block come to lie in planes of their own.
    case unblock
    /// Channels come to lie side by side.
    case block
    /// Pixels whose channels lie side by side come from blocks or into them.
    case pixelsOfBlocks
    case pixelsToBlocks
    case copy
  }

  let kernels: UnsafePointer<cnn_kernels>
  let step: ConversionStep
  private let move: Move
  /// The rows of the blocks, or of the channels where neither form has blocks.
  private let rows: Rows
  private let source: Strides
  private let target: Strides
  private let channels: Int

  init(_ step: ConversionStep, _ maker: KernelMaker) {
    (kernels, self.step) = (maker.kernels, step)
    let (from, to) = (step.source.layout, step.target.layout)
    (source, target) = (Strides(from), Strides(to))
    move =
      switch (from.form, to.form) {
      case (.blockedLast, _): .pixelsOfBlocks
      case (_, .blockedLast): .pixelsToBlocks
      case (.blocked, _): .unblock
      case (_, .blocked): .block
      default: .copy
      }
    let (blocked, other) = to.form.isBlocked ? (to, from) : (from, to)
    let isLast = from.form == .blockedLast || to.form == .blockedLast
    rows = isLast ? Rows(eachOf: blocked) : Rows(blocked, other)
    channels = blocked.channels
  }

  func run(_ worker: Worker, in memory: Memory) {
    let input = memory[step.source]
    let output = memory.arena + step.target.origin
    rows.forEach(worker) { (row) in
      let first = row.block &* Layout.lanes
      let count = min(Layout.lanes, channels &- first)
      switch move {
      case .unblock:
        kernels.pointee.unblock(
          input + source[row], output + target[row.channel(first)], target.block,
          channels &- first, rows.width)
      case .block:
        kernels.pointee.block(
          input + source[row.channel(first)], source.block, channels &- first,
          output + target[row], rows.width)
      case .copy:
        (output + target[row]).update(from: input + source[row], count: rows.width)
      case .pixelsOfBlocks:
        for pixel in 0..<rows.width {
          (output + pixelStart(row, pixel, first)).update(
            from: input + (source[row] &+ pixel &* Layout.lanes), count: count)
        }
      case .pixelsToBlocks:
        for pixel in 0..<rows.width {
          let block = output + (target[row] &+ pixel &* Layout.lanes)
          block.update(from: input + pixelStart(row, pixel, first), count: count)
          (block + count).update(repeating: 0, count: Layout.lanes &- count)
        }
      }
    }
  }

  /// Where a channel of a pixel is in rows whose last axis is the channels'.
  private func pixelStart(_ row: Row, _ pixel: Int, _ channel: Int) -> Int {
    let line = (row.image &* rows.planes &+ row.plane) &* rows.rows &+ row.row
    return (line &* rows.width &+ pixel) &* channels &+ channel
  }

}

extension Row {

  /// The same row of a tensor whose channels lie alone.
  fileprivate func channel(_ channel: Int) -> Row {
    Row(image: image, block: channel, plane: plane, row: row)
  }

}

struct BorderKernel: Kernel {

  private let images: Int
  private let blocks: Int
  /// The planes and rows, those of the border included.
  private let padded: Axes
  private let strides: Strides
  private let offset: Int
  /// The planes and rows that hold elements.
  private let planes: Range<Int>
  private let rows: Range<Int>
  /// The elements of a row.
  private let elements: Range<Int>

  init(_ step: BorderStep) {
    let layout = step.place.layout
    let (before, extents) = (layout.border.before, layout.extents)
    (images, blocks, padded) = (layout.batch, layout.blocks, layout.padded)
    (strides, offset) = (Strides(layout), step.place.offset)
    planes = before.depth..<before.depth + extents.depth
    rows = before.height..<before.height + extents.height
    elements = before.width * layout.pixel..<(before.width + extents.width) * layout.pixel
  }

  func run(_ worker: Worker, in memory: Memory) {
    worker.forEach(images &* blocks) { (item) in
      let (image, block) = item.quotientAndRemainder(dividingBy: blocks)
      let start = memory.arena + (offset &+ image &* strides.image &+ block &* strides.block)
      for plane in 0..<padded.depth {
        clear(start + plane &* strides.plane, hasElements: planes.contains(plane))
      }
    }
  }

  /// Clears a plane: what lies before, between and behind the elements of its rows.
  private func clear(_ plane: UnsafeMutablePointer<Float>, hasElements: Bool) {
    var first = 0
    if hasElements {
      for row in rows {
        let start = row &* strides.row
        (plane + first).update(repeating: 0, count: start &+ elements.lowerBound &- first)
        first = start &+ elements.upperBound
      }
    }
    (plane + first).update(repeating: 0, count: padded.height &* strides.row &- first)
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
