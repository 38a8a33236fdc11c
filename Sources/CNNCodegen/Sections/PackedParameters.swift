import CNNPlanning

extension SwiftProgram {

  /// Writes what puts the parameters into the order in which the layers read them.
  func writePacking(to writer: inout SwiftWriter) {
    writer.documentation("How parameters come into the order in which the layers read them.")
    writer.block("extension \(typeName).Elements") { (writer) in
      writer.blank()
      writer.documentation("Writes all parameters to memory that is zero.")
      writer.block("fileprivate func pack(to memory: UnsafeMutablePointer<Float>)") { (writer) in
        for parameter in plan.parameters { write(parameter, to: &writer) }
      }
      writer.blank()
      writer.write(Self.copying)
      writeTransforms(to: &writer)
      writer.blank()
    }
  }

  private func writeTransforms(to writer: inout SwiftWriter) {
    let transforms = Set(plan.parameters.compactMap(\.packing.transform)).map(
      FilterTransformText.init)
    for kernel in Set(transforms.map(\.size.rows.kernel)).sorted() where kernel > 1 {
      writer.blank()
      FilterTransformText.writeNumbers(kernel, to: &writer)
    }
    let lines = Set(transforms.flatMap { [$0.size.rows, $0.size.columns] })
    for line in lines.sorted(by: { ($0.kernel, $0.tile) < ($1.kernel, $1.tile) })
    where line.kernel > 1 {
      writer.blank()
      line.writeSpread(to: &writer)
    }
    for transform in transforms.sorted(by: { $0.name < $1.name }) {
      writer.blank()
      transform.write(to: &writer, loops: Self.loops, nest: Self.nest)
    }
  }

  private func write(_ parameter: PackedParameter, to writer: inout SwiftWriter) {
    writer.write("// \(commentText("\(parameter.layer).\(parameter.slot)"))")
    let source = parameters[parameter.expression]
    for copy in parameter.packing.copies {
      // The innermost loop comes first; what happens once needs none.
      let loops = copy.loops.reversed().filter { $0.count > 1 }.map {
        "Loop(\($0.count), \($0.source), \($0.target))"
      }
      let places = [
        "from: \(literal(source + copy.source))",
        "to: memory\(offset(parameter.offset + copy.target))",
      ]
      if let size = parameter.packing.transform {
        writer.list(
          "\(FilterTransformText(size: size).name)(",
          places + ["distance: \(copy.coefficientStride)"] + loops, ")")
      } else {
        writer.list("copy(", places + loops, ")")
      }
    }
  }

  /// Loops without a count are the outer ones.
  private static let loops = """
      _ a: Loop = .once, _ b: Loop = .once, _ c: Loop = .once, _ d: Loop = .once,
      _ e: Loop = .once, _ f: Loop = .once
    """

  private static func nest(_ body: String) -> String {
    let names = ["f", "e", "d", "c", "b", "a"]
    var lines: [String] = []
    var (source, target) = ("first", "memory")
    for (depth, name) in names.enumerated() {
      let indentation = String(repeating: "  ", count: depth + 1)
      lines.append("\(indentation)for i in 0..<\(name).count {")
      lines.append("\(indentation)  let source\(depth): Int = \(source) + i * \(name).source")
      lines.append("\(indentation)  let target\(depth) = \(target) + i * \(name).target")
      (source, target) = ("source\(depth)", "target\(depth)")
    }
    let inner = String(repeating: "  ", count: names.count + 1)
    lines.append(inner + body)
    for depth in names.indices.reversed() {
      lines.append(String(repeating: "  ", count: depth + 1) + "}")
    }
    return lines.joined(separator: "\n")
  }

  private static let copying = """
    /// A loop over elements at regular distances.
    fileprivate struct Loop {
      static let once = Loop(1, 0, 0)

      let count: Int
      let source: Int
      let target: Int

      init(_ count: Int, _ source: Int, _ target: Int) {
        (self.count, self.source, self.target) = (count, source, target)
      }
    }

    /// Copies elements; the innermost loop comes first.
    private func copy(
      from first: Int, to memory: UnsafeMutablePointer<Float>,
    \(loops)
    ) {
    \(nest("target5.pointee = self[source5]"))
    }
    """

}
