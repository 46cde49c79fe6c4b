/// Confidence bounds of a noncentrality, by inverting a test.
///
/// A bound is the noncentrality under which what was observed, or more, is just as unlikely as the
/// level allows. Reference: Steiger & Fouladi (1997), in What If There Were No Significance Tests?
enum NoncentralityInterval {
  /// Bounds of a chi-square's or an F's noncentrality, zero where even that is too large.
  static func ofSquares(
    level: Double, near start: Double,
    tails: (_ noncentrality: Double) throws(StatsError) -> TailPair
  ) throws(StatsError) -> ConfidenceInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: level) / 2
    func root(_ miss: (TailPair) -> Double) throws(StatsError) -> Double {
      guard try miss(tails(0)) < 0 else { return 0 }
      var upper = start + 10 * (start + 1).squareRoot()
      while try miss(tails(upper)) < 0 { upper *= 2 }
      return try BracketedRoot.find(in: 0...upper, accuracy: upper * 1e-14) {
        (noncentrality) throws(StatsError) in miss(try tails(noncentrality))
      }
    }
    return ConfidenceInterval(
      lower: try root { $0.upper - tail }, upper: try root { tail - $0.lower }, level: level)
  }

  /// Bounds of the noncentrality of Student's t.
  static func ofT(
    _ statistic: Double, degreesOfFreedom: Double, level: Double
  ) throws(StatsError) -> ConfidenceInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: level) / 2
    func root(_ miss: (TailPair) -> Double) throws(StatsError) -> Double {
      func at(_ noncentrality: Double) throws(StatsError) -> Double {
        miss(
          try NoncentralT(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
            .tails(at: statistic))
      }
      // A bound is about a normal quantile away, and farther in proportion where t itself is noisy.
      var reach = 3 + statistic.magnitude / degreesOfFreedom.squareRoot()
      while try at(statistic - reach) > 0 { reach *= 2 }
      while try at(statistic + reach) < 0 { reach *= 2 }
      return try BracketedRoot.find(
        in: statistic - reach...statistic + reach, accuracy: reach * 1e-14, at)
    }
    return ConfidenceInterval(
      lower: try root { $0.upper - tail }, upper: try root { tail - $0.lower }, level: level)
  }
}
