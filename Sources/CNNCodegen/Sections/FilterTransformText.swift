import CNNPlanning

/// The functions that transform filters for Winograd's minimal filtering, unrolled.
struct FilterTransformText: Hashable {

  /// The sides of a filter and of what becomes of it.
  let kernel: Int
  let input: Int

  init(_ size: WinogradSize) { (kernel, input) = (size.kernel, size.input) }

  /// The name of the transform.
  var name: String { "transform\(kernel)to\(input)" }

  private static func type(_ count: Int) -> String {
    "(" + Array(repeating: "Double", count: count).joined(separator: ", ") + ")"
  }

  /// The function that reads a column of a filter.
  static func numbers(_ kernel: Int) -> String {
    var writer = SwiftWriter(depth: 0)
    writer.write("/// The \(kernel) numbers from an element on that are `distance` apart.")
    writer.block("private func numbers\(kernel)(_ first: Int, _ distance: Int) -> \(type(kernel))")
    {
      for index in 0..<kernel {
        $0.write("let n\(index) = Double(self[first\(offset(0, steps(index, of: "distance")))])")
      }
      $0.write("return (\((0..<kernel).map { "n\($0)" }.joined(separator: ", ")))")
    }
    return String(writer.text.dropLast())
  }

  /// The function that transforms a column or a row: the products with the rows of `G` of Lavin and
  /// Gray, 2016.
  var spread: String {
    switch (kernel, input) {
    case (3, 4):
      """
      /// Four numbers of three, in Winograd's transform of filters.
      private static func spread3to4(
        _ a: Double, _ b: Double, _ c: Double
      ) -> (Double, Double, Double, Double) {
        let sum: Double = a + c
        return (a, 0.5 * (sum + b), 0.5 * (sum - b), c)
      }
      """
    case (3, 6):
      """
      /// Six numbers of three, in Winograd's transform of filters.
      private static func spread3to6(
        _ a: Double, _ b: Double, _ c: Double
      ) -> (Double, Double, Double, Double, Double, Double) {
        let sixth: Double = -1 / 6.0
        let sum: Double = a + c
        let weighted: Double = a / 24 + c / 6
        return (
          a / 4, sixth * (sum + b), sixth * (sum - b), weighted + b / 12, weighted - b / 12, c
        )
      }
      """
    default:
      """
      /// Six numbers of five, in Winograd's transform of filters.
      private static func spread5to6(
        _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double
      ) -> (Double, Double, Double, Double, Double, Double) {
        let sixth: Double = -1 / 6.0
        let even: Double = a + c + e
        let odd: Double = b + d
        let weightedEven: Double = a / 24 + c / 6 + e / 1.5
        let weightedOdd: Double = b / 12 + d / 3
        return (
          a / 4, sixth * (even + odd), sixth * (even - odd), weightedEven + weightedOdd,
          weightedEven - weightedOdd, e
        )
      }
      """
    }
  }

  /// The function for the filters that loops come by, and that for one of them.
  ///
  /// - Parameters:
  ///   - loops: the parameters of the first that are loops.
  ///   - nest: a statement within the loops.
  func transform(loops: String, nest: (_ body: String) -> String) -> String {
    var writer = SwiftWriter(depth: 0)
    for x in 0..<kernel {
      writer.write("let c\(x) = numbers\(kernel)(first\(x == 0 ? "" : " + \(x)"), \(kernel))")
    }
    for x in 0..<kernel {
      writer.write("let t\(x) = \(spread(of: (0..<kernel).map { "c\(x).\($0)" }))")
    }
    writer.write("var target = target")
    writer.block("func store(_ row: \(Self.type(input)))") {
      for x in 0..<input {
        $0.write("target[\(x == 0 ? "0" : Self.steps(x, of: "distance")!)] = Float(row.\(x))")
      }
      $0.write("target += \(input) * distance")
    }
    for y in 0..<input { writer.write("store(\(spread(of: (0..<kernel).map { "t\($0).\(y)" })))") }
    let body = writer.text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
    return """
      /// Transforms filters of \(kernel)x\(kernel) numbers, whose coefficients are `distance` apart.
      private func \(name)(
        from first: Int, to memory: UnsafeMutablePointer<Float>, distance: Int,
      \(loops)
      ) {
      \(nest("\(name)(source5, to: target5, distance)"))
      }

      private func \(name)(
        _ first: Int, to target: UnsafeMutablePointer<Float>, _ distance: Int
      ) {
      \(body)
      }
      """
  }

  private func spread(of numbers: [String]) -> String {
    "Self.spread\(kernel)to\(input)(\(numbers.joined(separator: ", ")))"
  }

  /// `index * distance`, if that is anything.
  private static func steps(_ index: Int, of distance: String) -> String? {
    index == 0 ? nil : index == 1 ? distance : "\(index) * \(distance)"
  }

}
