import CNNPlanning

extension WinogradLine {

  /// The names of the transforms.
  var inputTransform: String { "inputTransform\(input)" }
  var outputTransform: String { "outputTransform\(input)to\(tile)" }

}

/// The transforms of Winograd's minimal filtering along a line of pixels, with points in pairs of p and
/// -p, whose results differ in the signs of the odd powers.
extension EmissionTarget {

  /// Pixels to coefficients.
  func inputTransform(_ line: WinogradLine) -> Kernel {
    let count = line.input
    let products = line.inputProducts
    var text = LineText()
    let first = text.sum(of: products.last!, "d", from: 0)
    var results = [first]
    for (pair, point) in line.points.enumerated() {
      let even = text.sum(of: products[pair], "d", from: 2)
      let odd = text.sum(of: products[pair], "d", from: 1)
      results.append(text.sum(even, plus: point, times: odd))
      results.append(text.sum(even, plus: -point, times: odd))
    }
    results.append(text.sum(of: products.last!, "d", from: 1))
    return kernel(
      line.inputTransform, "\(count) coefficients of \(count) pixels.", taking: "d", count, text,
      results)
  }

  /// Products to the pixels of a tile.
  func outputTransform(_ line: WinogradLine) -> Kernel {
    var text = LineText()
    let pairs = line.points.indices.map { (pair) in
      let (first, second) = ("m\(2 * pair + 1)", "m\(2 * pair + 2)")
      return (
        sum: text.name("\(first) + \(second)"), difference: text.name("\(first) - \(second)")
      )
    }
    let results = (0..<line.tile).map { (power) in
      var pixel: String? = power == 0 ? "m0" : nil
      for (pair, point) in zip(pairs, line.points) {
        let value = power.isMultiple(of: 2) ? pair.sum : pair.difference
        let factor = (0..<power).reduce(1.0) { (product, _) in product * point }
        pixel = text.sum(pixel, plus: factor, times: value)
      }
      let isLast = power == line.tile - 1
      return isLast ? text.sum(pixel, plus: 1, times: "m\(line.input - 1)") : pixel!
    }
    return kernel(
      line.outputTransform, "\(line.tile) pixels of \(line.input) products.", taking: "m",
      line.input, text, results)
  }

  private func kernel(
    _ name: String, _ comment: String, taking parameter: String, _ count: Int, _ text: LineText,
    _ results: [String]
  ) -> Kernel {
    var writer = SwiftWriter(depth: 2)
    writer.write("/// \(comment)")
    writer.write("@inline(__always)")
    writer.function(
      "static func \(name)", (0..<count).map { "_ \(parameter)\($0): Vector" },
      returning: results.map { (_) in "Vector" }
    ) { (writer) in
      for statement in text.statements { writer.write(statement) }
      writer.list("return (", results, ")")
    }
    return Kernel(name, requires: [multiplyAdd], writer.kernelText)
  }

}

/// Statements that compute sums of vectors.
private struct LineText {

  private(set) var statements: [String] = []

  private var constants: [Double: String] = [:]

  private var count = 0

  /// The name of what an expression gives.
  mutating func name(_ expression: String) -> String {
    defer { count += 1 }
    statements.append("let v\(count): Vector = \(expression)")
    return "v\(count)"
  }

  /// A vector of a number.
  private mutating func constant(_ value: Double) -> String {
    if let name = constants[value] { return name }
    let name = "k\(constants.count)"
    constants[value] = name
    statements.append("let \(name) = Vector(repeating: \(floatLiteral(value)))")
    return name
  }

  /// `base + factor * vector`, or the product alone.
  mutating func sum(_ base: String?, plus factor: Double, times vector: String) -> String {
    switch (base, factor) {
    case (nil, 1): vector
    case (nil, _): name("\(constant(factor)) * \(vector)")
    case (let base?, 1): name("\(base) + \(vector)")
    case (let base?, -1): name("\(base) - \(vector)")
    case (let base?, _): name("multiplyAdd(\(constant(factor)), \(vector), \(base))")
    }
  }

  /// The sum of every other vector, from number `first` on, times the numbers of a product, the last of
  /// which is 1.
  mutating func sum(of product: [Double], _ vectors: String, from first: Int) -> String {
    let names = product.indices.map { "\(vectors)\(first + 2 * $0)" }
    return zip(product, names).dropLast().reversed().reduce(names.last!) { (sum, term) in
      self.sum(sum, plus: term.0, times: term.1)
    }
  }

}
