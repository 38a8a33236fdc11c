import CNNIR
import CNNPasses

/// Where a value begins in the emitted program; offsets are in elements.
enum Memory: Hashable {
  case input(Int, offset: Int)
  case output(Int, offset: Int)
  case arena(Int)

  var isArena: Bool {
    if case .arena = self { true } else { false }
  }
}

/// Where each value lives: as the plan says, but for outputs, which layers store where the caller
/// wants them, with all that lies within them.
struct ValueMemories {

  let roots: ValueRoots
  private let plan: MemoryPlan

  /// The outputs whose memory the layers write, by the value that they write there.
  private var directOutputs: [ValueID: Int] = [:]

  /// The outputs that have to be copied from where their values live.
  private(set) var copies: [(output: Int, source: Memory)] = []

  init(_ graph: Graph, _ plan: MemoryPlan) {
    self.plan = plan
    roots = ValueRoots(graph)
    for (index, output) in graph.outputs.enumerated() {
      let root = roots[output.value].root
      let isWhole =
        graph.type(of: root).shape.elementCount
        == graph.type(of: output.value).shape.elementCount
      // An input stays where it is, and a value can live in one place only.
      if graph.node(root) != nil, isWhole, directOutputs[root] == nil {
        directOutputs[root] = index
      } else {
        copies.append((index, self[output.value]))
      }
    }
  }

  /// The memory of `value`.
  subscript(value: ValueID) -> Memory {
    let part = roots[value]
    if let output = directOutputs[part.root] { return .output(output, offset: part.offset) }
    switch plan[value] {
    case .input(let index, let offset): return .input(index, offset: offset)
    case .arena(let offset): return .arena(offset)
    }
  }

}
