import CNNIR

/// An op's reference kernel, for what no faster one computes.
struct ReferenceKernel: Kernel {

  let op: any Op
  /// The shapes of the operands and where they lie, row-major.
  let operands: [(shape: Shape, source: ConversionKernel.Source)]
  let parameters: [(shape: Shape, elements: UnsafePointer<Float>)]
  let result: (shape: Shape, offset: Int)

  func run(_ worker: Worker, in memory: Memory) {
    guard worker.index == 0 else { return }
    let operands = operands.map { (operand) in
      TensorView(
        operand.shape,
        UnsafeBufferPointer(
          start: memory[operand.source], count: operand.shape.elementCount))
    }
    let parameters = parameters.map {
      TensorView($0.shape, UnsafeBufferPointer(start: $0.elements, count: $0.shape.elementCount))
    }
    let elements = UnsafeMutableBufferPointer(
      start: memory.arena + result.offset, count: result.shape.elementCount)
    let view = MutableTensorView(result.shape, elements)
    op.evaluate(operands, parameters, into: view)
  }

}
