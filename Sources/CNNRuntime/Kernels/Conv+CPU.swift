import CNNIR
import CNNOps

extension Conv: CPUOp {

  /// Convolution row by row: each tap of the filter adds a scaled run of the input to a run of the
  /// output, clipped to where the tap lies inside the input.
  func compute(
    _ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView
  ) {
    guard let x = operands[0].elements.baseAddress, let w = parameters[0].elements.baseAddress,
      let y = result.elements.baseAddress
    else { return }
    let geometry = RowGeometry(self, operands[0].shape, result.shape)
    for n in 0..<result.shape[0] {
      for filter in 0..<filters {
        let firstChannel = filter / (filters / groups) * geometry.groupChannels
        let plane = y + (n * filters + filter) * geometry.outputSize
        let bias = bias ? parameters[1].elements[filter] : 0
        plane.update(repeating: bias, count: geometry.outputSize)
        for channel in 0..<geometry.groupChannels {
          geometry.accumulate(
            x + (n * operands[0].shape[1] + firstChannel + channel) * geometry.inputSize,
            w + (filter * geometry.groupChannels + channel) * geometry.kernelSize, into: plane)
        }
      }
    }
  }

}

/// The extents of one channel's convolution, as depth, rows and columns.
private struct RowGeometry {

  let windows: [Window]
  let input: [Int]
  let output: [Int]
  let groupChannels: Int

  init(_ conv: Conv, _ input: Shape, _ output: Shape) {
    let rank = input.count - 2
    let missing = Array(repeating: 1, count: 3 - rank)
    let trivial = Window(kernel: 1, stride: 1, dilation: 1, before: 0, after: 0)
    windows =
      missing.map { (_) in trivial } + conv.windowAttributes.unchecked(over: TensorType(input))
    self.input = missing + input.extents.dropFirst(2)
    self.output = missing + output.extents.dropFirst(2)
    groupChannels = input[1] / conv.groups
  }

  var inputSize: Int { input[0] * input[1] * input[2] }
  var outputSize: Int { output[0] * output[1] * output[2] }
  var kernelSize: Int { windows[0].kernel * windows[1].kernel * windows[2].kernel }

  /// Adds one channel's products to one filter's plane.
  func accumulate(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    var tap = 0
    for kz in 0..<windows[0].kernel {
      let planes = outputs(of: kz, axis: 0)
      for ky in 0..<windows[1].kernel {
        let rows = outputs(of: ky, axis: 1)
        for kx in 0..<windows[2].kernel {
          let columns = outputs(of: kx, axis: 2)
          let weight = w[tap]
          tap += 1
          if columns.isEmpty { continue }
          let stride = windows[2].stride
          for z in planes {
            let inputPlane = position(z, kz, axis: 0) * input[1]
            for row in rows {
              let start = position(columns.lowerBound, kx, axis: 2)
              let source = x + (inputPlane + position(row, ky, axis: 1)) * input[2] + start
              let target = y + (z * output[1] + row) * output[2] + columns.lowerBound
              for column in 0..<columns.count {
                target[column] += weight * source[column &* stride]
              }
            }
          }
        }
      }
    }
  }

  /// The input position that a tap of the window number `index` touches.
  private func position(_ index: Int, _ tap: Int, axis: Int) -> Int {
    index * windows[axis].stride - windows[axis].before + tap * windows[axis].dilation
  }

  /// The windows whose tap lies inside the input.
  private func outputs(of tap: Int, axis: Int) -> Range<Int> {
    let window = windows[axis]
    let offset = tap * window.dilation - window.before
    let first = offset >= 0 ? 0 : (-offset + window.stride - 1) / window.stride
    let room = input[axis] - 1 - offset
    let end = room < 0 ? 0 : min(room / window.stride + 1, output[axis])
    return first..<max(first, end)
  }

}
