internal import Foundation
public import Summaries

/// Pearson's correlation of two columns, with its test and Fisher's interval.
///
/// Reference: Fisher (1915, 1921). Matches R's `cor.test`.
public struct Correlation: Equatable, Codable, Sendable {
  /// r, from −1 to 1.
  public let coefficient: Double
  /// The number of pairs.
  public let count: Int

  /// Estimates the correlation of at least three pairs, neither column constant.
  public init(_ moments: BivariateMoments) throws(StatsError) {
    guard moments.count > 2 else {
      throw .tooFewObservations(arm: "pairs", needed: 3, found: moments.count)
    }
    let scale = moments.centralSum(2, 0).squareRoot() * moments.centralSum(0, 2).squareRoot()
    guard scale > 0 else { throw .zeroVariance }
    coefficient = min(1, max(-1, moments.centralSum(1, 1) / scale))
    count = moments.count
  }

  /// Spearman's rank correlation: Pearson's of the midranks, its p-value by Student's t.
  ///
  /// Reference: Spearman (1904). Matches R's `cor.test(method = "spearman", exact = FALSE)`.
  ///
  /// - Throws: `StatsError` for unequal lengths, values that are not finite, or constant columns.
  public static func spearman(_ x: [Double], _ y: [Double]) throws(StatsError) -> Correlation {
    guard x.count == y.count else {
      throw .invalidParameter(
        name: "y", value: Double(y.count), expected: "\(x.count) values, one for each of x")
    }
    var moments = BivariateMoments()
    for pair in zip(try midranks(x), try midranks(y)) { moments.add((pair.0, pair.1)) }
    return try Correlation(moments)
  }

  /// Tests whether the correlation is zero, by Student's t with n − 2 degrees of freedom.
  ///
  /// - Throws: `StatsError.zeroVariance` for a perfect correlation.
  public func test(_ alternative: Alternative = .twoSided) throws(StatsError) -> TestResult {
    let rest = (1 - coefficient) * (1 + coefficient)
    guard rest > 0 else { throw .zeroVariance }
    return try TestResult(
      method: "Correlation test", estimate: coefficient,
      standardError: (rest / Double(count - 2)).squareRoot(), nullValue: 0,
      reference: .studentT(degreesOfFreedom: Double(count - 2)), alternative: alternative)
  }

  /// Fisher's interval, by the inverse hyperbolic tangent.
  ///
  /// - Throws: `StatsError` below four pairs or for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    guard count > 3 else { throw .tooFewObservations(arm: "pairs", needed: 4, found: count) }
    let interval = try Estimate(
      atanh(coefficient), standardError: 1 / Double(count - 3).squareRoot()
    ).confidenceInterval(level: level)
    return ConfidenceInterval(
      lower: tanh(interval.lower), upper: tanh(interval.upper), level: level)
  }

  static func midranks(_ values: [Double]) throws(StatsError) -> [Double] {
    for value in values where !value.isFinite {
      throw .invalidParameter(name: "value", value: value, expected: "finite")
    }
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in order[start..<end] { ranks[position] = Double(start + end + 1) / 2 }
      start = end
    }
    return ranks
  }
}
