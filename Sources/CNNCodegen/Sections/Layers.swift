import CNNIR

extension SwiftProgram {

  /// Writes `run`, which calls the layers in order, and the layers.
  func writeLayers(to writer: inout SwiftWriter) {
    writer.blank()
    writer.write("// MARK: - Layers")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      writeRun(to: &writer)
      for step in steps {
        writer.blank()
        writeFunction(of: step, to: &writer)
      }
      writer.blank()
    }
  }

  private func writeRun(to writer: inout SwiftWriter) {
    writer.documentation("Calls the layers in order.")
    let constant = "UnsafePointer<Float>"
    let mutable = "UnsafeMutablePointer<Float>"
    let pointers =
      inputs.map { "\($0.name): \(constant)" } + outputs.map { "\($0.name): \(mutable)" }
      + (usesArena ? ["arena: \(mutable)"] : [])
      + (parameters.count > 0 ? ["parameters: \(constant)"] : [])
    writer.function("private static func run", pointers) { (writer) in
      for step in steps { writer.list("Self.\(step.layer.function)(", arguments(of: step), ")") }
      for (output, source) in memories.copies {
        let count = outputs[output].shape.elementCount
        writer.write(
          "\(outputs[output].name).update(from: \(pointer(to: source)), count: \(count))")
      }
    }
  }

  private func arguments(of step: Step) -> [String] {
    let parameters = zip(step.layer.parameterNames, step.parameters).map { (name, expression) in
      "\(name): \(Self.pointer("parameters", offset: self.parameters[expression]))"
    }
    let addends = zip(step.layer.addendNames, step.addends).map { "\($0): \(pointer(to: $1))" }
    return step.operands.map(pointer) + addends + parameters
      + ["to: \(pointer(to: step.result))"]
  }

  private func pointer(to memory: Memory) -> String {
    switch memory {
    case .input(let index, let offset): Self.pointer(inputs[index].name, offset: offset)
    case .output(let index, let offset): Self.pointer(outputs[index].name, offset: offset)
    case .arena(let offset): Self.pointer("arena", offset: offset)
    }
  }

  private static func pointer(_ base: String, offset: Int) -> String {
    offset == 0 ? base : "\(base) + \(literal(offset))"
  }

  private func writeFunction(of step: Step, to writer: inout SwiftWriter) {
    let layer = step.layer
    writer.documentation(layer.summary + ".")
    let parameters =
      layer.operandNames.map { "_ \($0): UnsafePointer<Float>" }
      + (layer.addendNames + layer.parameterNames).map { "\($0): UnsafePointer<Float>" }
      + ["to y: UnsafeMutablePointer<Float>"]
    writer.function("private static func \(layer.function)", parameters) { (writer) in
      writer.append(step.body.text)
    }
  }

  /// Writes the kernels that the layers call, and those that these call.
  func writeKernels(to writer: inout SwiftWriter) {
    var set = KernelSet()
    for kernel in steps.flatMap(\.body.kernels) { set.insert(kernel) }
    if set.kernels.isEmpty { return }
    writer.blank()
    writer.write("// MARK: - Kernels")
    writer.blank()
    writer.block("extension \(typeName)") { (writer) in
      writer.blank()
      writer.documentation("What the layers share.")
      writer.block("private enum Kernels") { (writer) in
        for kernel in set.kernels {
          writer.blank()
          writer.write(kernel.text)
        }
        writer.blank()
      }
      writer.blank()
    }
  }

}
