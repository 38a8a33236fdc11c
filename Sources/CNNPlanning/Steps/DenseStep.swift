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

  /// The most rows that are multiplied together, which takes less time than one by one.
  package static let rowsTogether = 8

  /// The place nearest below a row where work may be divided among some workers: between rows that are
  /// multiplied together, unless these are so few that some workers had none.
  package func cut(_ row: Int, workers: Int) -> Int {
    let isAnywhere = row == rowCount || rowCount < 4 * workers * Self.rowsTogether
    return isAnywhere ? row : row / Self.rowsTogether * Self.rowsTogether
  }

}
