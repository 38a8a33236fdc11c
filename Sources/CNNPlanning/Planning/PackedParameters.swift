import CNNIR

/// A parameter in the order in which steps read it.
package struct PackedParameter: Sendable {

  /// The layer that reads it, and the name that it has there.
  package let layer: String
  package let slot: String

  /// Its value, row-major.
  package let shape: Shape
  package internal(set) var expression: ParameterExpression

  package let packing: Packing

  /// Where it begins in the memory of its load.
  package let offset: Int

}

/// Parameters that have to be in memory before a step.
package struct ParameterLoad: Sendable {

  /// The number of the step.
  package let step: Int

  package private(set) var parameters: [PackedParameter]

  /// Where their memory begins: in the arena, unless all parameters are kept in a memory of their own.
  package internal(set) var offset = 0

  /// The elements of their memory; what no parameter takes are zeros.
  package let size: Int

  /// Takes other expressions for named tensors.
  package mutating func substitute(_ expressions: [String: ParameterExpression]) {
    for index in parameters.indices {
      parameters[index].expression = parameters[index].expression.substituting(expressions)
    }
  }

  /// All memory that packing leaves as it is, with some that it does not.
  package var zeros: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var end = 0
    for parameter in parameters where parameter.packing.fillsItsPlace {
      ranges.append(end..<parameter.offset)
      end = parameter.offset + parameter.packing.count
    }
    ranges.append(end..<size)
    return ranges.filter { !$0.isEmpty }
  }

}

/// Collects the parameters of a plan for its loads, one after the other.
final class PackedParameters {

  /// Those that have not been taken for a load.
  private var waiting: [PackedParameter] = []

  /// The elements that they take.
  private var count = 0

  private struct Key: Hashable {
    let expression: ParameterExpression
    let packing: Packing
  }

  private var offsets: [Key: Int] = [:]

  /// Memory for elements that stay zero, up to a whole block.
  func reserve(_ count: Int) -> Int {
    defer { self.count += divideUp(count, Layout.lanes) * Layout.lanes }
    return self.count
  }

  /// Adds a parameter, unless it is there in this order, and returns where it begins.
  func add(
    _ expression: ParameterExpression, _ shape: Shape, layer: String, slot: String,
    _ packing: Packing
  ) -> Int {
    let key = Key(expression: expression, packing: packing)
    if let offset = offsets[key] { return offset }
    let offset = reserve(packing.count)
    offsets[key] = offset
    waiting.append(
      PackedParameter(
        layer: layer, slot: slot, shape: shape, expression: expression, packing: packing,
        offset: offset))
    return offset
  }

  /// All that was added since the last load.
  func load(before step: Int) -> ParameterLoad? {
    guard count > 0 else { return nil }
    defer { (waiting, count, offsets) = ([], 0, [:]) }
    return ParameterLoad(step: step, parameters: waiting, size: count)
  }

}
