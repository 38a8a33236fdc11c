extension Step {

  /// Where the weights begin that each of the workers reads first, or `nil` where there are none worth
  /// fetching ahead.
  func firstWeights(workers: Int) -> [Int]? {
    switch self {
    case .convolution(let step): step.firstWeights(workers: workers)
    case .winograd(let step): step.firstWeights(workers: workers)
    case .expandedDepthwise(let step): step.firstWeights(workers: workers)
    case .dense(let step):
      (0..<workers).map {
        let row = share(of: step.rowCount, worker: $0, of: workers).lowerBound
        return step.weights + step.cut(row, workers: workers) * step.inputCount
      }
    default: nil
    }
  }

  /// The step, having `weights` fetched, one place for each worker, while it computes its last results.
  func fetching(_ weights: [Int]) -> Step {
    switch self {
    case .convolution(var step):
      step.following = weights
      return .convolution(step)
    case .winograd(var step):
      step.following = weights
      return .winograd(step)
    default: return self
    }
  }

}

extension ConvolutionStep {

  fileprivate func firstWeights(workers: Int) -> [Int]? {
    guard let phase = phases.first, !phase.groups.isEmpty else { return nil }
    let order = phase.order(batch: batch)
    return (0..<workers).map { (worker) in
      let share = share(of: order.count, worker: worker, of: workers)
      return phase.groups[order.group(of: order.cut(near: share.lowerBound))].weights
    }
  }

}

extension WinogradStep {

  fileprivate func firstWeights(workers: Int) -> [Int] {
    (0..<workers).map { (worker) in
      switch division {
      case .tiles: groups[0].weights
      case .filters: groups[share(of: groups.count, worker: worker, of: workers).lowerBound].weights
      }
    }
  }

}

extension ExpandedDepthwiseStep {

  fileprivate func firstWeights(workers: Int) -> [Int] {
    let groups = expansion.groups
    return (0..<workers).map { (worker) in
      let items = share(of: batch * groups.count * bands, worker: worker, of: workers)
      return groups[items.lowerBound / bands % groups.count].weights
    }
  }

}
