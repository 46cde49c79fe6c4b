internal import Summaries

/// One bin of a reliability curve: what was predicted in it, and what happened.
public struct ReliabilityPoint: Equatable, Codable, Sendable {
  /// The mean prediction of the bin's rows.
  public let meanPrediction: Double
  /// The positives among the bin's rows.
  public let outcome: BinomialCount
  /// Wilson's interval of the probability of a positive in the bin.
  public let interval: ConfidenceInterval
}

extension Calibration {
  /// The bins in the order given, each with its own interval, for independent rows.
  ///
  /// The labels are 0 or 1. One bin in twenty lies outside its 95 % interval by chance.
  ///
  /// - Throws: `StatsError` for a level not between 0 and 1, or labels beyond 0 and 1.
  public func reliabilityCurve(level: Double = 0.95) throws(StatsError) -> [ReliabilityPoint] {
    var points: [ReliabilityPoint] = []
    for bin in bins {
      let outcome = try BinomialCount(
        successes: Int((bin.meanY * Double(bin.count)).rounded()), trials: bin.count)
      points.append(
        ReliabilityPoint(
          meanPrediction: bin.meanX, outcome: outcome,
          interval: try WilsonInterval(level: level).interval(outcome)))
    }
    return points
  }
}
