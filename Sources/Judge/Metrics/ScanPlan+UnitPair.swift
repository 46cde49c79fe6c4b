internal import Summaries

extension ScanPlan {
  /// The pair of unit columns whose ratio of sums is a metric's value.
  ///
  /// - Returns: The pair, the measure that its numerator sums, and the pair that counts what lies beyond the
  ///   plan's limits.
  mutating func unitPair(
    of metric: MetricPlan, _ measures: MetricMeasures
  ) -> (pair: UnitPair, numerator: Int, beyond: Int?) {
    let (numerator, rowsBeyond) = addNumerator(measures, metric.winsorization)
    let denominator = addMeasure(measures.denominator)
    var pair =
      switch metric.per {
      case .row: UnitPair(.sum(measure: numerator), .sum(measure: denominator))
      // Units without a row that the metric asks for are not units of it.
      case .unit
      where metric.kind == .rate && (!metric.conditions.isEmpty || metric.blanks == .unknown):
        UnitPair(.any(measure: numerator), .any(measure: denominator))
      case .unit where metric.kind == .rate: UnitPair(.any(measure: numerator), .one)
      case .unit: UnitPair(.sum(measure: numerator), .one)
      case .unitMean: UnitPair(.mean(numerator: numerator, denominator: denominator), .one)
      }
    let held = hold(pair.x, metric.winsorization)
    pair.x = held.column
    return (pair, numerator, rowsBeyond ?? held.beyond)
  }

  /// Adds a metric's numerator by row, held within the plan's limits where they are those of rows.
  ///
  /// - Returns: The index of the measure, and the pair that counts what was beyond the limits.
  private mutating func addNumerator(
    _ measures: MetricMeasures, _ winsorization: Winsorization?
  ) -> (measure: Int, beyond: Int?) {
    let whole = addMeasure(measures.numerator)
    guard let winsorization, winsorization.level == .row else { return (whole, nil) }
    // A row without a value has none to hold: of a zero that stands for it a limit would be made.
    let (rows, window) = (measures.denominator.conditions, measures.denominator.window)
    let outside = addMeasure(
      Measure(.outside(whole, winsorization.limits), where: rows, window: window))
    let all = addMeasure(Measure(.one, where: rows, window: window))
    let held = addMeasure(
      Measure(.clamped(whole, winsorization.limits), where: rows, window: window))
    return (held, addPair(UnitPair(.sum(measure: outside), .sum(measure: all))))
  }

  /// Holds what each unit sums or averages to within the plan's limits.
  ///
  /// - Returns: The numerator so held, and the pair that counts the units beyond the limits.
  private mutating func hold(
    _ numerator: UnitColumn, _ winsorization: Winsorization?
  ) -> (column: UnitColumn, beyond: Int?) {
    guard let winsorization, winsorization.level == .unit else { return (numerator, nil) }
    let beyond = addPair(UnitPair(.outside(numerator, winsorization.limits), .one))
    return (.clamped(numerator, winsorization.limits), beyond)
  }
}
