/// Tests whether two samples have one distribution.
///
/// H0: the distribution functions are equal. The estimate is D, their largest difference; for a
/// one-sided alternative D⁺, the largest excess of control's over treatment's (`greater`, treatment
/// tends to be larger) or the reverse. By itself the p-value is exact below 10,000 pairs of
/// observations, ties included, else the limit, which is conservative with ties.
///
/// Reference: Smirnov (1939); exact: Schröer & Trenkler (1995), Computational Statistics & Data
/// Analysis 20, 185–202. Matches R's `ks.test(x, y, alternative = …)` with x control.
public struct KolmogorovSmirnovTest: TwoSampleTest {
  /// Which departures from equal distributions count.
  public var alternative: Alternative
  /// How the p-value is found.
  public var method: PValueMethod

  /// Creates a test.
  public init(alternative: Alternative = .twoSided, method: PValueMethod = .automatic) {
    (self.alternative, self.method) = (alternative, method)
  }

  /// Compares two samples that are not empty.
  ///
  /// - Throws: `StatsError.tooFewObservations` for an empty sample.
  public func evaluate(
    control: WeightedValues, treatment: WeightedValues
  ) throws(StatsError) -> TestResult {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    var distance = 0.0
    control.forEachStep(against: treatment) { _, _, gap in
      let evidence = evidence(gap)
      if evidence > distance { distance = evidence }
    }
    let pairs = Double(control.count) * Double(treatment.count)
    let isExact = try method.isExact(automatically: pairs < 10_000, steps: pairs)
    var result = TestResult(
      method: PValueMethod.title("Two-sample Kolmogorov–Smirnov test", isExact: isExact),
      estimate: distance, standardError: nil, nullValue: 0,
      statistic: (pairs / Double(control.count + treatment.count)).squareRoot() * distance,
      reference: .exact, alternative: alternative, pValue: 1)
    if isExact {
      result.pValue = exactPValue(control, treatment, distance)
      return result
    }
    result.reference = .kolmogorov
    if alternative != .twoSided {
      // Four times the squared one-sided statistic is chi-square with two degrees of freedom.
      result.statistic *= 4 * result.statistic
      result.reference = .chiSquared(degreesOfFreedom: 2)
    }
    result.pValue = try result.reference.pValue(of: result.statistic, .greater)
    return result
  }

  /// What a gap between control's and treatment's distribution functions says for the alternative.
  private func evidence<Gap: SignedNumeric & Comparable>(_ gap: Gap) -> Gap {
    switch alternative {
    case .twoSided: max(gap, -gap)
    case .greater: gap
    case .less: -gap
    }
  }

  /// The share of orders of the pooled sample whose distance reaches the observed one.
  ///
  /// Walks the lattice of (control seen, treatment seen) and adds up the probability of the paths
  /// that first reach the distance at a point where no tie straddles: an upper tail, not one minus.
  private func exactPValue(
    _ control: WeightedValues, _ treatment: WeightedValues, _ distance: Double
  ) -> Double {
    let (n, m) = (control.count, treatment.count)
    let mayStop = tieEnds(control, treatment)
    // Distances are multiples of 1/(n m); comparing whole numbers avoids rounding at equality.
    let reached = Int((distance * Double(n) * Double(m)).rounded())
    var inside = [Double](repeating: 0, count: m + 1)
    var tail = 0.0
    for i in 0...n {
      for j in 0...m {
        let left = n + m - (i + j) + 1
        var mass = i == 0 && j == 0 ? 1.0 : 0
        if i > 0 { mass += inside[j] * (Double(n - i + 1) / Double(left)) }
        if j > 0 { mass += inside[j - 1] * (Double(m - j + 1) / Double(left)) }
        if mayStop[i + j], evidence(i * m - j * n) >= reached, i + j > 0 {
          tail += mass
          mass = 0
        }
        inside[j] = mass
      }
    }
    return min(1, tail)
  }

  /// Whether a distribution function may be read after this many pooled observations.
  private func tieEnds(_ control: WeightedValues, _ treatment: WeightedValues) -> [Bool] {
    var ends = [Bool](repeating: false, count: control.count + treatment.count + 1)
    var tally: [Double: Int] = [:]
    for sample in [control, treatment] {
      for (value, count) in zip(sample.values, sample.counts) { tally[value, default: 0] += count }
    }
    var seen = 0
    for value in tally.keys.sorted() {
      seen += tally[value] ?? 0
      ends[seen] = true
    }
    return ends
  }
}
