import CNNPlanning

extension ConvolutionStep {

  func emit(into body: inout LayerBody) {
    let phases = phases.flatMap(\.ofEqualRows)
    for (index, phase) in phases.enumerated() {
      let next =
        index + 1 < phases.count ? phases[index + 1].groups.first?.weights : following.first
      let loops = PhaseLoops(step: self, phase: phase, following: next)
      if phases.count == 1 {
        loops.emit(into: &body)
      } else {
        body.block("do") { loops.emit(into: &$0) }
      }
    }
  }

}

/// Groups of filters that differ by regular distances.
struct FilterSegment {

  let vectors: Int
  let count: Int
  /// The number of the first block, where its filters begin, and those of the next group from there.
  let block: Int
  let weights: Int
  let weightsDistance: Int
  /// The first offset of the first group, and from there that of the next group.
  let input: Int
  let inputDistance: Int
  /// The offsets seen from the first.
  let steps: [Int]

  /// Groups as few segments.
  static func segments(of groups: [ConvolutionStep.FilterGroup]) -> [FilterSegment] {
    var segments: [FilterSegment] = []
    var start = 0
    while start < groups.count {
      let first = groups[start]
      let base = first.steps.first ?? 0
      let steps = first.steps.map { $0 - base }
      let next = start + 1 < groups.count ? groups[start + 1] : first
      let weights = next.weights - first.weights
      let input = (next.steps.first ?? 0) - base
      var end = start + 1
      while end < groups.count {
        let (group, last) = (groups[end], groups[end - 1])
        let start = group.steps.first ?? 0
        guard group.vectors == first.vectors, group.weights - last.weights == weights,
          start - (last.steps.first ?? 0) == input, group.steps.map({ $0 - start }) == steps
        else { break }
        end += 1
      }
      segments.append(
        FilterSegment(
          vectors: first.vectors, count: end - start, block: first.block, weights: first.weights,
          weightsDistance: weights, input: base, inputDistance: input, steps: steps))
      start = end
    }
    return segments
  }

}

/// The loops of a phase: images, planes, pieces of planes, parts of the sums, filters, rows, pixels.
private struct PhaseLoops {

  let step: ConvolutionStep
  let phase: ConvolutionStep.Phase
  /// Where the weights begin that are read after the phase, if that is known.
  let following: Int?

  private var isInParts: Bool { phase.parts > 1 }

  /// How many tiles are computed with a group of filters before the next group's turn.
  private func calls(_ vectors: Int) -> Int {
    min(phase.rowsAtOnce, phase.rows) * phase.tiles[vectors: vectors].count
  }

  /// Whether these tiles fetch the next filters: a single one would be too busy with that, and very many
  /// would go on beyond them.
  private func fetches(_ segment: FilterSegment, _ next: String?) -> Bool {
    (2...segment.vectors * Layout.lanes).contains(calls(segment.vectors))
      && (segment.count > 1 || next != nil)
  }

  func emit(into body: inout LayerBody) {
    let segments = FilterSegment.segments(of: phase.groups)
    var lists: [[Int]: String] = [:]
    for segment in segments where lists[segment.steps] == nil {
      lists[segment.steps] = body.list(segment.steps)
    }
    body.write("let x = \(body.arena(phase.input.origin))")
    body.write("let y = \(body.arena(phase.output.origin))")
    if let residual = phase.residual { body.write("let r = \(body.arena(residual.origin))") }
    body.forEach("image", in: step.batch, moving: moves(\.image)) { (body) in
      body.forEach("plane", in: phase.planes, moving: moves(\.plane)) { (body) in
        emitPieces(into: &body) { (body, rows) in
          for (index, segment) in segments.enumerated() {
            emit(
              segment, after(index, of: segments, &body), rows, lists[segment.steps]!, into: &body)
          }
        }
      }
    }
  }

  /// How far the pointers move.
  private func moves(_ distance: (Strides) -> Int) -> [(name: String, distance: Int)] {
    [("x", distance(phase.input)), ("y", distance(phase.output))]
      + (phase.residual.map { [("r", distance($0))] } ?? [])
  }

