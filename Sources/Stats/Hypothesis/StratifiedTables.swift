internal import Foundation

/// Two arms compared within strata, as days, countries or phases of a rollout.
public struct StratifiedTables: Equatable, Codable, Sendable {
  /// One stratum: the counts of both arms.
  public struct Stratum: Equatable, Codable, Sendable {
    /// The control's count.
    public var control: BinomialCount
    /// The treatment's count.
    public var treatment: BinomialCount

    /// Creates a stratum.
    public init(control: BinomialCount, treatment: BinomialCount) {
      (self.control, self.treatment) = (control, treatment)
    }

    var total: Double { Double(control.trials + treatment.trials) }
    var successes: Double { Double(control.successes + treatment.successes) }
    var failures: Double { Double(control.failures + treatment.failures) }
  }

  /// The strata.
  public let strata: [Stratum]

  /// Creates tables.
  ///
  /// - Throws: `StatsError.tooFewObservations` without strata.
  public init(_ strata: [Stratum]) throws(StatsError) {
    guard !strata.isEmpty else { throw .tooFewObservations(arm: "strata", needed: 1, found: 0) }
    self.strata = strata
  }

  /// Mantel & Haenszel's common odds ratio, treatment against control.
  ///
  /// - Throws: `StatsError.zeroVariance` when no stratum has both outcomes on opposite sides.
  public var commonOddsRatio: Double {
    get throws(StatsError) {
      var (agreeing, opposing) = (0.0, 0.0)
      for s in strata {
        agreeing += Double(s.treatment.successes) * Double(s.control.failures) / s.total
        opposing += Double(s.treatment.failures) * Double(s.control.successes) / s.total
      }
      guard agreeing > 0 || opposing > 0 else { throw .zeroVariance }
      return agreeing / opposing
    }
  }

  /// Cochran, Mantel & Haenszel's test that the arms are alike within every stratum.
  ///
  /// Reference: Mantel & Haenszel (1959), JNCI 22, 719–748. Matches R's
  /// `mantelhaen.test(…, correct = …)`.
  ///
  /// - Throws: `StatsError.zeroVariance` when no stratum has both outcomes.
  public func associationTest(
    continuity: ContinuityCorrection = .none
  ) throws(StatsError) -> TestResult {
    var (deviation, variance) = (0.0, 0.0)
    for s in strata where s.total > 1 {
      let (n, m) = (Double(s.control.trials), Double(s.treatment.trials))
      deviation += Double(s.treatment.successes) - m * s.successes / s.total
      variance += n * m * s.successes * s.failures / (s.total * s.total * (s.total - 1))
    }
    guard variance > 0 else { throw .zeroVariance }
    let moved = continuity == .yates ? abs(deviation) - min(0.5, abs(deviation)) : abs(deviation)
    return try result(
      "Cochran–Mantel–Haenszel test", estimate: commonOddsRatio,
      statistic: moved * moved / variance, degreesOfFreedom: 1)
  }

  /// Breslow & Day's test that the odds ratio is the same in every stratum, with Tarone's correction.
  ///
  /// Reference: Breslow & Day (1980); Tarone (1985), Biometrika 72, 91–95.
  ///
  /// - Throws: `StatsError` for fewer than two strata or a common odds ratio of 0 or ∞.
  public func homogeneityTest() throws(StatsError) -> TestResult {
    let usable = strata.filter { $0.successes > 0 && $0.failures > 0 }
    guard usable.count > 1 else {
      throw .tooFewObservations(arm: "strata with both outcomes", needed: 2, found: usable.count)
    }
    let common = try commonOddsRatio
    guard common > 0, common.isFinite else {
      throw .invalidParameter(
        name: "common odds ratio", value: common, expected: "positive and finite")
    }
    var (statistic, deviation, variance) = (0.0, 0.0, 0.0)
    for s in usable {
      let fitted = Self.fittedSuccesses(s, common)
      let (n, m) = (Double(s.control.trials), Double(s.treatment.trials))
      let cells = [fitted, s.successes - fitted, m - fitted, n - s.successes + fitted]
      let cellVariance = 1 / cells.reduce(0) { $0 + 1 / $1 }
      let miss = Double(s.treatment.successes) - fitted
      statistic += miss * miss / cellVariance
      deviation += miss
      variance += cellVariance
    }
    return try result(
      "Breslow–Day test with Tarone's correction", estimate: common,
      statistic: max(0, statistic - deviation * deviation / variance),
      degreesOfFreedom: Double(usable.count - 1))
  }

  private func result(
    _ method: String, estimate: Double, statistic: Double, degreesOfFreedom: Double
  ) throws(StatsError) -> TestResult {
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: degreesOfFreedom)
    return TestResult(
      method: method, estimate: estimate, standardError: nil, nullValue: 1, statistic: statistic,
      reference: reference, alternative: .twoSided,
      pValue: try reference.pValue(of: statistic, .greater))
  }

  /// Treatment's successes x with x(n − s + x)/((s − x)(m − x)) equal to the odds ratio.
  private static func fittedSuccesses(_ s: Stratum, _ oddsRatio: Double) -> Double {
    let (n, m) = (Double(s.control.trials), Double(s.treatment.trials))
    // (1 − ψ)x² + bx − c = 0 with c > 0, solved by the form that does not cancel for any ψ.
    let b = n - s.successes + oddsRatio * (m + s.successes)
    let c = oddsRatio * m * s.successes
    return 2 * c / (b + (b * b + 4 * (1 - oddsRatio) * c).squareRoot())
  }
}
