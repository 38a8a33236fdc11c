import CNNIR
import CNNOps
import CNNSource

extension Lowering {

  /// `split(2)` or `split([64, 192])`: parts of the channels, one after the other, as slices.
  mutating func split(
    _ arguments: [EvaluatedArgument], _ range: SourceRange
  ) throws(Failure) -> [Value] {
    var rest = arguments[...]
    if arguments.contains(where: \.value.isUnknown) { throw .consequence }
    var value: ValueID?
    if let first = rest.first, first.label == nil, case .tensor(let tensor) = first.value {
      value = tensor
      rest.removeFirst()
    }
    guard rest.count == 1, let parts = rest.first, parts.label == nil else {
      throw .mistake(.splitArguments(range))
    }
    let operand: ValueID
    if let value { operand = value } else { operand = try currentTensor(range) }
    let type = graph.type(of: operand)
    // The slices themselves refuse a value without channels.
    let channels = type.shape.count > 1 ? type.channels : 1
    var start = 0
    var results: [Value] = []
    for size in try sizes(parts, channels) {
      var slice = Slice()
      (slice.start, slice.end) = (start, start + size)
      start += size
      let name = names.takeUnique(names.path("split"), at: range)
      let operands = [Operand(value: operand, range: range)]
      results.append(.tensor(try append(Layer(op: slice), operands, name: name, at: range)))
    }
    return results
  }

  /// The channels of each part: as many equal parts as a number says, or those of a list.
  private mutating func sizes(
    _ parts: EvaluatedArgument, _ channels: Int
  ) throws(Failure) -> [Int] {
    switch parts.value {
    case .integer(let count):
      guard count > 0, channels % count == 0 else {
        throw .mistake(.splitCount(count, channels, parts.range))
      }
      try charge(count, at: parts.range)
      return Array(repeating: channels / count, count: count)
    case .list(let elements):
      try charge(elements.count, at: parts.range)
      let sizes = elements.values.compactMap(\.positiveInteger)
      guard sizes.count == elements.count, checkedSum(sizes) == channels else {
        throw .mistake(.splitSizes(channels, parts.range))
      }
      return sizes
    default: throw .mistake(.notInteger(parts.value, parts.range))
    }
  }

}

extension Value {

  fileprivate var positiveInteger: Int? {
    if case .integer(let value) = self, value > 0 { value } else { nil }
  }

}
