/// Tests whether several treatments of the same blocks tend to differ, by ranks within each block.
///
/// H0: within every block all orders are equally likely. The estimate is Kendall's W, from 0 for
/// no agreement between blocks to 1. The p-value is that of the chi-square limit.
///
/// Reference: Friedman (1937), JASA 32, 675–701. Matches R's `friedman.test`.
public struct FriedmanTest: Sendable {
  /// Creates a test.
  public init() {}

  /// Tests rows of equal length, a row a block and a column a treatment.
  ///
  /// - Throws: `StatsError.zeroVariance` when every block is constant; fewer than two blocks or
  ///   treatments, rows of unequal length and values that are not finite are errors too.
  public func evaluate(blocks: [[Double]]) throws(StatsError) -> TestResult {
    guard blocks.count > 1 else {
      throw .tooFewObservations(arm: "blocks", needed: 2, found: blocks.count)
    }
    let treatments = blocks[0].count
    guard treatments > 1 else {
      throw .tooFewObservations(arm: "treatments", needed: 2, found: treatments)
    }
    let (n, k) = (Double(blocks.count), Double(treatments))
    var deviations = [Double](repeating: 0, count: treatments)
    // Σ (rank − mean rank)² over all blocks, which ties make smaller.
    var spread = 0.0
    for block in blocks {
      guard block.count == treatments else {
        throw .invalidParameter(
          name: "treatments", value: Double(block.count), expected: "\(treatments) in every block")
      }
      for (column, rank) in try Correlation.midranks(block).enumerated() {
        let deviation = rank - (k + 1) / 2
        deviations[column] += deviation
        spread += deviation * deviation
      }
    }
    guard spread > 0 else { throw .zeroVariance }
    let statistic = (k - 1) * deviations.reduce(0) { $0 + $1 * $1 } / spread
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: k - 1)
    return TestResult(
      method: "Friedman rank sum test", estimate: statistic / (n * (k - 1)), standardError: nil,
      nullValue: 0, statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
