import CNNIR
import CNNSource

/// Where each value lives while a graph runs.
///
/// Inputs stay where the caller has them. Every other value has a place in one arena, and values
/// that are never alive at the same time share places.
package struct MemoryPlan: Sendable {

  package enum Place: Sendable, Hashable {
    /// The caller's memory of the input with this number, from an element on.
    case input(Int, offset: Int)
    /// An offset into the arena, in elements.
    case arena(Int)
  }

  /// When the values that are alive take most memory: no arena is smaller.
  package struct Peak: Sendable, Hashable {
    /// The node that runs then; none at the end, when the outputs are read.
    package let node: ValueID?
    /// In elements, each value rounded up to whole cache lines.
    package let size: Int
  }

  /// The value that ends where the arena does, and why it does not lie lower.
  package struct Top: Sendable, Hashable {
    package let value: ValueID
    /// In elements, rounded up to whole cache lines.
    package let size: Int
    /// The most elements in a row below it that stay free as long as it is alive.
    package let largestGap: Int
  }

  /// Memory of the arena that one or several values use in turn.
  package struct Slot: Sendable, Hashable {
    /// In elements.
    package let offset: Int
    /// In elements, not rounded up.
    package let size: Int
    /// While which nodes it is needed, by their numbers; the one behind the last is when the outputs are
    /// read.
    package let steps: ClosedRange<Int>
    /// The values that lie here, or in a part of it, in the order in which they are computed.
    package let values: [ValueID]
  }

  /// The number of elements of the arena.
  package let arenaSize: Int

  /// What lies where in the arena, in the order of the first values.
  package let slots: [Slot]

  package let peak: Peak

  /// None in an arena without values.
  package let top: Top?

  private var places: [ValueID: Place] = [:]

  package subscript(value: ValueID) -> Place {
    guard let place = places[value] else { preconditionFailure("the plan is of another graph") }
    return place
  }

  package init(_ graph: Graph) {
    let values = ValueBlocks(graph)
    let placement = ArenaPlacement(values.blocks)
    arenaSize = placement.size
    let nodes = graph.nodeIDs
    var residents = values.blocks.map { (_) -> [ValueID] in [] }
    for node in nodes {
      if case .block(let block, _) = values.places[node] { residents[block].append(node) }
    }
    slots = values.blocks.indices.map { (block) in
      Slot(
        offset: placement.offsets[block], size: values.blocks[block].size,
        steps: values.blocks[block].steps, values: residents[block])
    }
    let step = placement.peak.step
    peak = Peak(node: nodes.indices.contains(step) ? nodes[step] : nil, size: placement.peak.size)
    top =
      nodes.lazy.compactMap { (value) -> Top? in
        guard case .block(let block, _) = values.places[value],
          placement.end(of: block) == placement.size
        else { return nil }
        return Top(
          value: value, size: ArenaPlacement.aligned(values.blocks[block].size),
          largestGap: placement.largestGap(below: block))
      }.first
    places = values.places.mapValues { (place) in
      switch place {
      case .input(let input, let offset): .input(input, offset: offset)
      case .block(let block, let offset): .arena(placement.offsets[block] + offset)
      }
    }
  }

}

extension Pass {

  package static let planMemory = Pass(
    "plan-memory", "Gives each value a place in one arena, by lifetime.",
    rule: """
      A value lives from the node that computes it to the last one that reads it, an output to the end. A view is where its
      operand is, as are some channels of a single image; the operands of a concatenation of single images are computed in
      place; and an elementwise op writes over its operand if nobody reads that later. Values get their places by size, by
      their start and by the length of their lives, each in the smallest and in the lowest gap that is free for long enough; the
      smallest arena is kept. What the values alive at one node take is the least that any arena could have.
      """,
    .analysis { (graph, analyses) throws(Diagnostic) in
      guard ValueBlocks.areCountable(graph) else { throw memoryOverflow() }
      analyses.memoryPlan = MemoryPlan(graph)
    })

  /// The values take more memory than can be counted.
  static func memoryOverflow() -> Diagnostic {
    let message = "the values take more memory than 64 bits can address"
    return Diagnostic(.error, "memory-overflow", message, at: .commandLine)
  }

}
