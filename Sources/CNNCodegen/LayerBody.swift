/// The statements of a layer's function and the kernels that they call.
struct LayerBody {

  private var writer = SwiftWriter(depth: 2)

  /// The kernels called, each after those that it needs, in the order of their first use.
  private(set) var kernels: [Kernel] = []

  /// What the layer does to each element where it stores it.
  private var epilogue: [Layer.Step]

  /// What is left to do to the result once it is there.
  private var remainder: [Layer.Step]

  init(_ layer: Layer) {
    // An addend is read at the element's place in the whole result, which the stores do not know.
    let isAdding = !layer.addendNames.isEmpty
    epilogue = isAdding ? [] : layer.epilogue
    remainder = layer.epilogue
  }

  /// The statements, indented as in a function of the type's extension.
  var text: String { writer.text }

  /// Writes a line, or several.
  mutating func write(_ lines: String) { writer.write(lines) }

  /// Writes `head(arguments)`, broken between arguments where it must be.
  mutating func call(_ head: String, _ arguments: [String]) {
    writer.list(head + "(", arguments, ")")
  }

  /// Writes a block with what `content` writes inside.
  mutating func block(_ head: String, _ content: (inout LayerBody) -> Void) {
    writer.write(head + " {")
    writer.indent()
    content(&self)
    writer.dedent()
    writer.write("}")
  }

  /// Notes that the body needs `kernel`.
  ///
  /// - Returns: the name to call it by.
  mutating func use(_ kernel: Kernel) -> String {
    kernels.append(kernel)
    return "Kernels." + kernel.name
  }

  /// Writes the assignment of `value`, after the ops of the epilogue, to `target`.
  mutating func store(_ value: String, in target: String) {
    if !epilogue.isEmpty { remainder = [] }
    if assign(epilogue.reduce(value) { apply($1, to: $0) }, to: target) { return }
    write("var result: Float = \(value)")
    for step in epilogue { write("result = \(apply(step, to: "result"))") }
    write("\(target) = result")
  }

  /// The value of `step` for `value`, an element of the result at the place `i`.
  private mutating func apply(_ step: Layer.Step, to value: String) -> String {
    switch step {
    case .apply(let op): apply(op, to: value)
    case .add(let addend): "(\(value) + \(addend)[i])"
    }
  }

  /// Writes the assignment, on two lines if need be.
  ///
  /// - Returns: whether it fits them.
  private mutating func assign(_ value: String, to target: String) -> Bool {
    if writer.fits("\(target) = \(value)") {
      write("\(target) = \(value)")
    } else if epilogue.isEmpty || writer.fits("  \(value)") {
      write("\(target) =\n  \(value)")
    } else {
      return false
    }
    return true
  }

  /// The call of an elementwise op's function for `value`.
  mutating func apply(_ op: any EmittableElementwiseOp, to value: String) -> String {
    "\(use(op.kernel))(\(([value] + op.arguments).joined(separator: ", ")))"
  }

  /// Writes what the layer has not done where it stores: a loop over the result.
  mutating func finish(_ layer: Layer) {
    epilogue = remainder
    applyEpilogue(to: "y", count: "\(layer.output.elementCount)")
  }

  /// Whether more is done to an element where it is stored.
  var hasEpilogue: Bool { !epilogue.isEmpty }

  /// Writes the steps of the epilogue over `count` elements at `pointer`, if there are any.
  mutating func applyEpilogue(to pointer: String, count: String) {
    if epilogue.isEmpty { return }
    block("for i in 0..<\(count)") { (body) in
      body.store("\(pointer)[i]", in: "\(pointer)[i]")
    }
  }

  /// Writes `content` once for each of `count` items, with each of `pointers` moved to the item.
  ///
  /// One item needs no loop.
  mutating func forEach(
    _ item: String, in count: Int, moving pointers: [(name: String, distance: Int)],
    _ content: (inout LayerBody) -> Void
  ) {
    if count == 1 { return content(&self) }
    block("for \(item) in 0..<\(count)") { (body) in
      for (name, distance) in pointers {
        body.write("let \(name) = \(name) + \(product(item, distance))")
      }
      content(&body)
    }
  }

  /// Writes `content` once for each channel `c` of each image, whose elements are
  /// `c * area..<(c + 1) * area` from `x` and `y` on.
  mutating func forEachChannel(of layer: Layer, _ content: (inout LayerBody, _ area: Int) -> Void) {
    let size = layer.input.withoutBatch.elementCount
    let channels = layer.input[1]
    forEach("image", in: layer.input[0], moving: [("x", size), ("y", size)]) { (body) in
      body.block("for c in 0..<\(channels)") { content(&$0, size / channels) }
    }
  }

}
