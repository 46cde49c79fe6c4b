internal import Foundation

/// Šidák's correction, a little less strict than Bonferroni's.
///
/// Controls the probability of any false rejection for independent or positively dependent tests;
/// two-sided intervals of jointly normal estimates hold under any correlation.
///
/// Reference: Šidák (1967), JASA 62, 626–633.
public enum Sidak {
  /// The adjusted p-values 1 − (1 − p)^k, in the order given.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is no probability.
  public static func adjusted(_ pValues: [Double]) throws(StatsError) -> [Double] {
    try RankedPValues(pValues).values.map { -expm1(Double(pValues.count) * log1p(-$0)) }
  }

  /// Intervals that all hold at once with probability `level`, in the order given.
  ///
  /// - Throws: as `TestResult.confidenceInterval`.
  public static func intervals(
    of results: [TestResult], level: Double = 0.95
  ) throws(StatsError) -> [ConfidenceInterval] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let share = -expm1(log1p(-significance) / Double(max(1, results.count)))
    return try SimultaneousIntervals.each(results, significance: share, jointLevel: level)
  }
}
