import CNNPlanning

/// The statements of a layer's function and the kernels that they call.
///
/// The function knows the arena as `arena`, the packed parameters as `parameters`, and the network's
/// inputs by their names.
struct LayerBody {

  private var writer = SwiftWriter(depth: 2)

  let target: EmissionTarget

  /// The kernels called, each after those that it needs, in the order of their first use.
  private(set) var kernels: [Kernel] = []

  /// What the function reads besides the arena.
  private(set) var readsParameters = false
  private(set) var inputs: Set<String> = []

  /// The names of the network's inputs.
  private let inputNames: [String]

  /// Where scratch memory begins in the arena, and how much of it the layer uses.
  private let scratchStart: Int
  private(set) var scratchSize = 0

  init(_ target: EmissionTarget, inputNames: [String], scratchStart: Int) {
    (self.target, self.inputNames, self.scratchStart) = (target, inputNames, scratchStart)
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

  /// Writes the assignment of `value` to `target`, on two lines if need be.
  mutating func store(_ value: String, in target: String) {
    let line = "\(target) = \(value)"
    write(writer.fits(line) ? line : "\(target) =\n  \(value)")
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

// MARK: - Memory

extension LayerBody {

  /// A pointer to an element of the arena.
  func arena(_ offset: Int) -> String { offset == 0 ? "arena" : "arena + \(literal(offset))" }

  /// A pointer to a packed parameter.
  mutating func parameter(_ offset: Int) -> String {
    readsParameters = true
    return offset == 0 ? "parameters" : "parameters + \(literal(offset))"
  }

  /// The same, or `nil` where there is none.
  mutating func parameter(ifAny offset: Int?) -> String {
    offset.map { parameter($0) } ?? "nil"
  }

  /// A pointer to the first element of what a step reads.
  mutating func pointer(to source: Source) -> String {
    switch source {
    case .arena(let place): return arena(place.origin)
    case .input(let index, _):
      inputs.insert(inputNames[index])
      return inputNames[index]
    }
  }

  /// Writes a list of offsets to scratch memory.
  ///
  /// - Returns: a pointer to the first.
  mutating func list(_ offsets: [Int]) -> String {
    let name = scratchSize == 0 ? "offsets" : "offsets\(scratchSize)"
    let keyword = offsets.isEmpty ? "let" : "var"
    let arguments = [scratch(offsets.count), "count: \(offsets.count)"]
    call("\(keyword) \(name) = \(use(.offsets))", arguments)
    for part in OffsetPattern.patterns(of: offsets) { call("\(name).add", part.arguments) }
    return "\(name).start"
  }

  /// Memory for offsets while the layer runs.
  mutating func scratch(_ count: Int) -> String {
    // An offset takes as much as two numbers; lists begin at whole cache lines.
    defer { scratchSize += divideUp(2 * count, 16) * 16 }
    return arena(scratchStart + scratchSize)
  }

}
