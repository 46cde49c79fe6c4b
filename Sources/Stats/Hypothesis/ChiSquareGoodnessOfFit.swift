/// Tests whether counts follow given weights, as a sample-ratio check does at a fixed horizon.
///
/// H0: each observation falls into cell i with probability weight i. The estimate is Cohen's w,
/// √(χ²/n). For looks taken over and over use `SequentialSampleRatio`.
///
/// Reference: Pearson (1900). Matches R's `chisq.test(x, p = …)`.
public struct ChiSquareGoodnessOfFit: Sendable {
  /// The weights of the cells; only their proportions matter.
  public var weights: [Double]

  /// Creates a test against these weights.
  public init(weights: [Double]) { self.weights = weights }

  /// Tests one count a weight.
  ///
  /// A cell without weight is left out where it has no counts.
  ///
  /// - Throws: `StatsError` for unequal lengths, negative values, counts without weight, no counts,
  ///   or fewer than two cells.
  public func evaluate(_ counts: [Int]) throws(StatsError) -> TestResult {
    guard counts.count == weights.count else {
      throw .invalidParameter(
        name: "weights", value: Double(weights.count), expected: "\(counts.count), one a count")
    }
    for (count, weight) in zip(counts, weights) {
      guard count >= 0 else {
        throw .invalidParameter(name: "count", value: Double(count), expected: "not negative")
      }
      guard weight >= 0, weight.isFinite, weight > 0 || count == 0 else {
        throw .invalidParameter(
          name: "weight", value: weight, expected: "positive for a cell with counts")
      }
    }
    let cells = weights.filter { $0 > 0 }.count
    let (total, totalWeight) = (Double(counts.reduce(0, +)), weights.reduce(0, +))
    guard total > 0, cells > 1 else {
      throw .tooFewObservations(arm: "cells", needed: 2, found: total > 0 ? cells : 0)
    }
    var statistic = 0.0
    for (count, weight) in zip(counts, weights) where weight > 0 {
      let expected = total * (weight / totalWeight)
      let difference = Double(count) - expected
      statistic += difference * difference / expected
    }
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: Double(cells - 1))
    return TestResult(
      method: "Pearson's chi-square test of goodness of fit",
      estimate: (statistic / total).squareRoot(), standardError: nil, nullValue: 0,
      statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
