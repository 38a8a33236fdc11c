import CNNIR
import CNNPlanning

struct ReferenceKernel: Kernel {

  let step: ReferenceStep
  /// The parameters, at their offsets.
  let packed: UnsafePointer<Float>

  init(_ step: ReferenceStep, _ maker: KernelMaker) {
    (self.step, packed) = (step, maker.parameters)
  }

  func run(_ worker: Worker, in memory: Memory) {
    guard worker.index == 0 else { return }
    let operands = step.operands.map { (type, source) in
      TensorView(
        type.shape,
        UnsafeBufferPointer(start: memory[source], count: type.shape.elementCount))
    }
    let parameters = step.parameters.map { (slot, offset) in
      TensorView(
        slot.shape,
        UnsafeBufferPointer(start: packed + offset, count: slot.shape.elementCount))
    }
    let shape = step.result.type.shape
    let elements = UnsafeMutableBufferPointer(
      start: memory.arena + step.result.offset, count: shape.elementCount)
    step.op.evaluate(operands, parameters, into: MutableTensorView(shape, elements))
  }

}
