import CNNIR
import CNNOps

extension NodeContext {

  /// The form in which an op without preferences works: blocks if its first operand has them.
  var commonForm: Form {
    for form in forms where form.isBlocked { return form }
    return .plain
  }

  /// Steps for stages of an epilogue, over a result that is stored.
  func steps(for stages: [Epilogue.Stage], at site: StepSite) -> [Step] {
    stages.flatMap { steps(for: $0, from: site.result, at: site) }
  }

  /// Steps for a stage, the first of which reads `place`.
  private func steps(for stage: Epilogue.Stage, from place: Place, at site: StepSite) -> [Step] {
    let result = site.result
    if let op = stage.op {
      let step = ElementwiseStep(
        op: op, rows: Rows(place.layout, result.layout), pixel: result.layout.pixel,
        input: Strides(place), output: Strides(result))
      return [.elementwise(step)]
    }
    var sources = [place, result][...]
    var steps: [Step] = []
    if let addend = stage.addend {
      steps.append(sum(sources.removeFirst(), site.addends[addend], stage.limits, to: result))
    } else if !stage.limits.areNone {
      steps.append(map(.limits(stage.limits), from: sources.removeFirst(), to: result))
    }
    if let function = stage.function {
      steps.append(map(function, from: sources.removeFirst(), to: result))
    }
    return steps
  }

  private func map(_ function: ElementFunction, from: Place, to: Place) -> Step {
    .map(
      MapStep(
        function: function, rows: Rows(from.layout, to.layout), pixel: to.layout.pixel,
        input: Strides(from), output: Strides(to)))
  }

  private func sum(_ left: Place, _ right: Place, _ limits: Limits, to: Place) -> Step {
    .combination(
      CombinationStep(
        operation: .add, rows: Rows(left.layout, right.layout, to.layout),
        pixel: to.layout.pixel, left: Strides(left), right: Strides(right),
        rightIsOnePixel: false, output: Strides(to), limits: limits))
  }

  /// A node that maps its operand.
  func mapRealization(_ op: any ElementwiseOp) -> Realization {
    let stages = Epilogue([.apply(op)] + node.epilogue).stages
    let form = commonForm
    let request = StepRequest(operands: [.init(form: form)], result: form, overwrites: 0) {
      (site) in
      // The first step moves the elements, the others work in place.
      var source = site.operands[0]
      var steps: [Step] = []
      for stage in stages {
        steps += self.steps(for: stage, from: source, at: site)
        if !steps.isEmpty { source = site.result }
      }
      if steps.isEmpty, source != site.result {
        steps.append(map(.limits(.none), from: source, to: site.result))
      }
      return steps
    }
    return .steps(request)
  }

}

extension PlannedJoin {

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
    let request = StepRequest(
      operands: [.init(form: form), .init(form: form)], result: form,
      overwrites: swaps ? nil : 0
    ) { (site) in
      let (left, right) = (site.operands[swaps ? 1 : 0], site.operands[swaps ? 0 : 1])
      let rows =
        isOnePixel
        ? Rows(left.layout, site.result.layout)
        : Rows(left.layout, right.layout, site.result.layout)
      let step = CombinationStep(
        operation: operation, rows: rows, pixel: site.result.layout.pixel, left: Strides(left),
        right: Strides(right),
        rightIsOnePixel: isOnePixel, output: Strides(site.result), limits: epilogue.first.limits)
      return [.combination(step)] + context.steps(for: epilogue.stagesWithoutLimits, at: site)
    }
    return .steps(request)
  }

}

/// An op that joins operands element by element and that targets know for two.
protocol PlannedJoin: PlannedOp {
  var number: Double? { get }
  var operation: CombinationStep.Operation { get }
  /// Whether the operands may change places.
  var isCommutative: Bool { get }
}

extension PlannedJoin {
  var isCommutative: Bool { true }
}

extension Add: PlannedJoin {
  var operation: CombinationStep.Operation { .add }
}

extension Multiply: PlannedJoin {
  var operation: CombinationStep.Operation { .multiply }
}

extension Maximum: PlannedJoin {
  var operation: CombinationStep.Operation { .maximum }
}

extension Minimum: PlannedJoin {
  var operation: CombinationStep.Operation { .minimum }
}

/// Quotients are left to the reference: where blocks have more lanes than channels, 0 / 0 would stand.
extension Subtract: PlannedJoin {
  var operation: CombinationStep.Operation { .subtract }
  var isCommutative: Bool { false }
}
