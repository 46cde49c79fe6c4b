internal import Foundation
internal import Stats
public import Summaries

/// Bounds for one body of rows at a fixed horizon, from counts and moments: what a scan sums up suffices.
extension MeasuredValue {
  /// A share of independent rows, with exact bounds.
  ///
  /// Reference: Clopper & Pearson (1934). Matches R's `binom.test(x, n, alternative = …)`.
  /// - Throws: `Unmeasurable.noRows` without trials.
  public static func share(
    _ successes: Int, of trials: Int, tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    guard trials > 0 else { throw .noRows }
    return try computed { () throws(StatsError) in
      let count = try BinomialCount(successes: successes, trials: trials)
      let lower = try ClopperPearsonInterval(level: 1 - 2 * tails.lower).interval(count).lower
      let upper = try ClopperPearsonInterval(level: 1 - 2 * tails.upper).interval(count).upper
      return MeasuredValue(
        count.proportion, lower: lower, upper: upper, tails: tails, method: .exact, rows: trials,
        units: trials)
    }
  }

  /// ΣX/ΣY over units by the delta method with Student's t on one degree of freedom less than units.
  ///
  /// - Parameters:
  ///   - moments: Of each unit's sums x and y.
  ///   - rows: The rows that the denominators count.
  ///   - range: Where the truth can lie.
  ///   - tails: The chances that the truth lies below the lower bound, and above the upper one.
  /// - Returns: The ratio with its bounds.
  /// - Throws: `Unmeasurable` below fifty effective units, as no normal limit is trusted there.
  public static func ratio(
    _ moments: BivariateMoments, rows: Int, within range: ClosedRange<Double>? = nil,
    tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    guard moments.count > 0, moments.meanY != 0 else { throw .noRows }
    let ratio = try computed { () throws(StatsError) in try RatioEstimate(moments: moments) }
    guard ratio.standardError > 0 else { throw .noVariation(value: ratio.ratio) }
    guard ratio.effectiveUnits >= Evidence.floor else {
      throw .tooFewEffectiveUnits(ratio.effectiveUnits, needed: Evidence.floor)
    }
    return try normal(
      ratio.estimate, .studentT(degreesOfFreedom: Double(ratio.count - 1)), within: range,
      tails: tails, method: .deltaMethod, rows: rows, units: ratio.count)
  }

  /// An estimate with bounds from the distribution of its standardized error.
  static func normal(
    _ estimate: Estimate, _ reference: ReferenceDistribution,
    within range: ClosedRange<Double>? = nil, tails: (lower: Double, upper: Double),
    method: Method, rows: Int, units: Int
  ) throws(Unmeasurable) -> MeasuredValue {
    try computed { () throws(StatsError) in
      let below = try reference.criticalValue(upperTail: tails.lower) * estimate.standardError
      let above = try reference.criticalValue(upperTail: tails.upper) * estimate.standardError
      let bounds = range ?? -Double.infinity...Double.infinity
      return MeasuredValue(
        estimate.value, lower: max(bounds.lowerBound, estimate.value - below),
        upper: min(bounds.upperBound, estimate.value + above), tails: tails, method: method,
        rows: rows, units: units)
    }
  }

  /// An area under the ROC curve, bounded on the logit's scale.
  static func area(
    _ area: AreaUnderCurve, rows: Int, tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let scarce = min(area.positives, area.negatives)
    guard scarce >= Int(Evidence.floor) else {
      throw .tooFewOfOneLabel(rows: scarce, needed: Int(Evidence.floor))
    }
    guard area.units >= Int(Evidence.floor) else {
      throw .tooFewEffectiveUnits(Double(area.units), needed: Evidence.floor)
    }
    guard area.standardError > 0, area.value < 1, area.value > 0 else {
      throw .noVariation(value: area.value)
    }
    return try computed { () throws(StatsError) in
      let lower = try LogitInterval(level: 1 - 2 * tails.lower).interval(area.estimate).lower
      let upper = try LogitInterval(level: 1 - 2 * tails.upper).interval(area.estimate).upper
      return MeasuredValue(
        area.value, lower: lower, upper: upper, tails: tails, method: .deLong, rows: rows,
        units: area.units)
    }
  }

  /// A quantile of values in order, between order statistics that the truth lies between.
  ///
  /// The rank below the truth is that which a binomial count exceeds with at most the tail's chance; where
  /// rows share units, the share of values at or below the quantile is bounded over units instead.
  ///
  /// Reference: David & Nagaraja (2003), Order Statistics, 7.1; Woodruff (1952), JASA 47, 635–646.
  /// Matches R's `qbinom`.
  static func quantile(
    _ sorted: [Double], probability: Double, shareError: Double?, units: Int,
    tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let n = sorted.count
    guard n > 0 else { throw .noRows }
    // R's type 1: the smallest value with at least the share at or below it.
    let value = sorted[min(n - 1, max(0, Int((Double(n) * probability).rounded(.up)) - 1))]
    // 1-based ranks; 0 and n + 1 are beyond all values.
    let ranks: (lower: Int, upper: Int) = try computed { () throws(StatsError) in
      if let shareError {
        let below = try Normal().quantile(upperTail: tails.lower) * shareError
        let above = try Normal().quantile(upperTail: tails.upper) * shareError
        return (
          Int((Double(n) * (probability - below)).rounded(.down)),
          Int((Double(n) * (probability + above)).rounded(.down)) + 1
        )
      }
      return (
        try lowerRank(n, probability, tails.lower), try upperRank(n, probability, tails.upper)
      )
    }
    guard ranks.lower >= 1 || ranks.upper <= n else {
      throw .tooFewForQuantile(rows: n, probability: probability)
    }
    return MeasuredValue(
      value, lower: ranks.lower >= 1 ? sorted[ranks.lower - 1] : -.infinity,
      upper: ranks.upper <= n ? sorted[ranks.upper - 1] : .infinity, tails: tails,
      method: .orderStatistics, rows: n, units: units)
  }

  /// The largest r with P(X < r) ≤ tail, X binomial: the r-th value exceeds the quantile no more often.
  private static func lowerRank(
    _ n: Int, _ probability: Double, _ tail: Double
  ) throws(StatsError) -> Int {
    let binomial = Binomial(trials: n, probability: probability)
    var (low, high) = (0, n)
    while low < high {
      let middle = (low + high + 1) / 2
      if try binomial.tails(at: middle - 1).lower <= tail {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }

  /// The smallest s with P(X ≥ s) ≤ tail; n + 1 where there is none.
  private static func upperRank(
    _ n: Int, _ probability: Double, _ tail: Double
  ) throws(StatsError) -> Int {
    let binomial = Binomial(trials: n, probability: probability)
    var (low, high) = (1, n + 1)
    while low < high {
      let middle = (low + high) / 2
      if try binomial.tails(at: middle - 1).upper <= tail {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// Turns a failed statistic into a cause.
  static func computed<Value>(
    _ body: () throws(StatsError) -> Value
  ) throws(Unmeasurable) -> Value {
    do throws(StatsError) { return try body() } catch { throw .statistics(error.cause) }
  }
}
