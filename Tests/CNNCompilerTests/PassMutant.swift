import CNNIR
import CNNPasses
import CNNSource
import CNNTestSupport

/// A mistake of a pass: what it makes of a graph, with a change of its text.
struct PassMutant: CustomStringConvertible, Sendable {

  /// The pass that is wrong.
  let pass: String
  /// What is wrong.
  let mistake: String
  /// The statements of the graph, of an input `x`.
  let body: String
  /// A part of the text after the pass, and what the mistake makes of it.
  let change: (from: String, to: String)
  /// The node that is wrong then.
  let node: String
  /// The shape of the input.
  var input = "1x4x8x8"

  var description: String { "\(pass): \(mistake)" }

  var graph: Graph {
    get throws {
      try Graph(irText: "graph g(%x: f32[\(input)]) {\n\(body)\n}")
    }
  }

  /// The optimisation with the wrong pass in the place of the right one.
  var pipeline: Pipeline {
    Pipeline(passes: Pass.all.map { $0.name == pass ? mutated($0) : $0 })
  }

  private func mutated(_ pass: Pass) -> Pass {
    guard case .transformation(let transform) = pass.action else { return pass }
    return Pass(
      pass.name, pass.summary, rule: pass.rule,
      .transformation { (graph, remarks) throws(Diagnostic) in
        try transform(&graph, &remarks)
        graph.compact()
        let text = graph.description
        precondition(text.contains(change.from), "\(self) has nothing to change in\n\(text)")
        guard let wrong = try? Graph(irText: text.replacing(change.from, with: change.to)) else {
          preconditionFailure("\(self) breaks\n\(text)")
        }
        graph = wrong
      })
  }

}

extension PassMutant {

  static let all: [PassMutant] = cleanUp + norms + fusions + layouts

  private static let convNorm = """
    %c = conv %x {filters = 4, kernel = 3}
    %n = batchNorm %c {epsilon = 0.1}
    return %n
    """

  private static let normConv = """
    %n = batchNorm %x
    %c = conv %n {filters = 4, kernel = 3}
    return %c
    """

  private static let norms = [
    PassMutant(
      pass: "fold-batch-norm", mistake: "forgets epsilon", body: convNorm,
      change: ("add(@n.running_var, 0.1)", "@n.running_var"), node: "c"),
    PassMutant(
      pass: "fold-batch-norm", mistake: "divides by the variance", body: convNorm,
      change: ("sqrt(add(@n.running_var, 0.1))", "add(@n.running_var, 0.1)"), node: "c"),
    PassMutant(
      pass: "fold-batch-norm", mistake: "scales the channels instead of the filters",
      body: convNorm, change: ("[4x1x1x1]", "[1x4x1x1]"), node: "c"),
    PassMutant(
      pass: "fold-batch-norm", mistake: "adds the mean", body: convNorm,
      change: ("subtract(@c.bias, @n.running_mean)", "add(@c.bias, @n.running_mean)"), node: "c"),
    PassMutant(
      pass: "fold-batch-norm", mistake: "forgets the shift", body: convNorm,
      change: ("@n.bias)", "0.0)"), node: "c"),
    PassMutant(
      pass: "fold-batch-norm", mistake: "forgets the conv's own bias", body: convNorm,
      change: ("subtract(@c.bias, ", "subtract(0.0, "), node: "c"),
    PassMutant(
      pass: "fold-normalization", mistake: "subtracts the sum of the offsets", body: normConv,
      change: ("add(@c.bias, reshape(sum(", "subtract(@c.bias, reshape(sum("), node: "c"),
    PassMutant(
      pass: "fold-normalization", mistake: "scales the filters instead of the channels",
      body: normConv, change: ("[1x4x1x1]", "[4x1x1x1]"), node: "c"),
    PassMutant(
      pass: "fold-normalization", mistake: "adds a factor",
      body: """
        %n = mul %x {number = 2.0}
        %c = conv %n {filters = 4, kernel = 3, padding = 1}
        return %c
        """,
      change: ("multiply(@c.weight, 2.0)", "add(@c.weight, 2.0)"), node: "c"),
  ]

  private static let cleanUp = [
    PassMutant(
      pass: "infer-shapes", mistake: "changes an attribute",
      body: "%p = avgPool %x {kernel = 3, padding = 1}\nreturn %p",
      change: ("padding = 1", "padding = 1, countIncludePad = false"), node: "p"),
    PassMutant(
      pass: "eliminate-dead-nodes", mistake: "leaves out a node that is read",
      body: "%s = sigmoid %x\n%t = softmax %s\nreturn %t",
      change: ("softmax %s", "softmax %x"), node: "t"),
    PassMutant(
      pass: "remove-identities", mistake: "takes a pool for one",
      body: "%p = maxPool %x {kernel = 3, stride = 1, padding = 1}\n%s = softmax %p\nreturn %s",
      change: ("softmax %p", "softmax %x"), node: "s"),
    PassMutant(
      pass: "remove-identities", mistake: "forgets a slice's start",
      body: "%d = dropout %x\n%s = slice %d {start = 2, end = 4}\n%t = softmax %s\nreturn %t",
      change: ("start = 2, end = 4", "start = 0, end = 2"), node: "s"),
    PassMutant(
      pass: "simplify-chains", mistake: "composes permutes the wrong way round",
      body: """
        %p = permute %x {order = [0, 2, 3, 1]}
        %q = permute %p {order = [0, 2, 1, 3]}
        return %q
        """,
      change: ("order = [0, 3, 2, 1]", "order = [0, 1, 2, 3]"), node: "q", input: "1x4x4x4"),
    PassMutant(
      pass: "simplify-chains", mistake: "removes a relu of what may be negative",
      body: "%t = tanh %x\n%r = relu %t\n%s = softmax %r\nreturn %s",
      change: ("softmax %r", "softmax %t"), node: "s"),
    PassMutant(
      pass: "simplify-chains", mistake: "joins in another order",
      body: "%s = softmax %x\n%a = concat %x, %s\n%b = concat %a, %x\nreturn %b",
      change: ("concat %x, %s, %x", "concat %s, %x, %x"), node: "b"),
    PassMutant(
      pass: "eliminate-common-subexpressions", mistake: "takes different weights for equal",
      body: """
        %a = conv %x {filters = 4, kernel = 3}
        %b = conv %x {filters = 4, kernel = 3}
        %s = sub %a, %b
        return %s
        """,
      change: ("sub %a, %b", "sub %a, %a"), node: "s"),
    PassMutant(
      pass: "eliminate-common-subexpressions", mistake: "takes a difference for commutative",
      body: "%t = softmax %x\n%a = sub %x, %t\n%b = sub %t, %x\n%c = concat %a, %b\nreturn %c",
      change: ("concat %a, %b", "concat %a, %a"), node: "c"),
  ]

