import CNNKernels
import CNNPlanning

/// `G g Gᵀ` of windows `g`, with a `G` for rows and one for columns.
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
    let (outer, inner) = (copy.loops.dropLast(2), copy.loops.suffix(2))
    guard let channels = inner.first, let filters = inner.last else { return true }
    precondition(
      inner.count == 2 && filters.target == 1 && channels.source == size.taps,
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
