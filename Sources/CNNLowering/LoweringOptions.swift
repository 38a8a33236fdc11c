import CNNIR
import CNNSource
import CNNSyntax

/// What a user may change about a network without editing its text.
package struct LoweringOptions: Sendable {

  /// The network to build; the last one of the file when there are several and none is named.
  package var network: String?

  /// Values for the network's parameters, with the option's text for diagnostics.
  package var settings: [(name: Identifier, value: Expression)] = []

  /// The extents of the first input, without the batch.
  package var inputShape: [Int]?

  package var batch = 1

  package init() {}

  /// Whether the network may differ from what its text says.
  var changesNetwork: Bool { !settings.isEmpty || inputShape != nil || batch != 1 }

}

/// Finds the text of an imported file: the path as written, and the file that imports it.
package typealias ImportLoader = (_ path: String, _ importer: SourceFile) throws(Diagnostic) ->
  SourceFile
