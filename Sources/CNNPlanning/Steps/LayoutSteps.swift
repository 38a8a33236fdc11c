/// A tensor copied from one form to another.
package struct ConversionStep: Sendable {
  package let source: Source
  package let target: Place
}

/// Zeros around a tensor.
package struct BorderStep: Sendable {
  package let place: Place
}

/// Channels of some tensors, in any order.
package struct ChannelsStep: Sendable {

  package let rows: Rows
  /// For every lane of the output, the place of its channel in the arena and the strides there; the
  /// last lanes may repeat a channel.
  package let sources: [Strides]
  package let output: Strides

}
