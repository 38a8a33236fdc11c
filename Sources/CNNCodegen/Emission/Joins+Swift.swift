import CNNIR
import CNNOps

extension Add: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emit("sum", "+", into: &body)
  }

}

extension Subtract: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number, after: minuend).emit("difference", "-", into: &body)
  }

}

extension Multiply: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emit("product", "*", into: &body)
  }

}

extension Divide: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number, after: dividend).emit("quotient", "/", into: &body)
  }

}

extension Mean: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, nil).emitSum(dividingBy: layer.operands.count, into: &body)
  }

}

extension Maximum: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emitChoice("largest", .larger, into: &body)
  }

}

extension Minimum: EmittableOp {

  func emit(_ layer: Layer, into body: inout LayerBody) {
    JoinLoops(layer, number).emitChoice("smallest", .smaller, into: &body)
  }

}

/// The loops of an op that joins tensors, and perhaps a number, element by element.
private struct JoinLoops {

  private let loops: StridedLoops
  private let elements: [String]
  private let number: Double?
  private let firstNumber: Double?

  /// The loops of `layer`, whose operands `number` follows and `firstNumber` precedes.
  init(_ layer: Layer, _ number: Double?, after firstNumber: Double? = nil) {
    let shapes = layer.operands.map { $0.shape.aligned(toRank: layer.output.count) }
    let loops = StridedLoops(broadcasting: shapes, to: layer.output)
    self.loops = loops
    self.number = number
    self.firstNumber = firstNumber
    elements = layer.operandNames.enumerated().map { (operand, name) in
      "\(name)[\(loops.offset(ofOperand: operand))]"
    }
  }

  private var target: String { "y[\(loops.resultOffset)]" }

  /// The elements and the numbers in double precision.
  private var exactElements: [String] {
    let numbers = [firstNumber, number].map { (number) in number.map { [literal($0)] } ?? [] }
    return numbers[0] + elements.map { "Double(\($0))" } + numbers[1]
  }

  /// Writes the join by an operator.
  ///
  /// A single operation rounds once in either precision; more take place in double precision.
  func emit(_ name: String, _ symbol: String, into body: inout LayerBody) {
    loops.emit(into: &body) { (body) in
      if exactElements.count == elements.count, elements.count <= 2 {
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

  /// Writes the choice among the elements that `kernel` makes between two.
  func emitChoice(_ name: String, _ kernel: Kernel, into body: inout LayerBody) {
    let choice = body.use(kernel)
    let elements = elements + (number.map { [floatLiteral($0)] } ?? [])
    loops.emit(into: &body) { (body) in
      if elements.count == 1 { return body.store(elements[0], in: target) }
      if elements.count == 2 {
        return body.store("\(choice)(\(elements[0]), \(elements[1]))", in: target)
      }
      emitSteps(name, elements, into: &body) { "\(name) = \(choice)(\(name), \($0))" }
      body.store(name, in: target)
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
