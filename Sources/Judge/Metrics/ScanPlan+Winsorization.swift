internal import Summaries

extension ScanPlan {
  /// Adds a metric's numerator by row, held within the plan's limits where they are those of rows.
  ///
  /// - Returns: The index of the measure, and the pair that counts what was beyond the limits.
  mutating func addNumerator(
    _ measures: MetricMeasures, _ winsorization: Winsorization?
  ) -> (measure: Int, beyond: Int?) {
    let whole = addMeasure(measures.numerator)
    guard let winsorization, winsorization.level == .row else { return (whole, nil) }
    // A row without a value has none to hold: of a zero that stands for it a limit would be made.
    let rows = measures.denominator.conditions
    let outside = addMeasure(Measure(.outside(whole, winsorization.limits), where: rows))
    let all = addMeasure(Measure(.one, where: rows))
    let held = addMeasure(Measure(.clamped(whole, winsorization.limits), where: rows))
    return (held, addPair(UnitPair(.sum(measure: outside), .sum(measure: all))))
  }

  /// Holds what each unit sums or averages to within the plan's limits.
  ///
  /// - Returns: The numerator so held, and the pair that counts the units beyond the limits.
  mutating func hold(
    _ numerator: UnitColumn, _ winsorization: Winsorization?
  ) -> (column: UnitColumn, beyond: Int?) {
    guard let winsorization, winsorization.level == .unit else { return (numerator, nil) }
    let beyond = addPair(UnitPair(.outside(numerator, winsorization.limits), .one))
    return (.clamped(numerator, winsorization.limits), beyond)
  }
}