  private static let fusions = [
    PassMutant(
      pass: "fuse-activation", mistake: "drops the activation",
      body: "%c = conv %x {filters = 4, kernel = 3}\n%r = relu %c\nreturn %r",
      change: (" then relu", ""), node: "c"),
    PassMutant(
      pass: "fuse-activation", mistake: "applies another",
      body: "%c = conv %x {filters = 4, kernel = 3}\n%r = silu %c\nreturn %r",
      change: ("then silu", "then hardSwish"), node: "c"),
    PassMutant(
      pass: "fuse-activation", mistake: "applies two in the wrong order",
      body: "%c = conv %x {filters = 4, kernel = 3}\n%r = relu %c\n%s = sigmoid %r\nreturn %s",
      change: ("then relu then sigmoid", "then sigmoid then relu"), node: "c"),
    PassMutant(
      pass: "fuse-activation", mistake: "applies it for other readers too",
      body: """
        %c = conv %x {filters = 4, kernel = 3}
        %r = relu %c
        %s = sub %c, %r
        return %s
        """,
      change: ("kernel = 3} :", "kernel = 3} then relu :"), node: "s"),
    PassMutant(
      pass: "fuse-residual-add", mistake: "drops the shortcut",
      body: "%c = conv %x {filters = 4, kernel = 1}\n%s = add %c, %x\nreturn %s",
      change: (" then add %x", ""), node: "c"),
    PassMutant(
      pass: "fuse-residual-add", mistake: "adds behind the activation",
      body: "%c = conv %x {filters = 4, kernel = 1}\n%s = add %c, %x then relu\nreturn %s",
      change: ("then add %x then relu", "then relu then add %x"), node: "c"),
    PassMutant(
      pass: "fuse-residual-add", mistake: "adds the shortcut twice",
      body: "%c = conv %x {filters = 4, kernel = 1}\n%s = add %c, %x\nreturn %s",
      change: ("then add %x", "then add %x then add %x"), node: "c"),
  ]

  private static let siblings = """
    %a = conv %x {filters = 16, kernel = 1}
    %b = conv %x {filters = 16, kernel = 1}
    %s = sub %a, %b
    return %s
    """

  private static let layouts = [
    PassMutant(
      pass: "linear-to-conv", mistake: "leaves the norm on the last axis",
      body: """
        %a = permute %x {order = [0, 2, 3, 1]}
        %n = layerNorm %a
        %b = permute %n {order = [0, 3, 1, 2]}
        return %b
        """,
      change: ("{over = \"channels\"}", "{over = \"last\"}"), node: "n", input: "1x4x4x4"),
    PassMutant(
      pass: "fold-pad", mistake: "swaps before and after",
      body: "%p = pad %x {padding = [[0, 1], [0, 1]]}\n"
        + "%c = conv %p {filters = 4, kernel = 3}\nreturn %c",
      change: ("padding = [[0, 1], [0, 1]]", "padding = [[1, 0], [1, 0]]"), node: "c"),
    PassMutant(
      pass: "fold-pad", mistake: "does not count a pool's border",
      body: "%p = pad %x {padding = 1}\n%a = avgPool %p {kernel = 3}\nreturn %a",
      change: ("padding = 1", "padding = 1, countIncludePad = false"), node: "a"),
    PassMutant(
      pass: "fold-pad", mistake: "takes a number for zero",
      body: "%p = pad %x {padding = 1, value = 0.5}\n"
        + "%c = conv %p {filters = 4, kernel = 3}\nreturn %c",
      change: ("padding = 1, value = 0.5", "padding = 1"), node: "p"),
    PassMutant(
      pass: "merge-sibling-convs", mistake: "swaps the slices", body: siblings,
      change: ("sub %a, %b", "sub %b, %a"), node: "s"),
    PassMutant(
      pass: "merge-sibling-convs", mistake: "swaps the biases", body: siblings,
      change: ("concat(@a.bias, @b.bias)", "concat(@b.bias, @a.bias)"), node: "a+b"),
    PassMutant(
      pass: "merge-sibling-convs", mistake: "takes one weight twice", body: siblings,
      change: ("concat(@a.weight, @b.weight)", "concat(@a.weight, @a.weight)"), node: "a+b"),
    PassMutant(
      pass: "order-nodes", mistake: "swaps the outputs",
      body: "%a = sigmoid %x\n%b = softmax %x\nreturn a: %a, b: %b",
      change: ("return a: %a, b: %b", "return a: %b, b: %a"), node: "a"),
  ]

}
