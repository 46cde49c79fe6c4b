internal import CGSL
internal import Foundation
public import Summaries

/// The difference of two means in standard deviations of an observation, treatment − control.
///
/// Reference: Cohen (1988); Hedges (1981), Journal of Educational Statistics 6, 107–128.
public struct StandardizedMeanDifference: Equatable, Codable, Sendable {
  /// d, by the pooled standard deviation; biased away from zero in small samples.
  public let cohensD: Double
  /// g, which is d times the exact correction of its bias.
  public let hedgesG: Double
  /// The large-sample standard error of g.
  public let standardError: Double
  /// n + m − 2.
  public let degreesOfFreedom: Double
  /// √(nm/(n + m)), by which d is multiplied to be a t statistic.
  private let size: Double

  /// Compares two samples, four observations together, not both constant.
  public init(control: Moments, treatment: Moments) throws(StatsError) {
    let pooled = try PooledTTest().evaluate(control: control, treatment: treatment)
    let (n, m) = (Double(control.count), Double(treatment.count))
    size = (n * m / (n + m)).squareRoot()
    degreesOfFreedom = n + m - 2
    cohensD = pooled.statistic / size
    hedgesG = cohensD * (try Self.correction(degreesOfFreedom))
    standardError = (1 / (size * size) + hedgesG * hedgesG / (2 * (n + m))).squareRoot()
  }

  /// The interval of the populations' difference, exact for normal samples of one variance.
  ///
  /// By inverting the noncentral t distribution of d. Its bounds times g/d are an interval about g.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let bounds = try NoncentralityInterval.ofT(
      cohensD * size, degreesOfFreedom: degreesOfFreedom, level: level)
    return ConfidenceInterval(
      lower: bounds.lower / size, upper: bounds.upper / size, level: level)
  }

  /// Γ(ν/2)/(√(ν/2)·Γ((ν − 1)/2)), by Γ's ratio rather than its values, which overflow.
  private static func correction(_ degrees: Double) throws(StatsError) -> Double {
    guard degrees > 1 else {
      throw .tooFewObservations(arm: "both arms", needed: 4, found: Int(degrees) + 2)
    }
    let x = (degrees - 1) / 2
    // GSL gives Γ(x + ½)/Γ(x) as the Pochhammer symbol (x)_½.
    let ratio = try unsafe GSL.value("gsl_sf_poch_e") { unsafe gsl_sf_poch_e(x, 0.5, $0) }
    return ratio / (degrees / 2).squareRoot()
  }
}
