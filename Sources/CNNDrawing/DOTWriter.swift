extension DiagramLayout {

  /// The diagram for Graphviz, with a cluster for each block of the first `depth` levels and a box for
  /// each of the next.
  package func dot(depth: Int) -> String {
    DOTWriter(self, closed: closedScopes(depth: depth)).text
  }

}

/// A diagram as text for Graphviz.
private struct DOTWriter {

  private let layout: DiagramLayout
  private let closed: Set<Int>
  private(set) var text = ""

  /// What stands for each box: its own name, or that of the closed block around it.
  private var names: [String]

  init(_ layout: DiagramLayout, closed: Set<Int>) {
    self.layout = layout
    self.closed = closed
    names = layout.diagram.boxes.indices.map { "n\($0)" }
    write("digraph \(quoted(layout.diagram.title)) {")
    write("  graph [rankdir=TB, fontname=\"Helvetica\", fontsize=11, color=\"#767676\"];")
    write("  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\", fontsize=11];")
    write(
      "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#767676\", fontcolor=\"#767676\"];")
    writeMembers()
    writeArrows()
    write("}")
  }

  private mutating func write(_ line: String) { text += line + "\n" }

  /// What is still to write, the next one last.
  private enum Task {
    case member(Scope.Member)
    case end
  }

  private mutating func writeMembers() {
    var tasks = layout.scopes[0].members.reversed().map(Task.member)
    var margin = "  "
    while let task = tasks.popLast() {
      switch task {
      case .end:
        margin.removeLast(2)
        write(margin + "}")
      case .member(.box(let box)): write(margin + declaration(of: box))
      case .member(.block(let block)) where closed.contains(block):
        let scope = layout.scopes[block]
        for box in scope.boxes { names[box] = "b\(block)" }
        let label = quoted(scope.label, "\(scope.boxes.count) layers")
        write(margin + "b\(block) [label=\(label), style=\"rounded,dashed\"];")
      case .member(.block(let block)):
        write(margin + "subgraph cluster_\(block) {")
        margin += "  "
        write(margin + "label=\(quoted(layout.scopes[block].label)); style=rounded;")
        tasks.append(.end)
        tasks += layout.scopes[block].members.reversed().map(Task.member)
      }
    }
  }

  private func declaration(of number: Int) -> String {
    let box = layout.diagram.boxes[number]
    let colors = Palette.colors(of: box.kind)
    return "n\(number) [label=\(quoted(box.title, box.caption)), tooltip=\(quoted(box.name)), "
      + "fillcolor=\"\(colors.fill)\", color=\"\(colors.line)\"];"
  }

  private mutating func writeArrows() {
    var seen: Set<[String]> = []
    for arrow in layout.diagram.arrows {
      let (source, target) = (names[arrow.source], names[arrow.target])
      let size = layout.diagram.boxes[arrow.source].size
      guard source != target, seen.insert([source, target, size]).inserted else { continue }
      write("  \(source) -> \(target) [label=\(quoted(size))];")
    }
  }

  /// Lines as a label. Graphviz takes `\` for the start of an escape and `&` for that of an entity.
  private func quoted(_ lines: String...) -> String {
    let texts = lines.filter { !$0.isEmpty }.map { (line) in
      var text = ""
      for scalar in line.unicodeScalars {
        switch scalar {
        case "\"", "\\": text += "\\\(scalar)"
        case "&": text += "&amp;"
        default: text.unicodeScalars.append(scalar.printable)
        }
      }
      return text
    }
    return "\"\(texts.joined(separator: "\\n"))\""
  }

}
