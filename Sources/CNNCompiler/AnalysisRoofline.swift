import CNNRuntime

/// How long a layer takes at least on this machine: as its multiply-adds take at the peak, or as its
/// operands, results and weights take to move to and from memory, whichever is longer (Williams, Waterman
/// and Patterson, 2009). It bounds a layer by itself, as sums of products: what is fused or stays in a cache
/// is not moved, and minimal filtering (Winograd) has fewer multiplications.
package struct LayerEstimate: Sendable {
  package let microseconds: Double
  package let isMemoryBound: Bool

  /// What limits the layer, in a word.
  var bound: String { isMemoryBound ? "memory" : "compute" }
}

/// What a machine can do at most, for estimates.
package struct AnalysisRoofline: Sendable {

  /// The name of the vector instructions.
  package let instructionSet: String
  /// The multiply-adds and the bytes a second of one thread.
  package let macsPerSecond: Double
  package let bytesPerSecond: Double

  package init(instructionSet: String, macsPerSecond: Double, bytesPerSecond: Double) {
    self.instructionSet = instructionSet
    self.macsPerSecond = macsPerSecond
    self.bytesPerSecond = bytesPerSecond
  }

  /// Measures one thread of this machine, in some hundredths of a second.
  package init() {
    let set = InstructionSet.best
    let roofline = Roofline(set)
    self.init(
      instructionSet: set.rawValue, macsPerSecond: roofline.multiplyAdds,
      bytesPerSecond: roofline.bandwidth)
  }

  /// The estimate of a layer.
  func estimate(of layer: AnalyzedLayer) -> LayerEstimate {
    let computing = Double(layer.costs.macs) / macsPerSecond
    let moving = Double(layer.trafficBytes) / bytesPerSecond
    return LayerEstimate(
      microseconds: 1e6 * max(computing, moving), isMemoryBound: moving > computing)
  }

}

extension AnalysisReport {

  /// The same with an estimate of each layer's time.
  package func estimated(by roofline: AnalysisRoofline) -> AnalysisReport {
    var report = self
    report.roofline = roofline
    for index in report.layers.indices {
      report.layers[index].estimate = roofline.estimate(of: layers[index])
    }
    return report
  }

  /// The sum over the layers.
  var estimatedMicroseconds: Double {
    layers.reduce(0) { $0 + ($1.estimate?.microseconds ?? 0) }
  }

  /// What was measured, and what follows for the network.
  var rooflineLine: String? {
    roofline.map { (roofline) in
      let (macs, bytes) = (Int(roofline.macsPerSecond), Int(roofline.bytesPerSecond))
      return "At most \(shortened(macs))MAC/s and \(byteCount(bytes))/s in one thread "
        + "(\(roofline.instructionSet)): at least \(decimal(estimatedMicroseconds / 1e3)) ms, layer by "
        + "layer. A run takes less where it fuses layers, finds values in a cache or multiplies less "
        + "(Winograd)."
    }
  }

}
