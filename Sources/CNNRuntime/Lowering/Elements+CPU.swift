import CNNIR
import CNNKernels
import CNNOps

extension NodeContext {

  /// The form in which an op without preferences works: blocks if its first operand has them.
  var commonForm: Form {
    for form in forms where form.isBlocked { return form }
    return .plain
  }

  /// Kernels for all of an epilogue, over a result that is stored.
  func maps(_ epilogue: Epilogue, at place: Place) -> [any Kernel] {
    limits(Limits(epilogue), at: place) + map(epilogue.map, from: place, to: place)
      + rest(of: epilogue, at: place)
  }

  private func limits(_ limits: Limits, at place: Place) -> [any Kernel] {
    if limits.low == -.infinity, limits.high == .infinity { return [] }
    let clip = Epilogue.Map(function: CNN_CLIP, parameters: (limits.low, limits.high))
    return map(clip, from: place, to: place)
  }

  private func map(_ map: Epilogue.Map?, from: Place, to: Place) -> [any Kernel] {
    guard let map else { return [] }
    return [
      MapKernel(
        kernels: kernels, map: map, rows: Rows(from.layout, to.layout), pixel: to.layout.pixel,
        input: Strides(from), output: Strides(to))
    ]
  }

  /// A node that maps its operand.
  func mapRealization(_ op: any ElementwiseOp) -> Realization {
    let epilogue = Epilogue([.apply(op)] + node.epilogue)
    let form = commonForm
    let request = KernelRequest(
      operands: [.init(form: form)], result: form, mayOverwrite: true
    ) { (site) in
      let (input, output) = (site.operands[0], site.result)
      // The first kernel moves the elements, the others work in place.
      var clip: Epilogue.Map?
      if epilogue.low > -.infinity || epilogue.high < .infinity {
        clip = Epilogue.Map(function: CNN_CLIP, parameters: (epilogue.low, epilogue.high))
      }
      var kernels = map(clip, from: input, to: output)
      kernels += map(epilogue.map, from: kernels.isEmpty ? input : output, to: output)
      if kernels.isEmpty, input != output {
        let nothing = Epilogue.Map(
          function: CNN_CLIP, parameters: (-.infinity, .infinity))
        kernels = map(nothing, from: input, to: output)
      }
      return kernels + rest(of: epilogue, at: output)
    }
    return .kernels(request)
  }

}

extension JoiningKernelOp {

  func realization(in context: NodeContext) -> Realization? {
    guard context.node.operands.count == 2, number == nil else { return nil }
    let (x, y) = (context.operandShapes[0], context.operandShapes[1])
    // One operand may be the same for all pixels of a channel: it comes second.
    let swaps = x != context.resultShape
    let (large, small) = swaps ? (y, x) : (x, y)
    guard large == context.resultShape, !swaps || isCommutative else { return nil }
    let isOnePixel = small != large
    if isOnePixel {
      guard Layout.allowsBlocks(large), small.prefix(2).elementsEqual(large.prefix(2)),
        small.dropFirst(2).allSatisfy({ $0 == 1 }), !context.forms.contains(.blockedLast)
      else { return nil }
    }
    let form = isOnePixel ? .blocked : context.commonForm
    let epilogue = Epilogue(context.node.epilogue)
    let request = KernelRequest(
      operands: [.init(form: form), .init(form: form)], result: form,
      mayOverwrite: !swaps
    ) { (site) in
      let (left, right) = (site.operands[swaps ? 1 : 0], site.operands[swaps ? 0 : 1])
      let rows =
        isOnePixel
        ? Rows(left.layout, site.result.layout)
        : Rows(left.layout, right.layout, site.result.layout)
      let kernel = CombinationKernel(
        kernels: context.kernels, operation: operation, rows: rows,
        pixel: site.result.layout.pixel, left: Strides(left), right: Strides(right),
        rightIsOnePixel: isOnePixel, output: Strides(site.result), limits: Limits(epilogue))
      var rest = epilogue
      (rest.low, rest.high) = (-.infinity, .infinity)
      return [kernel] + context.maps(rest, at: site.result)
    }
    return .kernels(request)
  }

}

/// An op that joins operands element by element and that the kernels know for two.
protocol JoiningKernelOp: CPUOp {
  var number: Double? { get }
  var operation: cnn_operation { get }
  var isCommutative: Bool { get }
}

extension JoiningKernelOp {
  var isCommutative: Bool { true }
}

extension Add: JoiningKernelOp {
  var operation: cnn_operation { CNN_ADD }
}

extension Multiply: JoiningKernelOp {
  var operation: cnn_operation { CNN_MULTIPLY }
}

extension Maximum: JoiningKernelOp {
  var operation: cnn_operation { CNN_MAXIMUM }
}
