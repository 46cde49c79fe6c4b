internal import Foundation

/// Student's t distribution, moved and stretched: location + scale · t.
public struct LocationScaleT: ContinuousDistribution {
  /// The center.
  public let location: Double
  /// What t is multiplied by, positive.
  public let scale: Double
  /// The degrees of freedom, positive.
  public let degreesOfFreedom: Double

  /// A t distribution about a location.
  public init(location: Double, scale: Double, degreesOfFreedom: Double) {
    (self.location, self.scale) = (location, scale)
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The whole line.
  public var support: ClosedRange<Double> { -Double.infinity...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try student.logDensity(standardized(x)) - log(scale)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try student.tails(at: standardized(x))
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try checkParameters()
    return location + scale * (try student.quantile(lowerTail: p))
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try checkParameters()
    return location + scale * (try student.quantile(upperTail: q))
  }

  private var student: StudentT { StudentT(degreesOfFreedom: degreesOfFreedom) }

  private func standardized(_ x: Double) throws(StatsError) -> Double {
    try checkParameters()
    return (x - location) / scale
  }

  private func checkParameters() throws(StatsError) {
    try Domain.finite("location", location)
    try Domain.positive("scale", scale)
  }
}
