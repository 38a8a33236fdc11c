/// A matrix times each row of a row-major tensor.
package struct DenseStep: Sendable {

  package let input: Source
  /// The offset of the first element.
  package let output: Int
  package let vectors: Int
  package let inputCount: Int
  package let rowCount: Int
  package let weights: Int
  package let bias: Int?
  package let limits: Limits
  package let function: ElementFunction?

  /// Rows that are multiplied together are worth more than rows of their own.
  package static let rowsTogether = 8

  /// The place nearest below a row where work may be divided.
  package func cut(_ row: Int) -> Int {
    row == rowCount ? row : row / Self.rowsTogether * Self.rowsTogether
  }

}
