import CNNPlanning

/// The functions that transform filters for Winograd's minimal filtering, unrolled.
struct FilterTransformText: Hashable {

  let size: WinogradSize

  /// The name of the transform.
  var name: String {
    let (rows, columns) = (size.rows, size.columns)
    return "transform\(rows.kernel)x\(columns.kernel)to\(rows.input)x\(columns.input)"
  }

  /// Writes the function for the filters that loops come by, and that for one of them.
  ///
  /// - Parameters:
  ///   - loops: the parameters of the first that are loops.
  ///   - nest: a statement within the loops.
  func write(to writer: inout SwiftWriter, loops: String, nest: (_ body: String) -> String) {
    writer.write(
      """
      /// Transforms filters of \(size.rows.kernel)x\(size.columns.kernel) numbers, whose \
      coefficients are `distance` apart.
      private func \(name)(
        from first: Int, to memory: UnsafeMutablePointer<Float>, distance: Int,
      \(loops)
      ) {
      \(nest("\(name)(source5, to: target5, distance)"))
      }

      """)
    writer.function(
      "private func \(name)",
      ["_ first: Int", "to target: UnsafeMutablePointer<Float>", "_ distance: Int"]
    ) { (writer) in
      writeColumns(to: &writer)
      writeRows(to: &writer)
    }
  }

  /// Has `t0` and those that follow be the transformed columns of a filter.
  private func writeColumns(to writer: inout SwiftWriter) {
    let (height, width) = (size.rows.kernel, size.columns.kernel)
    for x in 0..<width {
      let place = x == 0 ? "first" : "first + \(x)"
      if height == 1 {
        writer.write("let t\(x) = Double(self[\(place)])")
        continue
      }
      writer.write("let c\(x) = numbers\(height)(\(place), \(width))")
      let column = (0..<height).map { "c\(x).\($0)" }
      writer.list("let t\(x) = Self.\(size.rows.spread)(", column, ")")
    }
  }

  /// Stores the transformed rows of those.
  private func writeRows(to writer: inout SwiftWriter) {
    let (rows, columns) = (size.rows, size.columns)
    writer.write("var target = target")
    writer.function("func store", ["_ row: \(Self.type(columns.input))"]) {
      for x in 0..<columns.input {
        let number = columns.input == 1 ? "row" : "row.\(x)"
        $0.write("target[\(Self.steps(x, of: "distance") ?? "0")] = Float(\(number))")
      }
      $0.write("target += \(columns.input) * distance")
    }
    for y in 0..<rows.input {
      let row = (0..<columns.kernel).map { rows.input == 1 ? "t\($0)" : "t\($0).\(y)" }
      if columns.input == 1 {
        writer.write("store(\(row[0]))")
      } else {
        writer.list("store(Self.\(columns.spread)(", row, "))")
      }
    }
  }

  /// Writes the function that reads `count` elements.
  static func writeNumbers(_ count: Int, to writer: inout SwiftWriter) {
    writer.write("/// The \(count) numbers from an element on that are `distance` apart.")
    writer.function(
      "private func numbers\(count)", ["_ first: Int", "_ distance: Int"],
      returning: Array(repeating: "Double", count: count)
    ) {
      for index in 0..<count {
        $0.write("let n\(index) = Double(self[first\(offset(0, steps(index, of: "distance")))])")
      }
      $0.write("return (\((0..<count).map { "n\($0)" }.joined(separator: ", ")))")
    }
  }

  private static func type(_ count: Int) -> String {
    "(" + Array(repeating: "Double", count: count).joined(separator: ", ") + ")"
  }

  /// `index * distance`, if that is anything.
  private static func steps(_ index: Int, of distance: String) -> String? {
    index == 0 ? nil : index == 1 ? distance : "\(index) * \(distance)"
  }

}

extension WinogradLine {

  /// The name of the function that transforms a column or a row of a filter.
  fileprivate var spread: String { "spread\(kernel)to\(input)" }

  /// Writes that function: the products with the rows of `G` of Lavin and Gray, 2016. Those of a pair of
  /// points differ in the signs of the odd powers.
  func writeSpread(to writer: inout SwiftWriter) {
    let rows = filterTransform
    writer.write("/// \(input) numbers of \(kernel), in Winograd's transform of filters.")
    writer.function(
      "private static func \(spread)", (0..<kernel).map { "_ n\($0): Double" },
      returning: Array(repeating: "Double", count: input)
    ) { (writer) in
      for (pair, point) in points.enumerated() {
        let factors = rows[2 * pair + 1]
        for (name, first) in [("even", 0), ("odd", 1)] {
          let sum = polynomial(point * point, from: first)
          writer.write("let \(name)\(pair): Double = \(literal(factors[first])) * \(sum)")
        }
      }
      let pairs = points.indices.flatMap { ["even\($0) + odd\($0)", "even\($0) - odd\($0)"] }
      writer.list(
        "return (", ["\(literal(rows[0][0])) * n0"] + pairs + ["n\(kernel - 1)"], ")")
    }
  }

  /// The polynomial whose coefficients are every other number from number `first` on.
  private func polynomial(_ x: Double, from first: Int) -> String {
    let names = stride(from: first, to: kernel, by: 2).map { "n\($0)" }
    return names.dropLast().reversed().reduce(names.last!) { (sum, name) in
      "(\(name) + \(x == 1 ? "" : "\(literal(x)) * ")\(sum))"
    }
  }

}
