/// Tests whether values in treatment tend to be larger than in control.
///
/// H0: both have one distribution, shifted by `nullShift`. The estimate is Hodges & Lehmann's shift,
/// the median of all differences treatment − control; the statistic is z, or U where it is exact.
///
/// Reference: Mann & Whitney (1947); Hodges & Lehmann (1963). Matches R's `wilcox.test(y, x)`.
public struct MannWhitneyTest: TwoSampleTest {
  /// Which departures from the null shift count.
  public var alternative: Alternative
  /// The shift treatment − control under the null.
  public var nullShift: Double
  /// How the p-value is found.
  public var method: RankTestMethod
  /// Whether z is moved half a pair towards zero.
  public var continuity: ContinuityCorrection

  /// Creates a test of `treatment - control == nullShift`.
  public init(
    alternative: Alternative = .twoSided, nullShift: Double = 0,
    method: RankTestMethod = .automatic, continuity: ContinuityCorrection = .yates
  ) {
    (self.alternative, self.nullShift) = (alternative, nullShift)
    (self.method, self.continuity) = (method, continuity)
  }

  /// Compares two samples that are not empty.
  ///
  /// - Throws: `StatsError.zeroVariance` when all values are equal.
  public func evaluate(
    control: WeightedValues, treatment: WeightedValues
  ) throws(StatsError) -> TestResult {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    let shifted = try nullShift == 0 ? treatment : treatment.shifted(by: -nullShift)
    let ranks = PooledRanks([control, shifted])
    let (n, m) = (Double(control.count), Double(treatment.count))
    // U counts the pairs in which treatment is larger, equal ones half.
    let u = ranks.rankSums[1] - m * (m + 1) / 2
    var result = TestResult(
      method: "Mann–Whitney test",
      estimate: PairwiseMedian(treatment, minus: control).value, standardError: nil,
      nullValue: nullShift, statistic: u, reference: .exact, alternative: alternative, pValue: 1)
    let isExact =
      method == .automatic && ranks.tieCorrection == 0 && control.count < 50
      && treatment.count < 50
    if isExact {
      let counts = RankSumCounts.mannWhitney(control.count, treatment.count)
      result.pValue = RankSumCounts.pValue(counts, Int(u), alternative)
      return result
    }
    let total = n + m
    let variance = n * m / 12 * (total + 1 - ranks.tieCorrection / (total * (total - 1)))
    guard variance > 0 else { throw .zeroVariance }
    let standardized = continuity.standardize(
      u - n * m / 2, standardError: variance.squareRoot(), alternative)
    (result.statistic, result.reference) = (standardized, .normal)
    result.pValue = try result.reference.pValue(of: standardized, alternative)
    return result
  }

  /// Compares two samples given by their observations.
  public func evaluate(
    control: some Sequence<Double>, treatment: some Sequence<Double>
  ) throws(StatsError) -> TestResult {
    try evaluate(control: WeightedValues(control), treatment: WeightedValues(treatment))
  }
}

extension ContinuityCorrection {
  /// A deviation of ranks over its standard error, moved half a step towards the null.
  func standardize(
    _ deviation: Double, standardError: Double, _ alternative: Alternative
  ) -> Double {
    let step =
      switch (self, alternative) {
      case (.none, _): 0.0
      case (.yates, .greater): 0.5
      case (.yates, .less): -0.5
      case (.yates, .twoSided): deviation == 0 ? 0 : (deviation > 0 ? 0.5 : -0.5)
      }
    return (deviation - step) / standardError
  }
}
