internal import Foundation

/// The population stability index with its sampling error: what it is worth as evidence.
///
/// Two samples of one population have a PSI of about c(k − 1), c = 1/n + 1/m, and PSI/c follows
/// chi-square with k − 1 degrees of freedom; away from equality it is noncentral with noncentrality
/// PSI/c (Yurdakul 2018, Statistical Properties of Population Stability Index, Western Michigan
/// University). A fixed threshold such as .2 alarms on noise alone in small samples.
public struct PopulationStability: Equatable, Codable, Sendable {
  /// PSI with half an observation added to every cell.
  public let index: Double
  /// k − 1.
  public let degreesOfFreedom: Double
  /// c = deff_n/n + deff_m/m.
  public let noiseScale: Double
  /// The standard error of the index by the delta method, without the shares' own noise at equality.
  public let standardError: Double

  /// Estimates the index.
  ///
  /// A design effect above one says that observations come in clusters: how many observations count
  /// as much as one independent one (Rao & Scott 1981).
  ///
  /// - Throws: `StatsError` for fewer than two cells or a design effect that is not positive.
  public init(
    _ counts: CellCounts, referenceDesignEffect: Double = 1, currentDesignEffect: Double = 1
  ) throws(StatsError) {
    let counts = counts.occupied
    let cells = counts.reference.count
    guard cells > 1 else {
      throw .invalidParameter(
        name: "cells", value: Double(cells), expected: "at least two with observations")
    }
    let (n, m) = try counts.effectiveTotals(referenceDesignEffect, currentDesignEffect)
    let (p, q) = counts.shares(.addHalf)
    index = counts.populationStabilityIndex(.addHalf)
    degreesOfFreedom = Double(cells - 1)
    noiseScale = 1 / n + 1 / m
    let derivatives = zip(p, q).map { p, q in
      (reference: log(p / q) + 1 - q / p, current: log(q / p) + 1 - p / q)
    }
    standardError =
      (DivergenceEstimate.variance(derivatives.map(\.reference), p) / n
      + DivergenceEstimate.variance(derivatives.map(\.current), q) / m).squareRoot()
  }

  /// PSI − c(k − 1), unbiased near equality and possibly negative.
  public var debiased: Double { index - noiseScale * degreesOfFreedom }

  /// The index that two samples of one population exceed with probability `significance`.
  public func criticalValue(significance: Double = 0.05) throws(StatsError) -> Double {
    try noiseScale
      * ChiSquared(degreesOfFreedom: degreesOfFreedom)
      .quantile(upperTail: significance)
  }

  /// The populations' index that a test of equality at `significance` finds with probability `power`.
  ///
  /// To a thousandth of itself: it says what so many rows can show, and is no limit of anything.
  public func detectableIndex(
    significance: Double = 0.05, power: Double = 0.9
  ) throws(StatsError) -> Double {
    guard significance < power else { return 0 }
    let critical = try ChiSquared(degreesOfFreedom: degreesOfFreedom)
      .quantile(upperTail: significance)
    // Ten standard deviations beyond are enough for any power.
    let most = critical + 10 * (critical + 1).squareRoot()
    let noncentrality = try BracketedRoot.find(in: 0...most, accuracy: critical * 1e-3) {
      (noncentrality) throws(StatsError) in
      try NoncentralChiSquared(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality
      ).upperTail(critical) - power
    }
    return noiseScale * noncentrality
  }

  /// The p-value of H0: the populations' PSI is at most `tolerance`, by noncentral chi-square.
  public func pValue(exceeding tolerance: Double = 0) throws(StatsError) -> Double {
    try distribution(at: tolerance).upperTail(index / noiseScale)
  }

  /// The p-value of H0: the populations' PSI is at least `tolerance`; small is proof of stability.
  public func pValue(within tolerance: Double) throws(StatsError) -> Double {
    try distribution(at: tolerance).lowerTail(index / noiseScale)
  }

  /// The p-value of H0: PSI ≤ `tolerance`, by the normal approximation to the debiased index.
  ///
  /// Better than noncentral chi-square far from equality, where a cell's variance is not its mean's.
  /// Near a tolerance of zero first-order noise vanishes, and only `pValue(exceeding:)` is right.
  public func deltaPValue(exceeding tolerance: Double) throws(StatsError) -> Double {
    try deltaPValue(tolerance, .greater)
  }

  /// The p-value of H0: PSI ≥ `tolerance`, by the normal approximation to the debiased index.
  public func deltaPValue(within tolerance: Double) throws(StatsError) -> Double {
    try deltaPValue(tolerance, .less)
  }

  /// The interval of the populations' PSI, by inverting noncentral chi-square.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let x = index / noiseScale
    let bounds = try NoncentralityInterval.ofSquares(level: level, near: x) {
      (noncentrality) throws(StatsError) in
      try NoncentralChiSquared(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality
      ).tails(at: x)
    }
    return ConfidenceInterval(
      lower: noiseScale * bounds.lower, upper: noiseScale * bounds.upper, level: level)
  }

  private func distribution(at tolerance: Double) throws(StatsError) -> NoncentralChiSquared {
    guard tolerance >= 0, tolerance.isFinite else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, expected: "finite and not negative")
    }
    return NoncentralChiSquared(
      degreesOfFreedom: degreesOfFreedom, noncentrality: tolerance / noiseScale)
  }

  private func deltaPValue(
    _ tolerance: Double, _ alternative: Alternative
  ) throws(StatsError) -> Double {
    guard standardError > 0 else {
      // Equal shares leave no first-order noise: the sign decides.
      return (debiased > tolerance) == (alternative == .greater) ? 0 : 1
    }
    return try ReferenceDistribution.normal.pValue(
      of: (debiased - tolerance) / standardError, alternative)
  }
}
