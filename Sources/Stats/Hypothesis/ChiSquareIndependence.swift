/// Tests whether the rows of a table of counts have one distribution over its columns.
///
/// H0: independence of rows and columns, or homogeneity of the rows. The estimate is Cramér's V.
/// Columns without counts say nothing and are left out.
///
/// Reference: Pearson (1900). Matches R's `chisq.test(table, correct = …)`; R's correction, like
/// this one, applies to 2 × 2 tables alone and never exceeds the smallest deviation.
public struct ChiSquareIndependence: Sendable {
  /// Applied to 2 × 2 tables.
  public var continuity: ContinuityCorrection

  /// Creates a test, uncorrected unless told otherwise.
  public init(continuity: ContinuityCorrection = .none) { self.continuity = continuity }

  /// Tests a table given row by row.
  ///
  /// - Throws: `StatsError` for rows of unequal length, negative counts, an empty row, or fewer
  ///   than two rows or columns with counts.
  public func evaluate(_ table: [[Int]]) throws(StatsError) -> TestResult {
    let table = try ContingencyTable(table)
    var deviation = 0.0
    if continuity == .yates, table.rows == 2, table.columns == 2 {
      deviation = min(0.5, table.cells.map { abs($0.count - $0.expected) }.min() ?? 0)
    }
    let statistic = table.cells.reduce(0.0) { sum, cell in
      let difference = abs(cell.count - cell.expected) - deviation
      return sum + difference * difference / cell.expected
    }
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: table.degreesOfFreedom)
    return TestResult(
      method: "Pearson's chi-square test of independence",
      estimate: table.cramersV(chiSquare: statistic), standardError: nil, nullValue: 0,
      statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
