import CNNIR
import CNNSource
import CNNSyntax

extension Lowering {

  /// `it.channels`, `layers.count` and the like.
  mutating func member(
    _ member: Identifier, of value: Value, _ range: SourceRange
  ) throws(Failure) -> Value {
    switch (value, member.name) {
    case (.unknown, _): throw .consequence
    case (.tensor(let tensor), _): return try extent(member, of: graph.type(of: tensor))
    case (.list(let elements), "count"), (.tuple(let elements, _), "count"):
      return .integer(elements.count)
    case (.list(let elements), "enumerated"):
      return .list(try enumerated(elements, range))
    case (.range(let values), "count"):
      let (count, overflow) = values.upperBound.subtractingReportingOverflow(values.lowerBound)
      if overflow { throw .mistake(.overflow(range)) }
      return .integer(count)
    case (.tuple(let elements, let labels), let name):
      try charge(labels.count, at: range)
      if let index = labels.firstIndex(of: name) { return elements.values[index] }
      throw .mistake(.unknownMember(member, of: value, ["count"] + labels.compactMap(\.self)))
    case (.list, _): throw .mistake(.unknownMember(member, of: value, ["count", "enumerated"]))
    case (.range, _): throw .mistake(.unknownMember(member, of: value, ["count"]))
    default: throw .mistake(.unknownMember(member, of: value, []))
    }
  }

  /// Each element with its index.
  private mutating func enumerated(
    _ elements: Elements, _ range: SourceRange
  ) throws(Failure) -> Elements {
    try charge(elements.count, at: range)
    let pairs = Elements(
      elements.values.enumerated().map { (index, element) in
        .tuple(Elements([.integer(index), element]), labels: [nil, nil])
      })
    try checkSize(pairs, range)
    return pairs
  }

  /// A named extent of a value, or its shape without the batch.
  private func extent(_ member: Identifier, of type: TensorType) throws(Failure) -> Value {
    let names: [String] =
      switch type.spatialRank {
      case 1: ["length"]
      case 2: ["height", "width"]
      case 3: ["depth", "height", "width"]
      default: []
      }
    if member.name == "shape" { return .tuple(type.shape.dropFirst()) }
    if member.name == "channels", type.shape.count > 1 { return .integer(type.channels) }
    guard let axis = names.firstIndex(of: member.name) else {
      let known = (type.shape.count > 1 ? ["channels"] : []) + names + ["shape"]
      throw .mistake(.unknownExtent(member, type.shape.withoutBatch, known))
    }
    return .integer(type.spatialExtents[axis])
  }

}

// MARK: - Elements

extension Lowering {

  /// `a[i]`, `a[1...]` and the like; the first element has the index 0.
  mutating func element(
    of base: Value, _ index: Expression, _ range: SourceRange
  ) throws(Failure) -> Value {
    if case .unknown = base { throw .consequence }
    guard let elements = base.elements else { throw .mistake(.notIndexable(base, range)) }
    if case .range(let lower, let upper, let isClosed) = index.kind {
      return try slice(of: elements, lower, upper, isClosed: isClosed, index.range)
    }
    let position = try integer(index)
    guard elements.values.indices.contains(position) else {
      throw .mistake(.indexOutOfRange(position, elements.count, index.range))
    }
    return elements.values[position]
  }

  /// The elements within a range either end of which may be missing.
  private mutating func slice(
    of elements: Elements, _ lower: Expression?, _ upper: Expression?, isClosed: Bool,
    _ range: SourceRange
  ) throws(Failure) -> Value {
    var first = 0
    var end = elements.count
    if let lower { first = try integer(lower) }
    if let upper {
      let last = try integer(upper)
      guard last < elements.count || (last == elements.count && !isClosed) else {
        throw .mistake(.indexOutOfRange(last, elements.count, range))
      }
      end = isClosed ? last + 1 : last
    }
    guard first >= 0, first <= elements.count else {
      throw .mistake(.indexOutOfRange(first, elements.count, range))
    }
    guard first <= end else { throw .mistake(.invertedRange(first, end, range)) }
    try charge(end - first, at: range)
    return .list(Elements(elements.values[first..<end]))
  }

}
