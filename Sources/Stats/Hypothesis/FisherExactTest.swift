internal import Foundation

/// Tests whether two proportions differ, exactly, given the number of successes in all.
///
/// H0: the odds ratio of treatment to control is `nullOddsRatio`. The estimate is the conditional
/// maximum-likelihood odds ratio, possibly 0 or ∞; the statistic is treatment's successes.
///
/// Reference: Fisher (1935). Matches R's `fisher.test` of the 2 × 2 table with treatment first.
public struct FisherExactTest: Sendable {
  /// All tables with the same margins are weighed; more of them would take minutes and say nothing that a
  /// test of large samples does not.
  static let mostTables = 1_000_000

  /// Which departures from the null odds ratio count.
  public var alternative: Alternative
  /// The odds ratio under the null, positive.
  public var nullOddsRatio: Double

  /// Creates a test of `odds(treatment) / odds(control) == nullOddsRatio`.
  public init(alternative: Alternative = .twoSided, nullOddsRatio: Double = 1) {
    (self.alternative, self.nullOddsRatio) = (alternative, nullOddsRatio)
  }

  /// Compares two counts, at least one success and one failure among them.
  ///
  /// - Throws: `StatsError.zeroVariance` when the margins leave one table only.
  public func evaluate(
    control: BinomialCount, treatment: BinomialCount
  ) throws(StatsError) -> TestResult {
    guard nullOddsRatio > 0, nullOddsRatio.isFinite else {
      throw .invalidParameter(
        name: "nullOddsRatio", value: nullOddsRatio, expected: "positive and finite")
    }
    let tables = ConditionalHypergeometric(control: control, treatment: treatment)
    let x = treatment.successes
    guard tables.support.count > 1 else { throw .zeroVariance }
    guard tables.support.count <= Self.mostTables else {
      throw .invalidParameter(
        name: "tables with these margins", value: Double(tables.support.count),
        expected: "at most a million; so many successes are for two-proportion-z")
    }
    let pValue =
      switch alternative {
      case .twoSided: tables.twoSidedPValue(x, oddsRatio: nullOddsRatio)
      case .less: tables.sums(around: x, oddsRatio: nullOddsRatio).lowerTail
      case .greater: tables.sums(around: x, oddsRatio: nullOddsRatio).upperTail
      }
    return TestResult(
      method: "Fisher's exact test", estimate: try oddsRatio(tables, x), standardError: nil,
      nullValue: nullOddsRatio, statistic: Double(x), reference: .exact, alternative: alternative,
      pValue: pValue)
  }

  /// The odds ratios that the one-sided tests at half the error would not reject.
  public func confidenceInterval(
    control: BinomialCount, treatment: BinomialCount, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let tail = alternative == .twoSided ? significance / 2 : significance
    let tables = ConditionalHypergeometric(control: control, treatment: treatment)
    let x = treatment.successes
    guard tables.support.count > 1 else { throw .zeroVariance }
    var interval = ConfidenceInterval(lower: 0, upper: .infinity, level: level)
    if alternative != .less, x > tables.support.lowerBound {
      interval.lower = try solve { tables.sums(around: x, oddsRatio: $0).upperTail - tail }
    }
    if alternative != .greater, x < tables.support.upperBound {
      interval.upper = try solve { tail - tables.sums(around: x, oddsRatio: $0).lowerTail }
    }
    return interval
  }

  /// The odds ratio at which the expected count is the observed one.
  private func oddsRatio(
    _ tables: ConditionalHypergeometric, _ x: Int
  ) throws(StatsError) -> Double {
    if x == tables.support.lowerBound { return 0 }
    if x == tables.support.upperBound { return .infinity }
    return try solve { tables.sums(around: x, oddsRatio: $0).mean - Double(x) }
  }

  /// The odds ratio at which an increasing function is zero, searched on its logarithm.
  private func solve(_ function: (Double) -> Double) throws(StatsError) -> Double {
    var (low, high) = (-1.0, 1.0)
    while function(exp(low)) > 0, low > -700 { low *= 2 }
    while function(exp(high)) < 0, high < 700 { high *= 2 }
    return exp(try BracketedRoot.find(in: low...high, accuracy: 1e-13) { function(exp($0)) })
  }
}
