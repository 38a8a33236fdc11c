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
      let sizes = Set(plan.parameters.compactMap(\.packing.transform?.tile))
      if !sizes.isEmpty {
        writer.blank()
        writer.write(Self.window)
      }
      for tile in sizes.sorted() {
        writer.blank()
        writer.write(tile == 2 ? Self.transform2 : Self.transform4)
      }
      writer.blank()
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
          "transform\(size.tile)(",
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

  private static let window = """
    /// The three numbers from an element on that are `distance` apart.
    private func triple(_ first: Int, _ distance: Int) -> (Double, Double, Double) {
      let last: Int = first + 2 * distance
      return (Double(self[first]), Double(self[first + distance]), Double(self[last]))
    }
    """

  private static let transform2 = """
    /// Four numbers of three, in Winograd's transform of filters.
    private static func spread2(
      _ a: Double, _ b: Double, _ c: Double
    ) -> (Double, Double, Double, Double) {
      let sum: Double = a + c
      return (a, 0.5 * (sum + b), 0.5 * (sum - b), c)
    }

    /// Transforms filters of 3x3 numbers, whose coefficients are `distance` apart.
    private func transform2(
      from first: Int, to memory: UnsafeMutablePointer<Float>, distance: Int,
    \(loops)
    ) {
    \(nest("transform2(source5, to: target5, distance)"))
    }

    private func transform2(_ first: Int, to target: UnsafeMutablePointer<Float>, _ distance: Int) {
      let (a, b, c) = (triple(first, 3), triple(first + 1, 3), triple(first + 2, 3))
      let x = Self.spread2(a.0, a.1, a.2)
      let y = Self.spread2(b.0, b.1, b.2)
      let z = Self.spread2(c.0, c.1, c.2)
      var target = target
      func store(_ row: (Double, Double, Double, Double)) {
        target[0] = Float(row.0)
        target[distance] = Float(row.1)
        target[2 * distance] = Float(row.2)
        target[3 * distance] = Float(row.3)
        target += 4 * distance
      }
      store(Self.spread2(x.0, y.0, z.0))
      store(Self.spread2(x.1, y.1, z.1))
      store(Self.spread2(x.2, y.2, z.2))
      store(Self.spread2(x.3, y.3, z.3))
    }
    """

  private static let transform4 = """
    /// Six numbers of three, in Winograd's transform of filters.
    private static func spread4(
      _ a: Double, _ b: Double, _ c: Double
    ) -> (Double, Double, Double, Double, Double, Double) {
      let sixth: Double = -1 / 6.0
      let sum: Double = a + c
      let weighted: Double = a / 24 + c / 6
      return (
        a / 4, sixth * (sum + b), sixth * (sum - b), weighted + b / 12, weighted - b / 12, c
      )
    }

    /// Transforms filters of 3x3 numbers, whose coefficients are `distance` apart.
    private func transform4(
      from first: Int, to memory: UnsafeMutablePointer<Float>, distance: Int,
    \(loops)
    ) {
    \(nest("transform4(source5, to: target5, distance)"))
    }

    private func transform4(_ first: Int, to target: UnsafeMutablePointer<Float>, _ distance: Int) {
      let (a, b, c) = (triple(first, 3), triple(first + 1, 3), triple(first + 2, 3))
      let x = Self.spread4(a.0, a.1, a.2)
      let y = Self.spread4(b.0, b.1, b.2)
      let z = Self.spread4(c.0, c.1, c.2)
      var target = target
      func store(_ row: (Double, Double, Double, Double, Double, Double)) {
        target[0] = Float(row.0)
        target[distance] = Float(row.1)
        target[2 * distance] = Float(row.2)
        target[3 * distance] = Float(row.3)
        target[4 * distance] = Float(row.4)
        target[5 * distance] = Float(row.5)
        target += 6 * distance
      }
      store(Self.spread4(x.0, y.0, z.0))
      store(Self.spread4(x.1, y.1, z.1))
      store(Self.spread4(x.2, y.2, z.2))
      store(Self.spread4(x.3, y.3, z.3))
      store(Self.spread4(x.4, y.4, z.4))
      store(Self.spread4(x.5, y.5, z.5))
    }
    """

}
