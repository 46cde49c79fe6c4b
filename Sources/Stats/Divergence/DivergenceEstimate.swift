internal import Foundation

/// A divergence estimated from two samples' cells: its bias, interval and tests against a tolerance.
///
/// Under equality scale·D/c is about χ²(k − 1), c = 1/n + 1/m: scale is 2 for Kullback–Leibler, 8 for
/// Jensen–Shannon (in nats) and for the squared Hellinger distance. Beyond it noncentral chi-square and
/// the delta method are two approximations, and a claim needs both. Half an observation is added to each
/// cell. `PopulationStability` is the same for the index, whose scale is 1.
///
/// Reference: Yurdakul (2018), Western Michigan University dissertation 3208, for the index; Pardo (2006),
/// Statistical Inference Based on Divergence Measures, for the others.
public struct DivergenceEstimate: Equatable, Sendable {
  /// Which divergence.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Of current from reference, Σ q ln(q/p), in nats.
    case kullbackLeibler
    /// In nats.
    case jensenShannon
    case squaredHellinger

    /// What makes D/c chi-square.
    var scale: Double { self == .kullbackLeibler ? 2 : 8 }
  }

  public let kind: Kind
  /// The estimate, biased upwards.
  public let value: Double
  /// The number of cells less one.
  public let degreesOfFreedom: Double
  /// c = 1/n + 1/m, each sample's size over its design effect.
  public let noiseScale: Double
  /// By the delta method; zero for equal shares.
  public let standardError: Double

  /// Estimates a divergence.
  ///
  /// - Throws: `StatsError` for fewer than two cells with observations or a design effect that is not
  ///   positive.
  public init(
    _ kind: Kind, _ counts: CellCounts, referenceDesignEffect: Double = 1,
    currentDesignEffect: Double = 1
  ) throws(StatsError) {
    let counts = counts.occupied
    guard counts.reference.count > 1 else {
      throw .invalidParameter(
        name: "cells", value: Double(counts.reference.count), expected: "at least two")
    }
    let (n, m) = try counts.effectiveTotals(referenceDesignEffect, currentDesignEffect)
    let (p, q) = counts.shares(.addHalf)
    self.kind = kind
    value =
      switch kind {
      case .kullbackLeibler: counts.kullbackLeibler(.addHalf)
      case .jensenShannon: counts.jensenShannon(.addHalf)
      case .squaredHellinger: pow(counts.hellinger(.addHalf), 2)
      }
    degreesOfFreedom = Double(counts.reference.count - 1)
    noiseScale = 1 / n + 1 / m
    let slopes = zip(p, q).map { Self.slopes(kind, $0, $1) }
    standardError =
      (Self.variance(slopes.map(\.reference), p) / n + Self.variance(slopes.map(\.current), q) / m)
      .squareRoot()
  }

  /// The estimate less its bias near equality; possibly negative.
  public var debiased: Double { value - noiseScale * degreesOfFreedom / kind.scale }

  /// The p-value of H0: the populations' divergence is at most `tolerance`, by both approximations.
  public func pValue(exceeding tolerance: Double) throws(StatsError) -> Double {
    let noncentral = try distribution(at: tolerance).upperTail(kind.scale * value / noiseScale)
    guard tolerance > 0 else { return noncentral }
    guard standardError > 0 else { return debiased > tolerance ? noncentral : 1 }
    return max(noncentral, try Normal().upperTail((debiased - tolerance) / standardError))
  }

  /// Whether the upper limit at confidence 1 − `alpha` is below a tolerance, without finding it.
  public func isShown(below tolerance: Double, alpha: Double) throws(StatsError) -> Bool {
    let tail = try distribution(at: tolerance).lowerTail(kind.scale * value / noiseScale)
    guard tail < alpha else { return false }
    return try debiased + Normal().quantile(upperTail: alpha) * standardError < tolerance
  }

  /// The upper limit at confidence 1 − `alpha`: the wider of the two approximations'.
  public func upperLimit(alpha: Double) throws(StatsError) -> Double {
    let x = kind.scale * value / noiseScale
    let bounds = try NoncentralityInterval.ofSquares(level: 1 - 2 * alpha, near: x) {
      (noncentrality) throws(StatsError) in
      try NoncentralChiSquared(
        degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality
      ).tails(at: x)
    }
    let reach = try Normal().quantile(upperTail: alpha) * standardError
    return max(0, noiseScale * bounds.upper / kind.scale, debiased + reach)
  }

  private func distribution(at tolerance: Double) throws(StatsError) -> NoncentralChiSquared {
    guard tolerance >= 0, tolerance.isFinite else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, expected: "finite and not negative")
    }
    return NoncentralChiSquared(
      degreesOfFreedom: degreesOfFreedom, noncentrality: kind.scale * tolerance / noiseScale)
  }

  /// How the divergence changes with a cell's shares.
  private static func slopes(
    _ kind: Kind, _ p: Double, _ q: Double
  ) -> (reference: Double, current: Double) {
    switch kind {
    case .kullbackLeibler: (-q / p, log(q / p) + 1)
    case .jensenShannon: (log(2 * p / (p + q)) / 2, log(2 * q / (p + q)) / 2)
    case .squaredHellinger: (-(q / p).squareRoot() / 2, -(p / q).squareRoot() / 2)
    }
  }

  /// The variance of a value under cell probabilities.
  static func variance(_ values: [Double], _ shares: [Double]) -> Double {
    let mean = zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(values, shares).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
  }
}
