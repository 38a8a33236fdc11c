import CNNIR

/// The input.
package struct Identity: ElementwiseOp {

  package init() {}

  package static let mnemonic = "identity"

  package static let schema = Schema<Self>(isModule: false, summary: "The input.")

  package var isView: Bool { true }

  package var arithmeticPerElement: Arithmetic { Arithmetic() }

  package func callAsFunction(_ x: Float) -> Float { x }

}
