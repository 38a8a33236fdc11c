import CNNIR
import CNNOps

extension Add: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emitSum(into: &body)
  }

}

extension Mean: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, nil).emitSum(dividingBy: layer.operands.count, into: &body)
  }

}

extension Multiply: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emitProduct(into: &body)
  }

}

extension Maximum: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emitLargest(into: &body)
  }

}

/// The loops of an op that joins tensors, and perhaps a number, element by element.
private struct JoinLoops {

  private let loops: StridedLoops
  private let elements: [String]
  private let number: Double?

  init(_ layer: Layer, _ number: Double?) {
    let loops = StridedLoops(broadcasting: layer.operands.map(\.shape), to: layer.output)
    self.loops = loops
    self.number = number
    elements = layer.operandNames.enumerated().map { (operand, name) in
      "\(name)[\(loops.offset(ofOperand: operand))]"
    }
  }

  private var target: String { "y[\(loops.resultOffset)]" }

  /// The elements and the number in double precision.
  private var exactElements: [String] {
    elements.map { "Double(\($0))" } + (number.map { [literal($0)] } ?? [])
  }

  func emitSum(into body: inout LayerBody) { emit("sum", "+", into: &body) }

  func emitProduct(into body: inout LayerBody) { emit("product", "*", into: &body) }

  /// Writes the join by an operator.
  ///
  /// A single operation rounds once in either precision; more take place in double precision.
  private func emit(_ name: String, _ symbol: String, into body: inout LayerBody) {
    loops.emit(into: &body) { (body) in
      if number == nil, elements.count <= 2 {
        return body.store(elements.joined(separator: " \(symbol) "), in: target)
      }
      if exactElements.count == 2 {
        return body.store("Float(\(exactElements.joined(separator: " \(symbol) ")))", in: target)
      }
      emitSteps(name, exactElements, into: &body) { "\(name) \(symbol)= \($0)" }
      body.store("Float(\(name))", in: target)
    }
  }

  func emitSum(dividingBy count: Int, into body: inout LayerBody) {
    loops.emit(into: &body) { (body) in
      emitSteps("sum", exactElements, into: &body) { "sum += \($0)" }
      body.store("Float(sum / \(count))", in: target)
    }
  }

  func emitLargest(into body: inout LayerBody) {
    let larger = body.use(.larger)
    let elements = elements + (number.map { [floatLiteral($0)] } ?? [])
    loops.emit(into: &body) { (body) in
      if elements.count == 1 { return body.store(elements[0], in: target) }
      if elements.count == 2 {
        return body.store("\(larger)(\(elements[0]), \(elements[1]))", in: target)
      }
      emitSteps("largest", elements, into: &body) { "largest = \(larger)(largest, \($0))" }
      body.store("largest", in: target)
    }
  }

  /// Writes a variable that starts as the first element, and a step for each of the others.
  private func emitSteps(
    _ name: String, _ elements: [String], into body: inout LayerBody,
    _ step: (String) -> String
  ) {
    body.write("\(elements.count == 1 ? "let" : "var") \(name) = \(elements[0])")
    for element in elements.dropFirst() { body.write(step(element)) }
  }

}
