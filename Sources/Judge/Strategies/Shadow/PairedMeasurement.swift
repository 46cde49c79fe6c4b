internal import Stats
internal import Summaries

/// One mean over paired requests, and what can be said of it at any number of looks.
struct PairedMeasurement {
  var plan: Plan
  /// The sum of a measure, and of the rows it is taken over, by unit.
  var moments: BivariateMoments
  private let estimate: RatioEstimate

  /// Nil below two units, or where no row has both values.
  init?(_ plan: Plan, _ moments: BivariateMoments) {
    guard moments.meanY > 0, let estimate = try? RatioEstimate(moments: moments) else { return nil }
    (self.plan, self.moments, self.estimate) = (plan, moments, estimate)
  }

  var value: Double { estimate.ratio }

  /// Requests.
  var rows: Int { Int((moments.meanY * Double(moments.count)).rounded()) }

  private var successes: Int { Int((moments.meanX * Double(moments.count)).rounded()) }

  /// A share whose rows are the units is counted exactly.
  private var isExact: Bool { plan.unitColumn == nil }

  /// The measurement of a share.
  func share(significance: Double) -> ShadowComparison.Measurement {
    guard isExact,
      let interval = try? BernoulliMixture.interval(
        successes: successes, failures: rows - successes, level: 1 - significance)
    else { return mean(significance: significance, spread: Self.shareVariance) }
    return measurement(Bounds(lower: interval.lower, upper: interval.upper))
  }

  /// The measurement of a mean.
  ///
  /// - Parameters:
  ///   - significance: Of the interval.
  ///   - spread: The variance of one unit as expected beforehand; it only tunes the sequence.
  /// - Returns: The mean; its interval is unbounded below the floor of effective units.
  func mean(significance: Double, spread: Double) -> ShadowComparison.Measurement {
    let mixture = NormalMixture(
      significance: significance, targetClock: Double(plan.inference.minimumSample), sides: .two)
    guard estimate.effectiveUnits >= Evidence.floor,
      let multiplier = try? mixture.multiplier(clock: clock(spread))
    else { return measurement(Bounds(lower: -.infinity, upper: .infinity)) }
    let width = multiplier * estimate.standardError
    return measurement(Bounds(lower: estimate.ratio - width, upper: estimate.ratio + width))
  }

  /// The anytime-valid p-value that a share is on the other side of a bound; 1 below the floor.
  func pValue(share bound: Double, _ side: BernoulliMixture.Side) -> Double {
    if isExact {
      let test = try? BernoulliMixture(nullProbability: bound, side: side)
      return (try? test?.pValue(successes: successes, failures: rows - successes)) ?? 1
    }
    guard estimate.effectiveUnits >= Evidence.floor, estimate.standardError > 0 else { return 1 }
    let mixture = NormalMixture(
      significance: plan.inference.significance,
      targetClock: Double(plan.inference.minimumSample), sides: .one)
    let distance = (estimate.ratio - bound) / estimate.standardError
    return mixture.pValue(
      standardized: side == .greater ? distance : -distance, clock: clock(Self.shareVariance))
  }

  /// The variance clock, in units of the expected spread: units keep accruing rows.
  private func clock(_ spread: Double) -> Double {
    let (n, error) = (Double(estimate.count), estimate.standardError)
    return plan.clock == .units ? n : n * n * error * error / spread
  }

  private func measurement(_ interval: Bounds) -> ShadowComparison.Measurement {
    ShadowComparison.Measurement(
      units: estimate.count, value: estimate.ratio, standardError: estimate.standardError,
      interval: interval)
  }

  /// That of a share near 5 % or 95 %.
  static let shareVariance = 0.05
}
