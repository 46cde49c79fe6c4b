internal import Summaries

extension Criterion {
  /// How numbers of the criterion are written.
  public var scale: ThresholdComparison.Scale {
    if quantity.kind == .auc { return .number }
    if quantity.kind.isShare { return .share }
    return quantity.timeUnit.map { .time($0) } ?? .number
  }

  /// Holds a value that was measured elsewhere against the threshold.
  ///
  /// - Parameters:
  ///   - measured: The value, its bounds at the tails of `levels` and `limit`.
  ///   - minimum: The units without which nothing is judged.
  /// - Returns: The check, judged where the value allows it.
  public func check(_ measured: MeasuredValue, minimum: Int = 1) -> Check {
    guard measured.units >= minimum else {
      return Check(
        name, .unmeasurable(.belowMinimum(found: measured.units, required: minimum)))
    }
    return Check(
      name,
      .compared(ThresholdComparison(measured, limit, threshold, rule: rule, scale: scale)))
  }

  /// Measures the quantity on rows and holds it against the threshold.
  ///
  /// - Parameters:
  ///   - log: The rows of the log.
  ///   - rows: Those of them to measure on; all where nil.
  ///   - levels: The chances at which a check passes and fails wrongly.
  ///   - minimum: The units without which nothing is judged.
  ///   - toleratedMissing: The share of rows that may lack the value of a mean, a quantile or a rate. Those
  ///     that do count as the worst for a quantile and a rate, as a request that was never answered does.
  /// - Returns: The check, judged where the rows allow it.
  func check(
    _ log: JudgedRows, rows: [Int]? = nil, levels: BoundLevels, minimum: Int = 1,
    toleratedMissing: Double = 0
  ) -> Check {
    do throws(Unmeasurable) {
      var estimator = QuantityEstimator(log)
      estimator.toleratedMissing = toleratedMissing
      estimator.worst = limit == .atMost ? .high : .low
      let measured = try estimator.measure(
        quantity, rows: rows ?? Array(0..<log.count), tails: levels.tails(limit))
      return check(measured, minimum: minimum)
    } catch {
      return Check(name, .unmeasurable(error))
    }
  }
}
