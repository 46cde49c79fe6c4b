internal import Foundation
public import Summaries

/// Tests a ratio of sums over independent units against a fixed limit, far out in the tails.
///
/// With d = x − Ly for numerator x, denominator y and limit L, the statistic is Student's, about zero:
/// Σd/√Σd². It never exceeds √n, so that few units prove little however alike they are, and it is nearly
/// normal much farther out than a mean is, the error being a factor exp(−z³γ/(3√n)) of the tail, γ the skewness of d.
/// A watch that may raise one false alarm in thousands of windows works there: where the factor raises a
/// p-value it is applied, where it would lower one it is not. Beyond z = √n/|γ| the expansion would let p-values grow
/// again with the distance; what is farther out is no more likely than what lies there.
///
/// H0 of the upper tail: ΣEx/ΣEy ≤ L; of the lower: ≥ L. Units are independent.
///
/// Reference: Jing, Shao & Wang (2003), Annals of Probability 31, 2167–2215.
public struct SelfNormalizedRatioTest: Equatable, Codable, Sendable {
  /// Σd/√Σd²; zero where no unit deviates from the limit.
  public let statistic: Double
  /// That the ratio is at most the limit.
  public let upperPValue: Double
  /// That the ratio is at least the limit.
  public let lowerPValue: Double
  /// (Σd²)²/Σd⁴: how many equal units would carry the deviations from the limit.
  ///
  /// Below some 50 of them the approximation is not to be trusted.
  public let effectiveUnits: Double
  /// Of d: the tail it points to is lighter than normal, the other one heavier.
  public let skewness: Double

  /// Tests the ratio of the sums of x and y against a limit.
  ///
  /// - Throws: `StatsError` below two units, or for a limit or sums that are not finite.
  public init(_ moments: BivariateMoments, limit: Double) throws(StatsError) {
    guard moments.count > 1 else {
      throw .tooFewObservations(arm: "units", needed: 2, found: moments.count)
    }
    let n = Double(moments.count)
    let mean = moments.meanX - limit * moments.meanY
    guard mean.isFinite else {
      throw .invalidParameter(name: "limit", value: limit, expected: "a finite number")
    }
    let central = (2...4).map { moments.residualSum(slope: limit, order: $0) }
    let squares = central[0] + n * mean * mean
    let fourths =
      central[2] + 4 * mean * central[1] + 6 * mean * mean * central[0] + n * mean * mean * mean
      * mean
    guard squares > 0 else {
      (statistic, upperPValue, lowerPValue, effectiveUnits, skewness) = (0, 1, 1, 0, 0)
      return
    }
    let z = n * mean / squares.squareRoot()
    let spread = central[0] / n
    let skewness = spread > 0 ? central[1] / n / (spread * spread.squareRoot()) : 0
    (statistic, self.skewness) = (z, skewness)
    // The tail that the statistic points into; the other p-value is near one.
    let far = try Self.farTail(abs(z), skewness: z < 0 ? skewness : -skewness, root: n.squareRoot())
    let near = try Normal().tails(at: abs(z)).lower
    (upperPValue, lowerPValue) = z > 0 ? (far, near) : (near, far)
    effectiveUnits = fourths > 0 ? min(n, squares * (squares / fourths)) : 0
  }

  /// The chance of z > 0 or more, √n being the root, where a positive skewness makes the tail heavier than normal.
  ///
  /// In logarithms: the tail and its factor leave the range of numbers long before their product does.
  private static func farTail(
    _ z: Double, skewness: Double, root: Double
  ) throws(StatsError) -> Double {
    guard skewness > 0 else { return try Normal().tails(at: z).upper }
    let place = min(z, root / skewness)
    let exponent = place * place * place * skewness / (3 * root)
    return min(1, exp(try Normal().logUpperTail(place) + exponent))
  }
}
