internal import Summaries

/// How strongly a series depends on its own past.
///
/// At lag k: Σ (x_t − x̄)(x_{t+k} − x̄) / Σ (x_t − x̄)². An independent series of n values stays
/// within about ±2/√n.
///
/// Reference: Box & Jenkins (1970). Matches R's `acf(x)$acf`.
public struct Autocorrelation: Equatable, Sendable {
  /// The deviations from the mean, in the order of the series.
  private let deviations: [Double]
  private let squares: Double

  /// Prepares a series of at least two values that is not constant.
  ///
  /// - Throws: `StatsError` for fewer values, a value that is not finite, or a constant series.
  public init(_ series: [Double]) throws(StatsError) {
    let moments = Moments(series)
    _ = try moments.squaredErrorOfMean(arm: "series")
    guard moments.centeredSquares > 0 else { throw .zeroVariance }
    deviations = series.map { Moments(CollectionOfOne($0)).meanDifference(from: moments) }
    squares = moments.centeredSquares
  }

  /// The autocorrelation at a lag, 1 at lag zero.
  ///
  /// - Throws: `StatsError.invalidParameter` unless the lag is from 0 to the last value's index.
  public func coefficient(lag: Int) throws(StatsError) -> Double {
    guard lag >= 0, lag < deviations.count else {
      throw .invalidParameter(
        name: "lag", value: Double(lag), expected: "from 0 to \(deviations.count - 1)")
    }
    var sum = DoubleDouble(0)
    for (past, present) in zip(deviations, deviations.dropFirst(lag)) {
      sum.accumulate(DoubleDouble.product(past, present))
    }
    return sum.value / squares
  }
}
