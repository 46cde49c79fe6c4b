/// How the posteriors of two independent arms compare.
///
/// For reading beside a test, not for deciding: the probability to be better crosses any bound
/// sooner or later when it is read at every look. Where lower is better, exchange the arms.
///
/// Integrals are to 1e-10 of a probability, and of the posteriors' spread for a loss.
///
/// Reference: Cook (2003), "Numerical computation of stochastic inequality probabilities"; Stucchio
/// (2015), "Bayesian A/B testing at VWO", for the expected loss.
public struct PosteriorComparison<
  Control: ContinuousDistribution, Treatment: ContinuousDistribution
>: Sendable {
  /// The two arms.
  public enum Arm: String, Codable, Sendable, CaseIterable {
    /// What is in use.
    case control
    /// What might replace it.
    case treatment
  }

  private let control: Control
  private let treatment: Treatment

  /// Compares two posteriors.
  public init(control: Control, treatment: Treatment) {
    (self.control, self.treatment) = (control, treatment)
  }

  /// The probability that treatment − control exceeds a threshold: at zero, that it is better.
  ///
  /// The mean, over control's distribution, of treatment's upper tail: integrated in control's
  /// probability, from either end, so that no density need be finite.
  public func probability(
    thatDifferenceExceeds threshold: Double = 0
  ) throws(StatsError) -> Double {
    try Domain.finite("threshold", threshold)
    var points = (lower: [0, 0.5], upper: [0, 0.5])
    var steps = try Self.ladder(control)
    for x in try Self.ladder(treatment) { steps.append(x - threshold) }
    steps.append(treatment.support.lowerBound - threshold)
    steps.append(treatment.support.upperBound - threshold)
    for x in steps {
      let tails = try control.tails(at: x)
      // Below 1e-13 no panel of an integrand within [0, 1] is worth its own.
      if tails.lower > 1e-13, tails.lower < 0.5 { points.lower.append(tails.lower) }
      if tails.upper > 1e-13, tails.upper < 0.5 { points.upper.append(tails.upper) }
    }
    let below = try AdaptiveQuadrature.integrate(over: points.lower.sorted(), accuracy: 1e-12) {
      (p) throws(StatsError) in
      try treatment.upperTail(control.quantile(lowerTail: p) + threshold)
    }
    let above = try AdaptiveQuadrature.integrate(over: points.upper.sorted(), accuracy: 1e-12) {
      (q) throws(StatsError) in
      try treatment.upperTail(control.quantile(upperTail: q) + threshold)
    }
    return min(1, below + above)
  }

  /// How much the other arm is expected to be better by, counting zero where it is not.
  ///
  /// E max(other − chosen, 0) = ∫ P(chosen ≤ x) P(other > x) dx.
  ///
  /// - Throws: `StatsError` where the mean does not exist, as for one degree of freedom.
  public func expectedLoss(ofChoosing arm: Arm) throws(StatsError) -> Double {
    switch arm {
    case .control: try Self.expectedExcess(of: treatment, over: control)
    case .treatment: try Self.expectedExcess(of: control, over: treatment)
    }
  }

  /// The interval of treatment − control that leaves the same probability on either side.
  ///
  /// - Throws: `StatsError.invalidParameter` for a probability not between 0 and 1.
  public func equalTailedInterval(
    probability: Double = 0.95
  ) throws(StatsError) -> CredibleInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: probability) / 2
    return CredibleInterval(
      lower: try difference(exceededWith: 1 - tail), upper: try difference(exceededWith: tail),
      probability: probability)
  }

  /// The difference that is exceeded with the given probability.
  private func difference(exceededWith share: Double) throws(StatsError) -> Double {
    // Bonferroni's bounds hold the root: each arm's quantile at half of either tail.
    let (below, above) = ((1 - share) / 2, share / 2)
    let least =
      try treatment.quantile(lowerTail: below) - control.quantile(upperTail: below)
    let most = try treatment.quantile(upperTail: above) - control.quantile(lowerTail: above)
    return try BracketedRoot.find(in: least...most, accuracy: 1e-10 * (most - least)) {
      (x) throws(StatsError) in try self.probability(thatDifferenceExceeds: x) - share
    }
  }

  private static func expectedExcess(
    of other: some ContinuousDistribution, over chosen: some ContinuousDistribution
  ) throws(StatsError) -> Double {
    let points = (try ladder(other) + ladder(chosen)).sorted()
    let spread = try other.quantile(upperTail: 0.25) - other.quantile(lowerTail: 0.25)
    // What lies beyond the last quantile; of a t with one degree of freedom it is infinite.
    let reach = max(points.last ?? 0, -(points.first ?? 0))
    guard reach * farTail <= 1e-12 * max(spread, reach.ulp) else {
      throw .invalidParameter(
        name: "expected loss", value: .infinity, expected: "distributions whose means exist")
    }
    return try AdaptiveQuadrature.integrate(over: points, accuracy: 1e-12 * spread) {
      (x) throws(StatsError) in try chosen.lowerTail(x) * other.upperTail(x)
    }
  }

  private static var farTail: Double { 1e-40 }

  /// Quantiles from far out on one side to far out on the other, between which a tail is smooth.
  private static func ladder(
    _ distribution: some ContinuousDistribution
  ) throws(StatsError) -> [Double] {
    var points: [Double] = []
    for probability in [farTail, 1e-20, 1e-9, 1e-4, 0.02, 0.25] {
      points.append(try distribution.quantile(lowerTail: probability))
      points.append(try distribution.quantile(upperTail: probability))
    }
    return points
  }
}
