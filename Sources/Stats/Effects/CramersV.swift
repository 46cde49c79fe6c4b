/// How strongly the rows and columns of a table of counts depend on each other.
///
/// From 0 for independence to 1. Columns without counts are left out.
///
/// Reference: Cramér (1946), Mathematical Methods of Statistics; Bergsma (2013), Journal of the
/// Korean Statistical Society 42, 323–328.
public struct CramersV: Equatable, Codable, Sendable {
  /// V = √(χ²/(N·(k − 1))), k the smaller side; above zero by chance alone.
  public let coefficient: Double
  /// Bergsma's correction, zero where χ² is no more than independence leads one to expect.
  public let biasCorrected: Double
  private let chiSquare: Double
  private let degreesOfFreedom: Double
  /// N·(k − 1).
  private let scale: Double

  /// Measures a table given row by row.
  ///
  /// - Throws: as `ChiSquareIndependence.evaluate`.
  public init(_ table: [[Int]]) throws(StatsError) {
    let result = try ChiSquareIndependence().evaluate(table)
    let table = try ContingencyTable(table)
    let (r, c, n) = (Double(table.rows), Double(table.columns), table.total)
    (coefficient, chiSquare) = (result.estimate, result.statistic)
    degreesOfFreedom = table.degreesOfFreedom
    scale = n * (min(r, c) - 1)
    let association = max(0, chiSquare / n - degreesOfFreedom / (n - 1))
    let side = min(r - (r - 1) * (r - 1) / (n - 1), c - (c - 1) * (c - 1) / (n - 1))
    // In a table of as many observations as cells on a side nothing is left to correct.
    biasCorrected = association > 0 && side > 1 ? (association / (side - 1)).squareRoot() : 0
  }

  /// The interval of the population's V, by inverting noncentral chi-square.
  ///
  /// Reference: Smithson (2003), Confidence Intervals, chapter 4.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let bounds = try NoncentralityInterval.ofSquares(level: level, near: chiSquare) {
      (noncentrality) throws(StatsError) in
      try NoncentralChiSquared(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality
      ).tails(at: chiSquare)
    }
    return ConfidenceInterval(
      lower: min(1, (bounds.lower / scale).squareRoot()),
      upper: min(1, (bounds.upper / scale).squareRoot()), level: level)
  }
}
