import CNNIR
import CNNKernels

/// How a node will be computed, and what that takes.
enum Realization {
  /// The result is operand 0 in the form, seen with the result's shape: no work.
  case view(Form, result: Form)
  /// The result is the channels of operand 0 from this one on: no work.
  case channels(from: Int)
  /// The result is these channels of the operands: no work for who can read them one by one.
  case gathered([(operand: Int, channel: Int)])
  case kernels(KernelRequest)
}

/// Kernels that compute a node.
struct KernelRequest {

  struct Operand {
    var form: Form
    var border = Border.none
    /// Whether the kernels can read an input of the network where the caller has it; else they get a
    /// copy.
    var mayBeInput = false
    /// Whether the kernels can read every channel at a place of its own.
    var mayBeGathered = false
    /// The places in the plan, for kernels that do.
    var gathered: [ChannelSource]?
  }

  var operands: [Operand]
  var result: Form
  /// The operand or, counted on, the addend whose place the result may take.
  var overwrites: Int?
  /// Whether the result is its operands one after the other, so that they may be computed in place.
  var joinsOperands = false
  /// Memory that the kernels use while they run.
  var scratch = 0
  var make: (KernelSite) -> [any Kernel]

}

/// The place where kernels will run.
struct KernelSite {

  let sources: [ConversionKernel.Source]
  /// The place of each channel of the operands that lie nowhere as a whole; the source of such a one is
  /// that of its first channel.
  let channels: [[ChannelPlace]?]
  /// What the node's epilogue adds, in the form of the result.
  let addends: [Place]
  let result: Place
  /// Where the scratch memory begins in the arena.
  let scratch: Int
  let store: ProgramMemory

  /// The operands in the arena, where all are but plain ones.
  var operands: [Place] { sources.map(\.place) }

}

/// What is known about a node before places are assigned.
struct NodeContext {

  let graph: Graph
  let node: Node
  /// The forms in which the operands are computed.
  let forms: [Form]
  let options: ProgramOptions
  let kernels: UnsafePointer<cnn_kernels>
  let tensors: [String: Tensor]

  var operandShapes: [Shape] { node.operandTypes(in: graph).map(\.shape) }
  var resultShape: Shape { node.type.shape }

  /// What the node's epilogue does, for a kernel that can or cannot add before it limits.
  func epilogue(adds: Bool = false) -> Epilogue { Epilogue(node.epilogue, adds: adds) }

  /// The value of the parameter with this number.
  func parameter(_ index: Int) -> Tensor {
    node.parameters[index].evaluate { tensors[$0]! }
  }

}

/// An op that has kernels of its own.
protocol CPUOp: Op {

  /// How to compute the op, or `nil` when its reference kernel has to do.
  func realization(in context: NodeContext) -> Realization?

}
