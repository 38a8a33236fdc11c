import CNNIR
import CNNOps

/// An op that multiplies its first operand with a weight and perhaps adds a bias for each filter, so
/// that what happens to the channels before or after it can happen to the weight instead.
///
/// The parameters are the weight and, if there is one, the bias.
protocol WeightedOp: Op {

  var bias: Bool { get set }

  /// The weight of `shape` for which the op makes its result times `scale`, a number for each filter
  /// or one for all.
  func scaleFilters(
    of weight: ParameterExpression, _ shape: Shape, by scale: ParameterExpression
  ) -> ParameterExpression

  /// The products of the weight of `shape` with `factors`, a number for each channel of the operand,
  /// or one for all.
  func scaleChannels(
    of weight: ParameterExpression, _ shape: Shape, by factors: ParameterExpression
  ) -> ParameterExpression

  /// Whether each channel of the result is made by one filter.
  func hasFilterChannels(_ result: TensorType) -> Bool

  /// Whether every element of the result sees every tap of its filter on the input `x`, so that a
  /// number added to each channel adds the same everywhere.
  func seesOnlyInput(_ x: TensorType) -> Bool

}

extension WeightedOp {

  func hasFilterChannels(_ result: TensorType) -> Bool { true }

}

/// What convolutions whose weight is `filters x channels / groups x …` have in common.
protocol FiltersFirstOp: WeightedOp {
  var groups: Int { get }
}

extension FiltersFirstOp {

  func scaleFilters(
    of weight: ParameterExpression, _ shape: Shape, by scale: ParameterExpression
  ) -> ParameterExpression {
    weight * scale.alongAxis(0, of: shape.count, shape[0])
  }

  func scaleChannels(
    of weight: ParameterExpression, _ shape: Shape, by factors: ParameterExpression
  ) -> ParameterExpression {
    // Each group of filters sees channels of its own.
    weight.scalingSecondAxis(shape, groups: groups, by: factors)
  }

}

extension Conv: FiltersFirstOp {

  func seesOnlyInput(_ x: TensorType) -> Bool {
    windowAttributes.unchecked(over: x).allSatisfy { $0.before == 0 && $0.after == 0 }
  }

}

extension DeformConv: FiltersFirstOp {

  /// Offsets can move any tap beyond the input.
  func seesOnlyInput(_ x: TensorType) -> Bool { false }

}

extension ConvTranspose: WeightedOp {

  /// An element of the result is reached by some of the taps only.
  func seesOnlyInput(_ x: TensorType) -> Bool { false }

  func scaleFilters(
    of weight: ParameterExpression, _ shape: Shape, by scale: ParameterExpression
  ) -> ParameterExpression {
    // Filter `o` is number `o % (filters / groups)` of group `o / (filters / groups)`.
    weight.scalingSecondAxis(shape, groups: groups, by: scale)
  }

  func scaleChannels(
    of weight: ParameterExpression, _ shape: Shape, by factors: ParameterExpression
  ) -> ParameterExpression {
    weight * factors.alongAxis(0, of: shape.count, shape[0])
  }

}

extension Linear: WeightedOp {

  func seesOnlyInput(_ x: TensorType) -> Bool { true }

  /// The features are the last axis, the channels the second.
  func hasFilterChannels(_ result: TensorType) -> Bool { result.shape.count == 2 }

  func scaleFilters(
    of weight: ParameterExpression, _ shape: Shape, by scale: ParameterExpression
  ) -> ParameterExpression {
    weight * scale.alongAxis(0, of: 2, shape[0])
  }

  func scaleChannels(
    of weight: ParameterExpression, _ shape: Shape, by factors: ParameterExpression
  ) -> ParameterExpression {
    weight * factors.alongAxis(1, of: 2, shape[1])
  }

}

extension ParameterExpression {

  /// A weight of `shape`, whose first axis falls into `groups`, times `factors`: as many for each
  /// group as the second axis is long, or one for all.
  fileprivate func scalingSecondAxis(
    _ shape: Shape, groups: Int, by factors: ParameterExpression
  ) -> ParameterExpression {
    if case .constant = factors { return self * factors }
    if groups == 1 { return self * factors.alongAxis(1, of: shape.count, shape[1]) }
    let taps = Array(shape.dropFirst(2))
    let grouped = ParameterExpression.reshape(
      self, Shape([groups, shape[0] / groups, shape[1]] + taps))
    let ones = taps.map { (_) in 1 }
    return .reshape(
      grouped * .reshape(factors, Shape([groups, 1, shape[1]] + ones)), shape)
  }

}
