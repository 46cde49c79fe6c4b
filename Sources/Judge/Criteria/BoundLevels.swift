/// The chances with which the two bounds of a measured value may lie on the wrong side of the truth.
public struct BoundLevels: Equatable, Codable, Sendable {
  /// That the bound which has to keep to a threshold does so, and the truth does not: a false pass.
  public var pass: Double
  /// That the other bound is beyond the threshold, and the truth is not: a false failure.
  public var fail: Double

  /// Creates levels.
  public init(pass: Double, fail: Double) { (self.pass, self.fail) = (pass, fail) }

  /// The tails for a quantity that must keep to a limit: that below `lower`, and that above `upper`.
  func tails(_ limit: Criterion.Limit) -> (lower: Double, upper: Double) {
    limit == .atLeast ? (pass, fail) : (fail, pass)
  }
}
