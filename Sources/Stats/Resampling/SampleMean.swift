internal import Summaries

/// The mean of a sample, for resampling.
///
/// Sums are taken about the sample's mean, so that a huge common offset costs no digits.
public struct SampleMean: SampleEstimate, PoolableStatistic {
  private let values: [Double]
  private let center: Double

  /// Binds the mean to a sample.
  ///
  /// - Throws: `StatsError` for an empty sample or an observation that is not finite.
  public init(_ sample: [Double]) throws(StatsError) {
    guard !sample.isEmpty else { throw .tooFewObservations(arm: "sample", needed: 1, found: 0) }
    for value in sample { try Domain.finite("observation", value) }
    (values, center) = (sample, Moments(sample).mean)
    try Domain.finite("mean", center)
  }

  /// The number of observations.
  public var count: Int { values.count }

  /// The mean of the given rows, at least one.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    guard !rows.isEmpty else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    // Four sums that do not wait for each other.
    var sums = SIMD4<Double>.zero
    var next = 0
    while next + 4 <= rows.count {
      sums += SIMD4(
        values[rows[next]] - center, values[rows[next + 1]] - center,
        values[rows[next + 2]] - center, values[rows[next + 3]] - center)
      next += 4
    }
    for row in rows[next...] { sums[0] += values[row] - center }
    return center + sums.sum() / Double(rows.count)
  }

  /// The mean of the given rows, at least two, with its standard error s/√n.
  public func estimate(of rows: [Int]) throws(StatsError) -> Estimate {
    guard rows.count > 1 else {
      throw .tooFewObservations(arm: "rows", needed: 2, found: rows.count)
    }
    let n = Double(rows.count)
    var (sum, squares) = (0.0, 0.0)
    for row in rows {
      let deviation = values[row] - center
      sum += deviation
      squares += deviation * deviation
    }
    let variance = max(0, squares - sum * (sum / n)) / (n - 1)
    return Estimate(center + sum / n, standardError: (variance / n).squareRoot())
  }

  /// (x̄ − x)/(n − 1) for each observation x.
  public func leaveOneOutChanges() throws(StatsError) -> [Double] {
    guard count > 1 else { throw .tooFewObservations(arm: "sample", needed: 2, found: count) }
    return values.map { (center - $0) / Double(count - 1) }
  }

  /// The mean of this sample's observations, followed by the other's.
  public func pooled(with other: SampleMean) throws(StatsError) -> SampleMean {
    try SampleMean(values + other.values)
  }
}

extension SIMD4<Double> {
  fileprivate func sum() -> Double { (self[0] + self[1]) + (self[2] + self[3]) }
}
