import CNNIR
import CNNSource

/// Why a step of lowering came to nothing.
enum Failure: Error {
  /// A mistake that is reported now.
  case mistake(Diagnostic)
  /// The consequence of a mistake that has been reported.
  case consequence
}

/// The value that a statement applies its layer to, or that entered a block.
enum Current {
  case value(ValueID)
  /// There is none, for the reason given.
  case none(String)
  /// An error left it unknown.
  case unknown
}
