internal import Summaries

/// A statistic of rows with the influence of each row, from which its standard error follows.
///
/// To first order the statistic is the mean of value + influence over the rows. Its variance is
/// therefore that mean's: over rows, or over units where rows share them. The difference of two
/// statistics of the same rows is again one, which pairs them.
///
/// Reference: Hampel (1974), JASA 69, 383–393; Deng, Knoblich & Lu (2018), KDD '18.
public struct LinearizedStatistic: Equatable, Sendable {
  /// The statistic.
  public let value: Double
  /// n times the derivative of the statistic by each row's weight; they sum to zero.
  public let influences: [Double]

  /// Creates a statistic from its influences.
  init(_ value: Double, influences: [Double]) {
    (self.value, self.influences) = (value, influences)
  }

  /// The mean of a value a row.
  static func mean(of values: [Double]) -> LinearizedStatistic {
    let mean = Moments(values).mean
    return LinearizedStatistic(mean, influences: values.map { $0 - mean })
  }

  /// The statistic with its standard error when rows are independent.
  ///
  /// - Throws: `StatsError.tooFewObservations` below two rows.
  public func estimate() throws(StatsError) -> RatioEstimate {
    try estimate(UnitIndex(rows: influences.count))
  }

  /// The statistic with its standard error when rows of one unit may depend on each other.
  ///
  /// Units are independent. For a share this is the ratio of sums by unit, `RatioEstimate`.
  ///
  /// - Throws: `StatsError` below two units, or unless there is one unit a row.
  public func estimate(units: [some Hashable]) throws(StatsError) -> RatioEstimate {
    try estimate(UnitIndex(units, rows: influences.count))
  }

  /// This statistic − another of the same rows.
  ///
  /// - Throws: `StatsError.invalidParameter` when the numbers of rows differ.
  public func difference(
    from control: LinearizedStatistic
  ) throws(StatsError) -> LinearizedStatistic {
    guard control.influences.count == influences.count else {
      throw .invalidParameter(
        name: "control", value: Double(control.influences.count),
        expected: "\(influences.count) rows, the same as treatment")
    }
    return LinearizedStatistic(
      value - control.value, influences: zip(influences, control.influences).map { $0 - $1 })
  }

  /// The ratio of sums by unit, of value + influence over rows.
  private func estimate(_ units: UnitIndex) throws(StatsError) -> RatioEstimate {
    let numerators = units.sums(influences.map { value + $0 })
    let rows = units.sums(influences.map { _ in 1 })
    var moments = BivariateMoments()
    for pair in zip(numerators, rows) { moments.add((pair.0, pair.1)) }
    return try RatioEstimate(moments: moments)
  }
}
