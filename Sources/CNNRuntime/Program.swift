import CNNIR
import CNNPasses

/// An optimised graph, ready to run: its steps in order, with their weights evaluated.
///
/// A program never changes, so that threads may share it; each brings an arena of its own.
package final class Program: Sendable {

  private struct Step: Sendable {
    var op: any Op
    var epilogue: [any ElementwiseOp]
    var operands: [Location]
    var parameters: [(shape: Shape, buffer: TensorBuffer)]
    var result: Location
  }

  /// Where a value of a known shape lives.
  private struct Location: Sendable {
    var shape: Shape
    var place: MemoryPlan.Place
  }

  private let steps: [Step]
  private let outputs: [Location]
  private let arenaSize: Int

  /// - Requires: the plan of this graph, and a tensor of the declared shape for each one that the
  ///   graph uses.
  package init(_ graph: Graph, plan: MemoryPlan, tensors: [String: Tensor]) {
    func location(_ value: ValueID) -> Location {
      Location(shape: graph.type(of: value).shape, place: plan[value])
    }
    steps = graph.nodes.map { (node) in
      let parameters = zip(node.slots(in: graph), node.parameters).map { (slot, expression) in
        (slot.shape, TensorBuffer(expression.evaluate { tensors[$0]! }))
      }
      return Step(
        op: node.op, epilogue: node.epilogue, operands: node.operands.map(location),
        parameters: parameters, result: location(node.id))
    }
    outputs = graph.outputs.map { location($0.value) }
    arenaSize = plan.arenaSize
  }

  /// Memory for one run at a time.
  package func makeArena() -> TensorBuffer { TensorBuffer(count: arenaSize) }

  /// The values of the outputs.
  ///
  /// - Requires: a tensor of each input's shape, in order, and an arena that nobody else uses.
  package func run(_ inputs: [Tensor], arena: TensorBuffer) -> [Tensor] {
    let inputs = inputs.map(TensorBuffer.init)
    func view(_ location: Location) -> MutableTensorView {
      switch location.place {
      case .input(let index): inputs[index].mutableView(location.shape)
      case .arena(let offset): arena.mutableView(location.shape, at: offset)
      }
    }
    return withExtendedLifetime((inputs, arena)) {
      for step in steps {
        let operands = step.operands.map { TensorView(view($0)) }
        let parameters = step.parameters.map { $0.buffer.view($0.shape) }
        let result = view(step.result)
        if let op = step.op as? any CPUOp {
          op.compute(operands, parameters, into: result)
        } else {
          step.op.evaluate(operands, parameters, into: result)
        }
        for op in step.epilogue { op.evaluate([TensorView(result)], [], into: result) }
      }
      return outputs.map { Tensor($0.shape, Array(view($0).elements)) }
    }
  }

}

/// An op with a kernel that is faster than the reference.
protocol CPUOp: Op {

  /// Computes what `evaluate` does, up to the rounding of sums.
  func compute(_ operands: [TensorView], _ parameters: [TensorView], into result: MutableTensorView)

}
