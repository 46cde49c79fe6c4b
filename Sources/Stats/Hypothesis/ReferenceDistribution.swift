/// The distribution of a test statistic under the null hypothesis.
public enum ReferenceDistribution: Equatable, Codable, Sendable {
  /// The standard normal distribution.
  case normal
  /// Student's t.
  case studentT(degreesOfFreedom: Double)
  /// Chi-square; large values are evidence, whatever the alternative.
  case chiSquared(degreesOfFreedom: Double)
  /// Fisher's F; large values are evidence, whatever the alternative.
  case fisherF(numerator: Double, denominator: Double)
  /// The limit of Kolmogorov's statistic √N·D; large values are evidence.
  case kolmogorov
  /// The limit of Cramér & von Mises' ω²; large values are evidence.
  case cramerVonMises
  /// The limit of Anderson & Darling's A² of k samples, k − 1 degrees of freedom, less its mean and
  /// over its standard deviation; large values are evidence.
  case andersonDarling(degreesOfFreedom: Double)
  /// The p-value was found by summing the null distribution itself.
  case exact

  /// The probability under the null of a statistic at least as extreme as `statistic`.
  ///
  /// Always an upper tail, never one minus a lower tail, which is zero beyond about eight sigma.
  ///
  /// - Throws: `StatsError` outside the distribution's domain, or for `exact`, which has no formula.
  public func pValue(of statistic: Double, _ alternative: Alternative) throws(StatsError) -> Double
  {
    switch self {
    case .normal: try Self.symmetric(Normal(), statistic, alternative)
    case .studentT(let df):
      try Self.symmetric(StudentT(degreesOfFreedom: df), statistic, alternative)
    case .chiSquared(let df): try ChiSquared(degreesOfFreedom: df).upperTail(statistic)
    case .fisherF(let numerator, let denominator):
      try FDistribution(numerator: numerator, denominator: denominator).upperTail(statistic)
    case .kolmogorov: try Kolmogorov().upperTail(statistic)
    case .cramerVonMises: try QuadraticLimit.cramerVonMises.upperTail(of: statistic)
    case .andersonDarling(let df):
      try QuadraticLimit.andersonDarling(degreesOfFreedom: df).upperTail(of: statistic)
    case .exact: throw .invalidParameter(name: "reference", value: statistic, expected: "a formula")
    }
  }

  /// The statistic that the given upper-tail probability lies beyond.
  ///
  /// - Throws: `StatsError` when the probability is not one, or for `exact`.
  public func criticalValue(upperTail probability: Double) throws(StatsError) -> Double {
    switch self {
    case .normal: try Normal().quantile(upperTail: probability)
    case .studentT(let df): try StudentT(degreesOfFreedom: df).quantile(upperTail: probability)
    case .chiSquared(let df): try ChiSquared(degreesOfFreedom: df).quantile(upperTail: probability)
    case .fisherF(let numerator, let denominator):
      try FDistribution(numerator: numerator, denominator: denominator)
        .quantile(upperTail: probability)
    case .kolmogorov: try Kolmogorov().quantile(upperTail: probability)
    case .cramerVonMises:
      try QuadraticLimit.cramerVonMises.quantile(upperTail: probability)
    case .andersonDarling(let df):
      try QuadraticLimit.andersonDarling(degreesOfFreedom: df).quantile(upperTail: probability)
    case .exact:
      throw .invalidParameter(name: "reference", value: probability, expected: "a formula")
    }
  }

  private static func symmetric(
    _ distribution: some ContinuousDistribution, _ statistic: Double, _ alternative: Alternative
  ) throws(StatsError) -> Double {
    switch alternative {
    case .greater: try distribution.upperTail(statistic)
    case .less: try distribution.upperTail(-statistic)
    case .twoSided: min(1, 2 * (try distribution.upperTail(statistic.magnitude)))
    }
  }
}
