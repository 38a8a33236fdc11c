import CNNKernels
import CNNPlanning

/// `G g Gᵀ` of windows `g`, with a `G` for rows and one for columns: in single precision, as the transforms of
/// the input and of the output, whose errors are larger.
struct FilterTransform {

  private let size: WinogradSize

  /// Each `G`, row by row.
  private let rows: [Float]
  private let columns: [Float]

  init(_ size: WinogradSize) {
    precondition(size.taps <= CNN_MOST_TAPS, "kernels know no larger windows")
    self.size = size
    rows = size.rows.filterTransform.flatMap { $0.map(Float.init) }
    columns = size.columns.filterTransform.flatMap { $0.map(Float.init) }
  }

  /// Transforms the windows that the loops come by, of which the innermost goes over filters and the one
  /// around it over channels. Returns whether no element is infinite or NaN.
  func apply(
    _ copy: Packing.Copy, _ source: SourceRows, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) -> Bool {
    precondition(copy.loops.count >= 2, "windows are those of filters and channels")
    let outer = copy.loops.dropLast(2)
    let (channels, filters) = (copy.loops[outer.count], copy.loops[outer.count + 1])
    precondition(
      filters.target == 1 && channels.source == size.taps,
      "kernels read the windows of a filter's channels, and write filters, side by side")
    var isFinite = true
    rows.withUnsafeBufferPointer { (rows) in
      columns.withUnsafeBufferPointer { (columns) in
        var call = cnn_filter_transform()
        (call.rows, call.columns) = (rows.baseAddress, columns.baseAddress)
        (call.height, call.width) = (size.rows.kernel, size.columns.kernel)
        (call.outputHeight, call.outputWidth) = (size.rows.input, size.columns.input)
        (call.filters, call.channels) = (filters.count, channels.count)
        (call.distance, call.channelStride) = (filters.source, channels.target)
        call.stride = copy.coefficientStride
        Packing.Loop.forEach(outer, source.start + copy.source, target) { (window, target) in
          call.factors = source.factors(at: window)
          isFinite = kernels.pointee.transform_filters(&call, window, target) && isFinite
        }
      }
    }
    return isFinite
  }

}
