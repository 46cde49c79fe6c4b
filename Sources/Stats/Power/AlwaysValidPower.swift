internal import Foundation

/// Power, sample size and detectable effect of a test that may be looked at again and again.
///
/// The test rejects as soon as the confidence sequence of `NormalMixture`, tuned to the planned
/// sample, excludes zero. It is looked at `looks` times, evenly over the planned sample, and then
/// ends. Sample sizes are control's at the last look, effects standardized by the standard
/// deviation of an observation, and arms large enough for normal means.
///
/// Reference: as `NormalMixture`; power by the recursion of Armitage, McPherson & Rowe (1969).
public struct AlwaysValidPower: PowerCalculation {
  /// The significance of all looks together.
  public let significance: Double
  /// Treatment's size over control's.
  public let ratio: Double
  /// How often the test is looked at, the last time at the planned sample.
  public let looks: Int
  private let tail: Double
  /// Of each look its time, its bound, and the paths that have not stopped before it.
  private let stages: [(time: Double, bound: Double, paths: ContinuationDensity)]

  /// Creates a calculation.
  ///
  /// - Parameters:
  ///   - significance: that of all looks together.
  ///   - alternative: one side or two; a side is that of the effect.
  ///   - ratio: treatment's size over control's.
  ///   - looks: how often the test is looked at; fifty are almost as many as each observation.
  /// - Throws: `StatsError.invalidParameter` for a level that `NormalMixture` does not take, a ratio
  ///   that is not positive, or fewer than one or more than 1,000 looks.
  public init(
    significance: Double = 0.05, alternative: Alternative = .twoSided, ratio: Double = 1,
    looks: Int = 50
  ) throws(StatsError) {
    try Domain.positive("ratio", ratio)
    guard looks > 0, looks <= 1000 else {
      throw .invalidParameter(name: "looks", value: Double(looks), expected: "from 1 to 1000")
    }
    (self.significance, self.ratio, self.looks) = (significance, ratio, looks)
    tail = alternative.tail(ofSignificance: significance)
    // The planned sample is time 1, whatever its size.
    let mixture = NormalMixture(
      significance: significance, targetClock: 1, sides: alternative == .twoSided ? .two : .one)
    let step = 1 / Double(looks)
    var paths = ContinuationDensity(drift: 0, smallestStep: step)
    var stages: [(time: Double, bound: Double, paths: ContinuationDensity)] = []
    for look in 1...looks {
      let time = Double(look) * step
      let bound = try mixture.multiplier(clock: time)
      stages.append((time, bound, paths))
      paths = paths.continued(
        at: time, lower: alternative == .twoSided ? -bound : -.infinity, upper: bound)
    }
    self.stages = stages
  }

  /// Both arms over control.
  public var totalPerSampleSize: Double { 1 + ratio }

  /// An observation a look.
  public var smallestSampleSize: Double { Double(looks) }

  /// From no difference up.
  public var effects: ClosedRange<Double> { 0...Double.infinity }

  /// The probability of rejecting at one of the looks in the direction of a standardized effect.
  public func power(sampleSize: Double, effect: Double) throws(StatsError) -> Double {
    min(1, try crossings(sampleSize, effect).reduce(0, +))
  }

  /// The mean size of control when the test ends, at a rejection or at the planned sample.
  ///
  /// Rejections in the wrong direction count as none.
  public func expectedSampleSize(
    sampleSize: Double, effect: Double
  ) throws(StatsError) -> Double {
    let ends = try crossings(sampleSize, effect)
    var (share, running) = (0.0, 1.0)
    for (index, end) in ends.enumerated() {
      share += end * Double(index + 1) / Double(looks)
      running -= end
    }
    return sampleSize * (share + max(0, running))
  }

  /// How many times as large the planned sample is as that of a z-test looked at once.
  ///
  /// It does not depend on the effect.
  public func fixedSampleRatio(power: Double = 0.8) throws(StatsError) -> Double {
    let fixed =
      try Normal().quantile(upperTail: tail) + (try Normal().quantile(lowerTail: power))
    let drift = try detectableEffect(sampleSize: Double(looks), power: power) * scale(Double(looks))
    return (drift / fixed) * (drift / fixed)
  }

  /// The expected statistic at the planned sample for an effect of one.
  private func scale(_ sampleSize: Double) -> Double {
    (sampleSize * ratio / (1 + ratio)).squareRoot()
  }

  private func crossings(_ sampleSize: Double, _ effect: Double) throws(StatsError) -> [Double] {
    guard sampleSize >= smallestSampleSize, sampleSize.isFinite else {
      throw .invalidParameter(
        name: "sampleSize", value: sampleSize, expected: "at least one a look, and finite")
    }
    try Domain.finite("effect", effect)
    let drift = abs(effect) * scale(sampleSize)
    return stages.map { $0.paths.probability(above: $0.bound, at: $0.time, drift: drift) }
  }
}
