import CNNOps

/// The largest or the mean element of each window.
package struct PoolStep: Sendable {

  package enum Reduction: Sendable {
    case maximum
    /// Whether the mean counts the padding.
    case mean(countsPadding: Bool)
  }

  package let reduction: Reduction
  /// Along depth, rows and columns.
  package let windows: (Window, Window, Window)
  package let extents: Axes
  package let outputs: Rows
  package let input: Strides
  package let output: Strides

}

/// The mean of each channel.
package struct GlobalAverageStep: Sendable {

  package let rows: Rows
  package let input: Strides
  package let output: Strides

}