  /// Writes `content` for pieces of the rows, and in each for the parts of the sums; with a single row
  /// at a time, the pointers are moved there.
  private func emitPieces(
    into body: inout LayerBody, _ content: (inout LayerBody, _ rows: String?) -> Void
  ) {
    func emitParts(_ body: inout LayerBody, _ rows: String?) {
      if !isInParts { return content(&body, rows) }
      body.block("for part in 0..<\(phase.parts)") { content(&$0, rows) }
    }
    if phase.rowsAtOnce == 1 {
      return body.forEach("row", in: phase.rows, moving: moves(\.row)) { emitParts(&$0, nil) }
    }
    if phase.rowsAtOnce >= phase.rows { return emitParts(&body, "0..<\(phase.rows)") }
    body.block("for top in stride(from: 0, to: \(phase.rows), by: \(phase.rowsAtOnce))") { (body) in
      let isEven = phase.rows.isMultiple(of: phase.rowsAtOnce)
      let end = "top + \(phase.rowsAtOnce)"
      emitParts(&body, "top..<\(isEven ? end : "min(\(end), \(phase.rows))")")
    }
  }

  private func emit(
    _ segment: FilterSegment, _ next: String?, _ rows: String?, _ list: String,
    into body: inout LayerBody
  ) {
    body.block(segment.count == 1 ? "do" : "for group in 0..<\(segment.count)") { (body) in
      emitGroup(segment, list, into: &body)
      let fetches = fetches(segment, next)
      if fetches { emitFetching(segment, next, into: &body) }
      guard let rows else { return emitRow(segment, fetches, into: &body) }
      body.block("for row in \(rows)") { (body) in
        for (name, distance) in moves(\.row) {
          body.write("let \(name) = \(name) + \(product("row", distance))")
        }
        emitRow(segment, fetches, into: &body)
      }
    }
  }

  /// Writes what is the same for all rows of a group.
  private func emitGroup(_ segment: FilterSegment, _ list: String, into body: inout LayerBody) {
    func place(_ pointer: String, _ first: Int, _ distance: Int) -> String {
      let isMoving = segment.count > 1 && distance != 0
      return pointer + offset(first, isMoving ? product("group", distance) : nil)
    }
    let (count, partCount) = (segment.steps.count, divideUp(segment.steps.count, phase.parts))
    body.call(
      "var p = \(body.use(EmissionTarget.products))",
      [
        isInParts ? "\(list) + part * \(partCount)" : list,
        "count: "
          + (isInParts ? "max(min(\(partCount), \(count) - part * \(partCount)), 0)" : "\(count)"),
        "run: \(phase.run)", "at: arena",
      ])
    _ = body.parameter(0)
    body.write(
      "p.weights = \(place("parameters", segment.weights, segment.weightsDistance))"
        + part(segment))
    if let bias = step.bias {
      let first = bias + segment.block * Layout.lanes
      let value = "p.bias = \(place("parameters", first, segment.vectors * Layout.lanes))"
      body.write(isInParts ? "if part == 0 { \(value) }" : value)
    }
    emitLimits(into: &body)
    emitStrides(into: &body)
    func move(_ name: String, _ first: Int, _ distance: Int) {
      let value = place(name, first, distance)
      if value != name { body.write("let \(name) = \(value)") }
    }
    let (vectors, block) = (segment.vectors, segment.block)
    move("x", segment.input, segment.inputDistance)
    move("y", block * phase.output.block, vectors * phase.output.block)
    if let residual = phase.residual {
      move("r", block * residual.block, vectors * residual.block)
    }
  }

  /// How far the filters of a part are from those of the first.
  private func part(_ segment: FilterSegment, _ number: String = "part") -> String {
    let count = divideUp(segment.steps.count, phase.parts) * phase.run * segment.vectors
    return isInParts ? " + \(number) * \(count * Layout.lanes)" : ""
  }

