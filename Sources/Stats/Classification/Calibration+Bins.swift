internal import Summaries

extension Calibration {
  /// Where a curve's bins of predictions begin and end.
  public enum Binning: Equatable, Codable, Sendable {
    /// So many bins of equal width over [0, 1]; bins may be sparse.
    case equalWidth(Int)
    /// So many bins of about equally many rows, by quantiles of the predictions.
    case equalMass(Int)
  }

  /// Sorts rows into bins, a prediction on an edge into the bin below it.
  ///
  /// Matches the bins of scikit-learn's `calibration_curve`, `uniform` and `quantile`.
  ///
  /// - Throws: `StatsError` for predictions that are no probabilities or fewer than two bins.
  public init(_ rows: LabelledScores, binning: Binning) throws(StatsError) {
    try rows.requireProbabilities()
    let bins: QuantileBins
    switch binning {
    case .equalWidth(let count):
      guard count > 1 else {
        throw .invalidParameter(name: "bins", value: Double(count), expected: "at least two")
      }
      bins = QuantileBins(edges: (1..<count).map { Double($0) / Double(count) })
    case .equalMass(let count):
      bins = try QuantileBins(WeightedValues(rows.scores), bins: count)
    }
    var moments = [BivariateMoments](repeating: BivariateMoments(), count: bins.edges.count + 1)
    for (score, label) in zip(rows.scores, rows.labels) {
      moments[bins.bin(of: score)].add((score, label ? 1 : 0))
    }
    try self.init(bins: moments)
  }
}

extension QuantileBins {
  /// The bin of one value, by bisection.
  func bin(of value: Double) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if closure == .right ? value > edges[middle] : value >= edges[middle] {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
