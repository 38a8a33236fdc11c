import CNNIR
import CNNPasses

/// The memory that holds a value in the emitted program.
enum Memory: Hashable {
  case input(Int)
  case output(Int)
  /// An offset into the arena, in elements.
  case arena(Int)

  var isArena: Bool {
    if case .arena = self { true } else { false }
  }
}

/// Where each value lives: as the plan says, but for outputs, which layers store where the caller
/// wants them.
struct ValueMemories {

  private let roots: [ValueID: ValueID]
  private let plan: MemoryPlan

  /// The outputs whose memory the layers write, by the value that they write there.
  private var directOutputs: [ValueID: Int] = [:]

  /// The outputs that have to be copied from where their values live.
  private(set) var copies: [(output: Int, source: Memory)] = []

  init(_ graph: Graph, _ plan: MemoryPlan) {
    self.plan = plan
    var roots: [ValueID: ValueID] = [:]
    for node in graph.nodes where node.op.isView {
      roots[node.id] = roots[node.operands[0]] ?? node.operands[0]
    }
    self.roots = roots
    for (index, output) in graph.outputs.enumerated() {
      let root = roots[output.value] ?? output.value
      // An input stays where it is, and a value can live in one place only.
      if graph.node(root) != nil, directOutputs[root] == nil {
        directOutputs[root] = index
      } else {
        copies.append((index, self[root]))
      }
    }
  }

  /// The memory of `value`; a view's is its operand's.
  subscript(value: ValueID) -> Memory {
    let root = roots[value] ?? value
    if let output = directOutputs[root] { return .output(output) }
    switch plan[root] {
    case .input(let index): return .input(index)
    case .arena(let offset): return .arena(offset)
    }
  }

}