  /// Where the filters are that are read after a segment: those of the next one, or after the last those
  /// of the first for other rows or for the next part of the sums, or else what follows the phase.
  private func after(
    _ index: Int, of segments: [FilterSegment], _ body: inout LayerBody
  ) -> String? {
    if index + 1 < segments.count {
      let next = segments[index + 1]
      return body.parameter(next.weights) + part(next)
    }
    if isInParts { return body.parameter(segments[0].weights) + part(segments[0], "(part + 1)") }
    let isOnce = step.batch == 1 && phase.planes == 1 && phase.rowsAtOnce >= phase.rows
    return isOnce ? following.map { body.parameter($0) } : body.parameter(segments[0].weights)
  }

  /// Writes which filters are fetched: those of the next group, and with the last group what comes after
  /// the segment, if that is known.
  private func emitFetching(
    _ segment: FilterSegment, _ next: String?, into body: inout LayerBody
  ) {
    let ofNextGroup = "p.weights + \(segment.weightsDistance)"
    switch (segment.count, next) {
    case (1, let next?): body.write("p.ahead = \(next)")
    case (_, let next?):
      body.write("p.ahead = \(ofNextGroup)")
      body.write("if group == \(segment.count - 1) { p.ahead = \(next) }")
    case (_, nil): body.write("p.ahead = \(ofNextGroup)")
    }
    let distance = divideUp(segment.vectors * Layout.lanes, calls(segment.vectors))
    body.write("p.aheadDistance = \(distance)")
  }

  private func emitLimits(into body: inout LayerBody) {
    if step.limits.areNone { return }
    let limits = "(\(step.limits.arguments.joined(separator: ", ")))"
    body.write(
      isInParts
        ? "if part == \(phase.parts - 1) { (p.low, p.high) = \(limits) }"
        : "(p.low, p.high) = \(limits)")
  }

  private func emitStrides(into body: inout LayerBody) {
    if phase.outputPixel != Layout.lanes { body.write("p.outputPixel = \(phase.outputPixel)") }
    body.write("p.outputBlock = \(phase.output.block)")
    // The first part adds the residual, the others what is there from the parts before.
    if isInParts {
      body.write("p.residualBlock = \(phase.output.block)")
      body.write("p.residualPixel = \(phase.outputPixel)")
    }
    guard let residual = phase.residual else { return }
    let block = "p.residualBlock = \(residual.block)"
    body.write(
      isInParts ? "if part == 0 { \(block); p.residualPixel = \(Layout.lanes) }" : block)
  }

  private func emitRow(_ segment: FilterSegment, _ fetches: Bool, into body: inout LayerBody) {
    body.emitTiles(
      phase.tiles[vectors: segment.vectors], of: segment.vectors, from: ("x", phase.inputPixel),
      to: ("y", phase.outputPixel), fetches: fetches
    ) { (place) in
      let residual = phase.residual.map { (_) in "UnsafePointer(\(place("r", Layout.lanes)))" }
      return isInParts
        ? "part == 0 ? \(residual ?? "nil") : UnsafePointer(p.output)" : residual
    }
    guard let function = step.function else { return }
    if isInParts {
      body.block("if part == \(phase.parts - 1)") { emitMap(segment.vectors, function, into: &$0) }
    } else {
      emitMap(segment.vectors, function, into: &body)
    }
  }

  /// Writes a function of a row while it is in the cache.
  private func emitMap(_ vectors: Int, _ function: ElementFunction, into body: inout LayerBody) {
    body.forEach("vector", in: vectors, moving: [("y", phase.output.block)]) { (body) in
      if phase.outputPixel == Layout.lanes {
        body.emit(function, count: phase.width * Layout.lanes, from: "y", to: "y")
      } else {
        body.forEach("pixel", in: phase.width, moving: [("y", phase.outputPixel)]) {
          $0.emit(function, count: Layout.lanes, from: "y", to: "y")
        }
      }
    }
  }

}
