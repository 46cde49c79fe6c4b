/// A range that holds a parameter with a given posterior probability.
public struct CredibleInterval: Equatable, Codable, Sendable {
  /// The smallest value.
  public let lower: Double
  /// The largest value.
  public let upper: Double
  /// The probability that the parameter lies between them, given data and prior.
  public let probability: Double

  /// Whether the interval holds a value, its bounds included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension ContinuousDistribution {
  /// The interval that leaves the same probability on either side.
  ///
  /// - Throws: `StatsError.invalidParameter` for a probability not between 0 and 1.
  public func equalTailedInterval(
    probability: Double = 0.95
  ) throws(StatsError) -> CredibleInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: probability) / 2
    return CredibleInterval(
      lower: try quantile(lowerTail: tail), upper: try quantile(upperTail: tail),
      probability: probability)
  }

  /// The shortest interval of the given probability: no value outside is likelier than one inside.
  ///
  /// For distributions with one mode. Where the density is largest at an end of the support, the
  /// interval begins or ends there.
  ///
  /// - Throws: `StatsError.invalidParameter` for a probability not between 0 and 1, or when the
  ///   density is largest at both ends.
  public func highestDensityInterval(
    probability: Double = 0.95
  ) throws(StatsError) -> CredibleInterval {
    let outside = try ConfidenceInterval.significance(ofLevel: probability)
    func bounds(_ below: Double) throws(StatsError) -> (lower: Double, upper: Double) {
      (try quantile(lowerTail: below), try quantile(upperTail: outside - below))
    }
    // By how much the lower bound is likelier than the upper, within what interpolation can take.
    func excess(_ below: Double) throws(StatsError) -> Double {
      let ends = try bounds(below)
      return min(1e3, max(-1e3, try logDensity(ends.lower) - logDensity(ends.upper)))
    }
    let (first, last) = (try excess(0), try excess(outside))
    guard first <= 0 || last >= 0 else {
      throw .invalidParameter(name: "modes", value: 2, expected: "one, not one at either end")
    }
    let below =
      first >= 0
      ? 0 : last <= 0 ? outside : try BracketedRoot.find(in: 0...outside, accuracy: 1e-15, excess)
    let ends = try bounds(below)
    return CredibleInterval(lower: ends.lower, upper: ends.upper, probability: probability)
  }
}
