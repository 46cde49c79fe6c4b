internal import Foundation
internal import Summaries

/// The number of events of a process with a constant rate.
///
/// Matches R's `dpois`, `ppois`, `qpois`.
public struct Poisson: DiscreteDistribution {
  /// The expected number of events, not negative.
  public let mean: Double

  /// A Poisson distribution.
  public init(mean: Double) { self.mean = mean }

  /// From zero up.
  public var support: ClosedRange<Int> { 0...Int.max }
  /// √mean.
  public var standardDeviation: Double { mean.squareRoot() }

  /// P(X = k).
  public func mass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).value }

  /// The natural logarithm of P(X = k).
  public func logMass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).logValue }

  /// P(X ≤ k) and P(X > k), where P(X > k) is the gamma(k + 1) probability below the mean.
  public func tails(at k: Int) throws(StatsError) -> TailPair {
    try Domain.nonNegative("mean", mean)
    if k < 0 { return .allAbove }
    let shape = DoubleDouble(k) + 1
    return try IncompleteGamma.tails(
      shape: shape.high, x: mean, excess: (DoubleDouble(mean) - shape) / shape
    ).reflected
  }

  private func scaledMass(_ k: Int) throws(StatsError) -> ScaledValue {
    try Domain.nonNegative("mean", mean)
    guard k >= 0 else { return .zero }
    if mean == 0 { return ScaledValue(factor: k == 0 ? 1 : 0, exponent: 0) }
    if k == 0 { return ScaledValue(factor: 1, exponent: -mean) }
    let count = DoubleDouble(k)
    return IncompleteGamma.prefactor(
      shape: count.high, x: mean, excess: (DoubleDouble(mean) - count) / count)
  }
}
