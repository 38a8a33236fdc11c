import CNNIR

/// What part of the first input each value depends on.
///
/// Fields are exact: they follow windows, dilation, transposed convolutions, resampling and branches.
/// Borders cut nothing off, so that a field may be larger than the input.
package struct ReceptiveFields: Sendable {

  /// What each position along one axis of a value depends on, along one axis of the input.
  package struct Field: Sendable, Hashable {

    /// The axis of the value along which a part moves with the position; none if no part does.
    package var axis: Int?
    /// The part that moves, if a table holds it.
    package var map: PositionMap?
    /// What every position depends on.
    package var constant: ClosedRange<Int>?
    /// Whether something that no table holds ended in the constant part.
    package var isConstantUnknown = false
  }

  /// A place where branches meet that do not look at the same place of the input.
  package struct Misalignment: Sendable, Hashable {
    package let node: ValueID
    /// The operands, counted from 0.
    package let operands: [Int]
    /// The axis of the input, counted from the first one that is followed.
    package let axis: Int
    /// The centres of position 0, and how far a position further is in the input, for each operand.
    package let centers: [Double]
    package let strides: [Double]
  }

  /// The axes of the input that are followed: the spatial ones, or that of a list of tokens.
  package let inputAxes: [Int]

  /// The fields of each value along these axes; empty where nothing comes from the first input.
  private var fields: [ValueID: [Field]] = [:]

  package private(set) var misalignments: [Misalignment] = []

  package subscript(value: ValueID) -> [Field] { fields[value] ?? [] }

  package init(_ graph: Graph) {
    guard let input = graph.inputs.first else {
      inputAxes = []
      return
    }
    inputAxes = graph.followedAxes(of: input)
    fields[input.id] = inputAxes.map { Field(axis: $0, map: .identity) }
    for node in graph.nodes { follow(node, in: graph) }
  }

  private mutating func follow(_ node: Node, in graph: Graph) {
    let types = node.operandTypes(in: graph)
    var branches = node.operands.enumerated().map { (index, operand) in
      let reach = node.op.reach(of: index, types, to: node.type)
      return self[operand].map { $0.through(reach, of: types[index]) }
    }
    // What is added as the result is stored has its type.
    branches += node.epilogue.compactMap(\.addend).map { self[$0] }
    findMisalignments(of: branches, at: node.id)
    let known = branches.filter { !$0.isEmpty }
    guard let first = known.first else { return }
    fields[node.id] = known.dropFirst().reduce(first) { (joined, branch) in
      zip(joined, branch).map { $0.union($1, in: node.type) }
    }
  }

  private mutating func findMisalignments(of branches: [[Field]], at node: ValueID) {
    for axis in inputAxes.indices {
      let moving = branches.enumerated().compactMap { (index, fields) -> (Int, PositionMap)? in
        guard fields.indices.contains(axis), let map = fields[axis].map else { return nil }
        return (index, map)
      }
      guard let (first, map) = moving.first,
        let (other, otherMap) = moving.dropFirst().first(where: { !$0.1.isAligned(with: map) })
      else { continue }
      misalignments.append(
        Misalignment(
          node: node, operands: [first, other], axis: axis,
          centers: [map.center, otherMap.center], strides: [map.stride, otherMap.stride]))
    }
  }

}

extension Graph {

  /// The axes of an input whose positions are followed: those after batch and channels; of token
  /// numbers, which are looked up, the axis that counts them.
  fileprivate func followedAxes(of input: Input) -> [Int] {
    let shape = input.type.shape
    let isTokens = users(of: input.id).contains { node($0)?.op.keepsPositionsOfTokens == true }
    return Array(shape.indices.dropFirst(isTokens ? 1 : 2))
  }

}

extension Op {

  /// Whether the op appends an axis and keeps the others: an embedding.
  fileprivate var keepsPositionsOfTokens: Bool {
    let tokens = TensorType(Shape(1, 2))
    guard let result = try? resultType(for: [tokens]), result.shape.count == 3 else { return false }
    return reach(of: 0, [tokens], to: result) == [.same(1)]
  }

}

extension PositionMap {

  /// How far a position further is in the input.
  package var stride: Double { Double(advance) / Double(period) }

  /// Whether both look at the same place of the input, position by position.
  fileprivate func isAligned(with other: PositionMap) -> Bool {
    rateIsEqual(to: other) && abs(center - other.center) < 1e-6
  }

}

extension ReceptiveFields.Field {

  /// The field of a result whose op has `reach` to a value of `type` with this field.
  fileprivate func through(_ reach: [AxisReach], of type: TensorType) -> Self {
    guard let axis else { return self }
    // The batch is not in the list.
    switch reach[axis - 1] {
    case .all:
      return collapsed(over: type.shape[axis])
    case .movingAndAll(let along):
      var field = collapsed(over: type.shape[axis])
      (field.axis, field.map) = (along, map)
      return field
    case .moving(let outer, let along):
      var field = self
      (field.axis, field.map) = (along, map.flatMap { (inner) in outer?.following(inner) })
      return field
    }
  }

  /// The field of a value that depends on all positions along the axis, of `extent`.
  private func collapsed(over extent: Int) -> Self {
    guard axis != nil else { return self }
    var field = self
    (field.axis, field.map) = (nil, nil)
    if let map {
      field.constant = enclosingRange(constant, map.hull(over: extent))
    } else {
      field.isConstantUnknown = true
    }
    return field
  }

  /// The field of a value of `type` that depends on what both do.
  fileprivate func union(_ other: Self, in type: TensorType) -> Self {
    var field = self
    field.constant = enclosingRange(constant, other.constant)
    field.isConstantUnknown = isConstantUnknown || other.isConstantUnknown
    guard let otherAxis = other.axis else { return field }
    guard let axis else {
      (field.axis, field.map) = (otherAxis, other.map)
      return field
    }
    if axis == otherAxis {
      field.map = map.flatMap { (map) in
        other.map.flatMap { map.union($0, over: type.shape[axis]) }
      }
    } else {
      // The branches lay the input's axis along different ones of their own.
      field = field.collapsed(over: type.shape[axis])
      field.isConstantUnknown = true
    }
    return field
  }

}

extension PositionMap {

  /// What positions depend on by way of either map. Where these move at different rates, the table
  /// is of the positions of an axis of `extent`, one period, and goes on at the rate of this map.
  fileprivate func union(_ other: PositionMap, over extent: Int) -> PositionMap? {
    if let map = union(other) { return map }
    guard !rateIsEqual(to: other) else { return nil }
    let advance = (extent * self.advance + period / 2) / period
    return PositionMap(period: extent, advance: max(advance, 1)) {
      enclosingRange(self[$0], other[$0])
    }
  }

}
