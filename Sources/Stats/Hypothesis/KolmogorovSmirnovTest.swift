/// Tests whether two samples have one distribution.
///
/// H0: the distribution functions are equal. The estimate is D, their largest difference. The
/// p-value is Kolmogorov's limit, conservative with ties; below 10,000 pairs of observations it is
/// summed exactly, given the ties.
///
/// Reference: Smirnov (1939); exact: Schröer & Trenkler (1995), Computational Statistics & Data
/// Analysis 20, 185–202. Matches R's `ks.test(x, y)`.
public struct KolmogorovSmirnovTest: Sendable {
  /// How the p-value is found.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// Exact below 10,000 pairs, as R's default is, else asymptotic.
    case automatic
    case exact
    case asymptotic
  }

  /// How the p-value is found.
  public var method: Method

  /// Creates a test.
  public init(_ method: Method = .automatic) { self.method = method }

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
    control.forEachStep(against: treatment) { _, _, gap in distance = max(distance, abs(gap)) }
    let pairs = Double(control.count) * Double(treatment.count)
    let statistic =
      (pairs / Double(control.count + treatment.count)).squareRoot() * distance
    let isExact = method == .exact || (method == .automatic && pairs < 10_000)
    let reference: ReferenceDistribution = isExact ? .exact : .kolmogorov
    return TestResult(
      method: "Two-sample Kolmogorov–Smirnov test", estimate: distance, standardError: nil,
      nullValue: 0, statistic: statistic, reference: reference, alternative: .twoSided,
      pValue: isExact
        ? exactPValue(control, treatment, distance)
        : try reference.pValue(of: statistic, .greater))
  }

  /// Compares two samples given by their observations.
  ///
  /// - Throws: `StatsError` for an empty sample or an observation that is not finite.
  public func evaluate(
    control: some Sequence<Double>, treatment: some Sequence<Double>
  ) throws(StatsError) -> TestResult {
    try evaluate(control: WeightedValues(control), treatment: WeightedValues(treatment))
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
        if mayStop[i + j], abs(i * m - j * n) >= reached, i + j > 0 {
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
