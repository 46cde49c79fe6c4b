internal import Foundation

/// How two proportions differ, on each of the scales in use, treatment against control.
public struct ProportionEffect: Equatable, Codable, Sendable {
  private let control: BinomialCount
  private let treatment: BinomialCount

  /// Compares two counts.
  public init(control: BinomialCount, treatment: BinomialCount) {
    (self.control, self.treatment) = (control, treatment)
  }

  /// The difference of the proportions.
  public var riskDifference: Estimate {
    Estimate(
      treatment.proportion - control.proportion,
      standardError: (control.squaredError + treatment.squaredError).squareRoot())
  }

  /// The logarithm of the ratio of the proportions; exp of its interval is Katz's (1978).
  ///
  /// - Throws: `StatsError.invalidParameter` when an arm has no successes.
  public var logRiskRatio: Estimate {
    get throws(StatsError) {
      try requirePositive("successes", [control.successes, treatment.successes])
      func term(_ count: BinomialCount) -> Double {
        Double(count.failures) / Double(count.trials) / Double(count.successes)
      }
      return Estimate(
        log(treatment.proportion) - log(control.proportion),
        standardError: (term(control) + term(treatment)).squareRoot())
    }
  }

  /// The logarithm of the ratio of the odds; exp of its interval is Woolf's (1955).
  ///
  /// - Throws: `StatsError.invalidParameter` when a cell of the table is empty.
  public var logOddsRatio: Estimate {
    get throws(StatsError) {
      let cells = [
        control.successes, control.failures, treatment.successes, treatment.failures,
      ]
      try requirePositive("cells", cells)
      let odds = log(Double(cells[2]) / Double(cells[3])) - log(Double(cells[0]) / Double(cells[1]))
      return Estimate(
        odds, standardError: cells.reduce(0) { $0 + 1 / Double($1) }.squareRoot())
    }
  }

  /// The interval of the ratio of the proportions (Katz 1978).
  ///
  /// - Throws: as `logRiskRatio`, and for a level not between 0 and 1.
  public func riskRatioInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    try logRiskRatio.exponentiatedInterval(level: level)
  }

  /// The interval of the ratio of the odds (Woolf 1955); exact: `FisherExactTest`.
  ///
  /// - Throws: as `logOddsRatio`, and for a level not between 0 and 1.
  public func oddsRatioInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    try logOddsRatio.exponentiatedInterval(level: level)
  }

  /// Cohen's h, the difference of the proportions' arcsines 2·asin√p (Cohen 1988).
  ///
  /// Its standard error is that of the scale on which every proportion has the same variance.
  public var cohensH: Estimate {
    Estimate(
      angle(treatment) - angle(control),
      standardError: (1 / Double(control.trials) + 1 / Double(treatment.trials)).squareRoot())
  }

  /// φ, the correlation of success with treatment, from −1 to 1 (Yule 1912).
  ///
  /// N·φ² is Pearson's χ²; `CramersV` has the interval of its size.
  ///
  /// - Throws: `StatsError.zeroVariance` when all trials succeeded or none did.
  public var phi: Double {
    get throws(StatsError) {
      let (a, b) = (Double(treatment.successes), Double(treatment.failures))
      let (c, d) = (Double(control.successes), Double(control.failures))
      guard a + c > 0, b + d > 0 else { throw .zeroVariance }
      return (a * d - b * c) / ((a + c) * (b + d)).squareRoot()
        / ((a + b) * (c + d)).squareRoot()
    }
  }

  /// 2·asin√p, by both legs of the triangle, which keeps the digits of rare failures.
  private func angle(_ count: BinomialCount) -> Double {
    2 * atan2(Double(count.successes).squareRoot(), Double(count.failures).squareRoot())
  }

  private func requirePositive(_ name: String, _ counts: [Int]) throws(StatsError) {
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw .invalidParameter(name: name, value: 0, expected: "positive in both arms")
    }
  }
}

extension Estimate {
  /// The interval of what this is the logarithm of.
  fileprivate func exponentiatedInterval(level: Double) throws(StatsError) -> ConfidenceInterval {
    let bounds = try confidenceInterval(level: level)
    return ConfidenceInterval(lower: exp(bounds.lower), upper: exp(bounds.upper), level: level)
  }
}
