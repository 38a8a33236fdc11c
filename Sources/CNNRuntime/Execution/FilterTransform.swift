import CNNKernels
import CNNPlanning

/// `G g Gᵀ` of windows `g`, in double, with a `G` for rows and one for columns.
struct FilterTransform {

  private let size: WinogradSize

  /// Each `G`, row by row.
  private let rows: [Double]
  private let columns: [Double]

  init(_ size: WinogradSize) {
    precondition(size.taps <= CNN_MOST_TAPS, "kernels know no larger windows")
    self.size = size
    rows = size.rows.filterTransform.flatMap { $0 }
    columns = size.columns.filterTransform.flatMap { $0 }
  }

  /// Transforms the windows that the loops come by, of which the innermost goes over filters. Returns
  /// whether no element is infinite or NaN.
  func apply(
    _ copy: Packing.Copy, _ source: SourceRows, to target: UnsafeMutablePointer<Float>,
    with kernels: UnsafePointer<cnn_kernels>
  ) -> Bool {
    guard let filters = copy.loops.last else { return true }
    precondition(filters.target == 1, "kernels write the filters side by side")
    var isFinite = true
    rows.withUnsafeBufferPointer { (rows) in
      columns.withUnsafeBufferPointer { (columns) in
        var call = cnn_filter_transform()
        (call.rows, call.columns) = (rows.baseAddress, columns.baseAddress)
        (call.height, call.width) = (size.rows.kernel, size.columns.kernel)
        (call.outputHeight, call.outputWidth) = (size.rows.input, size.columns.input)
        (call.distance, call.stride) = (filters.source, copy.coefficientStride)
        let start = source.start + copy.source
        Packing.Loop.forEach(copy.loops.dropLast(), start, target) { (window, target) in
          call.factors = source.factors(at: window)
          isFinite =
            kernels.pointee.transform_filters(&call, window, filters.count, target) && isFinite
        }
      }
    }
    return isFinite
  }

}
