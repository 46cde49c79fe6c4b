/// Tests whether two arms judged on the same units succeed equally often.
///
/// Only discordant units say anything: under H0 each is treatment's or control's with probability
/// one half. The estimate is the conditional odds ratio, treatment's over control's, possibly ∞.
///
/// Reference: McNemar (1947), Psychometrika 12, 153–157; mid-p: Fagerland, Lydersen & Laake (2013).
/// Matches R's `mcnemar.test` and, for `exact`, `binom.test(b, b + c)`.
public struct McNemarTest: Sendable {
  /// How the p-value is found.
  public enum Method: Equatable, Codable, Sendable {
    /// The binomial tail.
    case exact
    /// The binomial tail with half of the observed count's probability; less conservative.
    case midP
    /// Chi-square; for the two-sided alternative only.
    case asymptotic(ContinuityCorrection)
  }

  /// Which departures count; `greater` is treatment succeeding more often.
  public var alternative: Alternative
  /// How the p-value is found.
  public var method: Method

  /// Creates a test.
  public init(alternative: Alternative = .twoSided, method: Method = .exact) {
    (self.alternative, self.method) = (alternative, method)
  }

  /// Tests the numbers of units on which only treatment, or only control, succeeded.
  ///
  /// - Throws: `StatsError.tooFewObservations` without discordant units.
  public func evaluate(controlOnly: Int, treatmentOnly: Int) throws(StatsError) -> TestResult {
    for count in [controlOnly, treatmentOnly] where count < 0 {
      throw .invalidParameter(name: "count", value: Double(count), expected: "not negative")
    }
    guard controlOnly + treatmentOnly > 0 else {
      throw .tooFewObservations(arm: "discordant units", needed: 1, found: 0)
    }
    let (b, c) = (Double(treatmentOnly), Double(controlOnly))
    var result = TestResult(
      method: "McNemar's test", estimate: b / c, standardError: nil, nullValue: 1, statistic: b,
      reference: .exact, alternative: alternative, pValue: 1)
    switch method {
    case .exact:
      result.method += ", exact"
      result.pValue = try tail(treatmentOnly, controlOnly, weightAtCount: 1)
    case .midP:
      result.method += ", mid-p"
      result.pValue = try tail(treatmentOnly, controlOnly, weightAtCount: 0.5)
    case .asymptotic(let continuity):
      guard alternative == .twoSided else {
        throw .invalidParameter(
          name: "alternative", value: 1, expected: "two-sided with the chi-square method")
      }
      result.method += ", asymptotic"
      let deviation = max(0, abs(b - c) - (continuity == .yates ? 1 : 0))
      result.statistic = deviation * deviation / (b + c)
      result.reference = .chiSquared(degreesOfFreedom: 1)
      result.pValue = try result.reference.pValue(of: result.statistic, .greater)
    }
    return result
  }

  /// Tests the outcomes of the same units in both arms, paired by position.
  ///
  /// - Throws: `StatsError` for unequal lengths, or without discordant units.
  public func evaluate(control: [Bool], treatment: [Bool]) throws(StatsError) -> TestResult {
    guard control.count == treatment.count else {
      throw .invalidParameter(
        name: "treatment", value: Double(treatment.count),
        expected: "\(control.count) outcomes, one for each of control")
    }
    let pairs = zip(control, treatment)
    return try evaluate(
      controlOnly: pairs.count { $0 && !$1 }, treatmentOnly: pairs.count { !$0 && $1 })
  }

  private func tail(
    _ treatment: Int, _ control: Int, weightAtCount weight: Double
  ) throws(StatsError) -> Double {
    let coins = Binomial(trials: treatment + control, probability: 0.5)
    /// P(X > count) + weight·P(X = count).
    func upperTail(_ count: Int) throws(StatsError) -> Double {
      try coins.upperTail(count) + weight * (try coins.mass(count))
    }
    return switch alternative {
    case .greater: try upperTail(treatment)
    case .less: try upperTail(control)
    case .twoSided: min(1, 2 * (try upperTail(max(treatment, control))))
    }
  }
}
