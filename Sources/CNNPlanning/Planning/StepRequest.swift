import CNNIR

/// How a node will be computed, and what that takes.
enum Realization {
  /// The result is operand 0 in the form, seen with the result's shape: no work.
  case view(Form, result: Form)
  /// The result is the channels of operand 0 from this one on: no work.
  case channels(from: Int)
  /// The result is these channels of the operands: no work for who can read them one by one.
  case gathered([(operand: Int, channel: Int)])
  case steps(StepRequest)
}

/// Steps that compute a node.
struct StepRequest {

  struct Operand {
    var form: Form
    var border = Border.none
    /// Whether the steps can read an input of the network where the caller has it; else they get a
    /// copy.
    var mayBeInput = false
    /// Whether the steps can read every channel at a place of its own.
    var mayBeGathered = false
    /// The places in the plan, for steps that do.
    var gathered: [ChannelSource]?
  }

  var operands: [Operand]
  var result: Form
  /// The operand or, counted on, the addend whose place the result may take.
  var overwrites: Int?
  /// Whether the result is its operands one after the other, so that they may be computed in place.
  var joinsOperands = false
  /// Memory that the steps use while they run.
  var scratch = 0
  var make: (StepSite) -> [Step]

}

/// The place where steps will run.
struct StepSite {

  let sources: [Source]
  /// The place of each channel of the operands that lie nowhere as a whole; the source of such a one is
  /// that of its first channel.
  let channels: [[ChannelPlace]?]
  /// What the node's epilogue adds, in the form of the result.
  let addends: [Place]
  let result: Place
  /// Where the scratch memory begins in the arena.
  let scratch: Int
  let parameters: PackedParameters

  /// The operands in the arena, where all are but plain ones.
  var operands: [Place] { sources.map(\.place) }

}

/// What is known about a node before places are assigned.
struct NodeContext {

  let graph: Graph
  let node: Node
  /// The forms in which the operands are computed.
  let forms: [Form]
  let options: PlanOptions
  /// The most coefficients that a window may be transformed to.
  var mostCoefficients = Int.max

  var operandShapes: [Shape] { node.operandTypes(in: graph).map(\.shape) }
  var resultShape: Shape { node.type.shape }

  var target: Target { options.target }

  /// What the node's epilogue does, for a step that can or cannot add before it limits.
  func epilogue(adds: Bool = false) -> Epilogue { Epilogue(node.epilogue, adds: adds) }

  /// Where the parameter with this number will lie, in an order of its own or as it is.
  func parameter(_ index: Int, _ packing: Packing? = nil, at site: StepSite) -> Int {
    let slot = node.slots(in: graph)[index]
    return site.parameters.add(
      node.parameters[index], slot.shape, layer: node.name, slot: slot.name,
      packing ?? .plain(slot.shape.elementCount))
  }

  func shape(ofParameter index: Int) -> Shape { node.slots(in: graph)[index].shape }

}

/// An op that has steps of its own.
protocol PlannedOp: Op {

  /// How to compute the op, or `nil` when its reference kernel has to do.
  func realization(in context: NodeContext) -> Realization?

}
