/// The page of one network: its graph, what its layers take, its memory and its table.
package struct AnalysisPage: Sendable {

  /// A line of the table as the scripts know it.
  package struct Row: Sendable, Encodable {
    package var name: String
    /// The numbers of the boxes that the line is of, in the order of execution.
    package var boxes: [Int]
    package var parameters: Int
    package var macs: Int
    /// The bytes that are alive meanwhile.
    package var memory: Int
    /// What the panel of the layer says: names and values.
    package var facts: [[String]]
    /// The extents of the result, without the batch.
    package var shape: [Int]
    package var field: Field?

    package init(
      name: String, boxes: [Int], parameters: Int, macs: Int, memory: Int, facts: [[String]],
      shape: [Int], field: Field?
    ) {
      (self.name, self.boxes) = (name, boxes)
      (self.parameters, self.macs, self.memory) = (parameters, macs, memory)
      (self.facts, self.shape, self.field) = (facts, shape, field)
    }
  }

  /// What part of the input an element depends on, by axis.
  package struct Field: Sendable, Encodable {
    package var sizes: [Int]
    /// None where all elements depend on the same part.
    package var strides: [Double]?
    package var paddings: [Int]?
    package var centers: [Double]
    /// Whether an element also depends on everything.
    package var isPartial: Bool

    package init(
      sizes: [Int], strides: [Double]?, paddings: [Int]?, centers: [Double], isPartial: Bool
    ) {
      (self.sizes, self.strides, self.paddings) = (sizes, strides, paddings)
      (self.centers, self.isPartial) = (centers, isPartial)
    }
  }

  /// Where values lie in the arena, in bytes, and while which steps.
  package struct Memory: Sendable, Encodable {

    package struct Slot: Sendable, Encodable {
      package var offset: Int
      package var size: Int
      package var first: Int
      package var last: Int
      /// The boxes whose results lie here, one after the other.
      package var boxes: [Int]

      package init(offset: Int, size: Int, first: Int, last: Int, boxes: [Int]) {
        (self.offset, self.size, self.boxes) = (offset, size, boxes)
        (self.first, self.last) = (first, last)
      }
    }

    package var slots: [Slot]
    /// The number of steps: one for each layer, and one when the outputs are read.
    package var steps: Int
    package var arena: Int
    package var lowerBound: Int

    package init(slots: [Slot], steps: Int, arena: Int, lowerBound: Int) {
      (self.slots, self.steps) = (slots, steps)
      (self.arena, self.lowerBound) = (arena, lowerBound)
    }
  }

  package var title: String
  /// What is said about the network beside its name.
  package var subtitle: String
  package var totals: [(name: String, value: String)] = []
  package var table: PageTable
  /// Further tables and lines, behind a button.
  package var sections: [PageTable] = []
  package var notes: [String] = []

  package var layout: DiagramLayout
  /// How many levels of blocks are open at first; as many as there is room for when `nil`.
  package var depth: Int?

  package var rows: [Row]
  /// The step at which each box is computed.
  package var stepOfBox: [Int]
  package var memory: Memory
  /// The spatial extents of the first input that receptive fields are of.
  package var input: [Int]

  /// With more boxes than this to see at first, blocks are closed.
  private static let visibleLimit = 60

  package init(
    title: String, subtitle: String, table: PageTable, layout: DiagramLayout, rows: [Row],
    stepOfBox: [Int], memory: Memory, input: [Int]
  ) {
    (self.title, self.subtitle, self.table) = (title, subtitle, table)
    (self.layout, self.rows, self.stepOfBox) = (layout, rows, stepOfBox)
    (self.memory, self.input) = (memory, input)
  }

  private struct Content: Encodable {
    var diagram: PageDiagram
    var rows: [Row]
    var stepOfBox: [Int]
    var memory: Memory
    var input: [Int]
  }

  package func text() throws -> String {
    let open = depth ?? layout.depth(showing: Self.visibleLimit)
    let content = Content(
      diagram: PageDiagram(layout, depth: open), rows: rows, stepOfBox: stepOfBox, memory: memory,
      input: input)
    let scripts = [
      Page.selectionScript, Page.tableScript, Page.layoutScript, Page.graphScript,
      Page.graphActionsScript, Page.chartsScript, Page.memoryScript, Page.layerScript,
      Page.startScript,
    ]
    return try Page(title: title, body: body(open: open), data: content, scripts: scripts).text
  }

}
