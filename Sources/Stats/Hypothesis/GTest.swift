internal import Foundation

/// Tests whether the rows of a table have one distribution over its columns, by likelihood ratio.
///
/// As `ChiSquareIndependence`; the two statistics differ where counts are small. The estimate is
/// Cramér's V of G.
///
/// Reference: Wilks (1938); Sokal & Rohlf (1995), chapter 17.
public struct GTest: Sendable {
  /// Creates a test.
  public init() {}

  /// Tests a table given row by row.
  ///
  /// - Throws: as `ChiSquareIndependence.evaluate`.
  public func evaluate(_ table: [[Int]]) throws(StatsError) -> TestResult {
    let table = try ContingencyTable(table)
    let statistic = table.cells.reduce(0.0) { sum, cell in
      // Each term is x ln(x/e) + e − x, not negative, since Σ(e − x) = 0: nothing cancels.
      guard cell.count > 0 else { return sum + 2 * cell.expected }
      return sum - 2 * cell.count
        * SaddlePoint.logOnePlusMinus((cell.expected - cell.count) / cell.count)
    }
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: table.degreesOfFreedom)
    return TestResult(
      method: "G-test of independence", estimate: table.cramersV(chiSquare: statistic),
      standardError: nil, nullValue: 0, statistic: statistic, reference: reference,
      alternative: .greater, pValue: try reference.pValue(of: statistic, .greater))
  }
}
