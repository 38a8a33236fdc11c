import CNNIR
import CNNKernels
import CNNOps

extension NodeContext {

  /// The form in which an op without preferences works: blocks if its first operand has them.
  var commonForm: Form {
    for form in forms where form.isBlocked { return form }
    return .plain
  }

  /// Kernels for stages of an epilogue, over a result that is stored.
  func kernels(for stages: [Epilogue.Stage], at site: KernelSite) -> [any Kernel] {
    stages.flatMap { kernels(for: $0, from: site.result, at: site) }
  }

  /// Kernels for a stage, the first of which reads `place`.
  private func kernels(
    for stage: Epilogue.Stage, from place: Place, at site: KernelSite
  ) -> [any Kernel] {
    let result = site.result
    if let op = stage.op {
      return [
        ReferenceMapKernel(
          op: op, rows: Rows(place.layout, result.layout), pixel: result.layout.pixel,
          input: Strides(place), output: Strides(result))
      ]
    }
    var sources = [place, result][...]
    var steps: [any Kernel] = []
    if let addend = stage.addend {
      steps.append(sum(sources.removeFirst(), site.addends[addend], stage.limits, to: result))
    } else if !stage.limits.areNone {
      let clip = Epilogue.Map(function: CNN_CLIP, parameters: (stage.low, stage.high))
      steps.append(map(clip, from: sources.removeFirst(), to: result))
    }
    if let map = stage.map { steps.append(self.map(map, from: sources.removeFirst(), to: result)) }
    return steps
  }

  private func map(_ map: Epilogue.Map, from: Place, to: Place) -> any Kernel {
    MapKernel(
      kernels: kernels, map: map, rows: Rows(from.layout, to.layout), pixel: to.layout.pixel,
      input: Strides(from), output: Strides(to))
  }

  private func sum(_ left: Place, _ right: Place, _ limits: Limits, to: Place) -> any Kernel {
    CombinationKernel(
      kernels: kernels, operation: CNN_ADD, rows: Rows(left.layout, right.layout, to.layout),
      pixel: to.layout.pixel, left: Strides(left), right: Strides(right), rightIsOnePixel: false,
      output: Strides(to), limits: limits)
  }

  /// A node that maps its operand.
  func mapRealization(_ op: any ElementwiseOp) -> Realization {
    let stages = Epilogue([.apply(op)] + node.epilogue).stages
    let form = commonForm
    let request = KernelRequest(operands: [.init(form: form)], result: form, overwrites: 0) {
      (site) in
      // The first kernel moves the elements, the others work in place.
      var source = site.operands[0]
      var steps: [any Kernel] = []
      for stage in stages {
        steps += kernels(for: stage, from: source, at: site)
        if !steps.isEmpty { source = site.result }
      }
      if steps.isEmpty, source != site.result {
        let nothing = Epilogue.Map(function: CNN_CLIP, parameters: (-.infinity, .infinity))
        steps.append(map(nothing, from: source, to: site.result))
      }
      return steps
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
    let epilogue = context.epilogue()
    let request = KernelRequest(
      operands: [.init(form: form), .init(form: form)], result: form,
      overwrites: swaps ? nil : 0
    ) { (site) in
      let (left, right) = (site.operands[swaps ? 1 : 0], site.operands[swaps ? 0 : 1])
      let rows =
        isOnePixel
        ? Rows(left.layout, site.result.layout)
        : Rows(left.layout, right.layout, site.result.layout)
      let kernel = CombinationKernel(
        kernels: context.kernels, operation: operation, rows: rows,
        pixel: site.result.layout.pixel, left: Strides(left), right: Strides(right),
        rightIsOnePixel: isOnePixel, output: Strides(site.result), limits: epilogue.first.limits)
      return [kernel] + context.kernels(for: epilogue.stagesWithoutLimits, at: site)
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
