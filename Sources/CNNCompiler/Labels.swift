import CNNFiles
import CNNIR
import CNNSource

/// The names of a network's classes: one for each channel of an output.
package struct Labels: Sendable {

  /// The names by channel.
  package let names: [String]

  /// The names in the file at `path`, one in each line, for an output of the given shape.
  ///
  /// - Throws: when the file cannot be read, is no text, or has another number of lines than the
  ///   output has channels: names that are off by one are worse than none.
  package init(_ path: String, for shape: Shape) throws(Diagnostic) {
    try self.init(try InputFile.contents(of: path), path, for: shape)
  }

  init(_ contents: [UInt8], _ path: String, for shape: Shape) throws(Diagnostic) {
    guard let text = String(validating: contents, as: UTF8.self) else {
      throw Diagnostic(.error, "invalid-labels", "labels must be UTF-8", at: .file(path))
    }
    // A carriage return and a line feed are one character.
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    // A line end closes the last line; it starts no other.
    if lines.last == "" { lines.removeLast() }
    for (index, line) in lines.enumerated() where line.unicodeScalars.contains(where: \.isControl) {
      let message = "line \(index + 1) has a control character; labels are lines of text"
      throw Diagnostic(.error, "invalid-labels", message, at: .file(path))
    }
    let channels = shape.count > 1 ? shape[1] : 1
    guard lines.count == channels else {
      let count = lines.count == 1 ? "1 label" : "\(lines.count) labels"
      let message =
        "the file has \(count), one in each line, and the output has \(channels) channels"
      throw Diagnostic(.error, "wrong-label-count", message, at: .file(path))
    }
    names = lines
  }

}

extension Unicode.Scalar {

  /// Whether a terminal may take the character for a command; a tab is none.
  fileprivate var isControl: Bool { properties.generalCategory == .control && self != "\t" }

}
