import CNNIR

extension EpilogueStep {

  /// Does the step to what `result` holds; `view` gives the value that it adds.
  func apply(to result: MutableTensorView, _ view: (ValueID) -> TensorView) {
    switch self {
    case .apply(let op):
      op.evaluate([TensorView(result)], [], into: result)
    case .add(let value):
      let addend = view(value).elements
      for index in result.elements.indices { result.elements[index] += addend[index] }
    }
  }

}
