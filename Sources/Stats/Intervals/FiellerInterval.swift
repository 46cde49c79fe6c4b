/// Fieller's confidence set of a ratio of two means.
///
/// Where the denominator is not clearly different from zero the set is not an interval, and says so.
///
/// Reference: Fieller (1954), JRSS B 16, 175–185.
public struct FiellerInterval: Sendable {
  /// The shapes that the confidence set of a ratio can have.
  public enum ConfidenceSet: Equatable, Codable, Sendable {
    /// The ratios from lower to upper.
    case bounded(ConfidenceInterval)
    /// All ratios but those strictly between lower and upper.
    case outside(ConfidenceInterval)
    /// Every ratio.
    case everything
  }

  /// The coverage.
  public var level: Double
  /// The distribution of a standardized linear combination of the two means.
  public var reference: ReferenceDistribution

  /// Creates a set of the given coverage, from the normal distribution unless told otherwise.
  public init(level: Double = 0.95, reference: ReferenceDistribution = .normal) {
    (self.level, self.reference) = (level, reference)
  }

  /// The set of ratios numerator/denominator.
  ///
  /// For a relative lift subtract one from its bounds.
  public func ratio(
    numerator: Estimate, denominator: Estimate, covariance: Double = 0
  ) throws(StatsError) -> ConfidenceSet {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let q = try reference.criticalValue(upperTail: significance / 2)
    let (n, d) = (numerator.value, denominator.value)
    let (v, w) = (squared(q * numerator.standardError), squared(q * denominator.standardError))
    let k = q * q * covariance
    // A ratio r is in the set when (n − r·d)² ≤ q²·variance, that is a r² − 2 b r + c ≤ 0. The
    // discriminant b² − a c is written out, because its large terms n²d² cancel.
    let a = (d - q * denominator.standardError) * (d + q * denominator.standardError)
    let b = n * d - k
    let c = (n - q * numerator.standardError) * (n + q * numerator.standardError)
    let discriminant = d * d * v + n * n * w - 2 * n * d * k - v * w + k * k
    guard discriminant > 0 else {
      // With a > 0 the observed ratio itself is in the set, so this is rounding at zero width.
      return a > 0
        ? .bounded(ConfidenceInterval(lower: b / a, upper: b / a, level: level)) : .everything
    }
    // At a = 0 the set is a half-line; the whole line holds it.
    guard a != 0 else { return .everything }
    let root = b < 0 ? b - discriminant.squareRoot() : b + discriminant.squareRoot()
    let (x, y) = (root / a, c / root)
    let bounds = ConfidenceInterval(lower: min(x, y), upper: max(x, y), level: level)
    return a > 0 ? .bounded(bounds) : .outside(bounds)
  }

  private func squared(_ x: Double) -> Double { x * x }
}
