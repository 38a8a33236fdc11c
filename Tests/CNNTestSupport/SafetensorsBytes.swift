/// The bytes of a safetensors file.
package enum SafetensorsBytes {

  /// A header behind its length, then `data`.
  package static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let header = Array(header.utf8)
    return length(UInt64(header.count)) + header + data
  }

  /// The eight bytes of a header's length.
  package static func length(_ count: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }

  /// What a header says of one tensor.
  package static func entry(_ dtype: String, _ shape: [Int], _ offsets: [Int]) -> String {
    #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

}
