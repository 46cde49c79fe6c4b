public import Summaries

/// Tests whether two normal samples have one variance, by their ratio treatment/control.
///
/// Not to be trusted for data that are not normal, however many; `LeveneTest` is.
///
/// Reference: Fisher (1924). Matches R's `var.test(y, x)`.
public struct VarianceRatioTest: TwoSampleTest {
  /// Which departures from a ratio of one count.
  public var alternative: Alternative

  /// Creates a test of equal variances.
  public init(alternative: Alternative = .twoSided) { self.alternative = alternative }

  /// Compares two samples of at least two observations, neither constant.
  public func evaluate(control: Moments, treatment: Moments) throws(StatsError) -> TestResult {
    try GroupMoments.validate([control, treatment], atLeast: 2)
    guard let a = control.variance, let b = treatment.variance, a > 0, b > 0
    else { throw .zeroVariance }
    let ratio = b / a
    let (n, m) = (Double(treatment.count - 1), Double(control.count - 1))
    let distribution = FDistribution(numerator: n, denominator: m)
    let pValue =
      switch alternative {
      case .greater: try distribution.upperTail(ratio)
      case .less: try distribution.lowerTail(ratio)
      case .twoSided:
        min(1, 2 * min(try distribution.upperTail(ratio), try distribution.lowerTail(ratio)))
      }
    return TestResult(
      method: "F test of two variances", estimate: ratio, standardError: nil, nullValue: 1,
      statistic: ratio, reference: .fisherF(numerator: n, denominator: m),
      alternative: alternative, pValue: pValue)
  }

  /// The ratios treatment/control that the test would not reject.
  ///
  /// Open on one side for a one-sided alternative. Matches R's `var.test(y, x)$conf.int`.
  ///
  /// - Throws: as `evaluate`, and for a level not between 0 and 1.
  public func confidenceInterval(
    control: Moments, treatment: Moments, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let tail = alternative == .twoSided ? significance / 2 : significance
    let ratio = try evaluate(control: control, treatment: treatment).estimate
    let distribution = FDistribution(
      numerator: Double(treatment.count - 1), denominator: Double(control.count - 1))
    return ConfidenceInterval(
      lower: alternative == .less ? 0 : ratio / (try distribution.quantile(upperTail: tail)),
      upper: alternative == .greater
        ? .infinity : ratio / (try distribution.quantile(lowerTail: tail)), level: level)
  }
}
