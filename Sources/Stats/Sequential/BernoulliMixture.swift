internal import Foundation

/// The exact sequential test of a probability: the evidence of a count of successes, whenever one looks.
///
/// H0: each trial succeeds with a probability of at most `nullProbability` (`greater`), or at least
/// (`less`), whatever the trials before it did. The e-value is the likelihood ratio of the count, mixed
/// evenly over the probabilities on the other side of the null; no normal approximation enters. With a
/// null of one half, on the pairs in which just one of two models is right, this is McNemar's test at
/// any number of looks.
///
/// Each factor of the product has an expectation of at most 1 under H0, as the likelihood ratio of an
/// alternative above the null rises with the true probability and is 1 on average at the null itself;
/// so the product is a supermartingale, and so is its mixture.
///
/// Reference: Ville (1939) for the bound, Robbins (1970), Annals of Mathematical Statistics 41,
/// 1397–1409, for the mixture, Howard, Ramdas, McAuliffe & Sekhon (2021), Annals of Statistics 49,
/// 1055–1080, for the beta-binomial one-sided; McNemar (1947) for conditioning on discordant pairs.
public struct BernoulliMixture: Sendable, Equatable, Codable {
  /// The side of the null on which the alternatives lie.
  public enum Side: String, Sendable, Codable, CaseIterable {
    case greater, less
  }

  /// The probability at the edge of H0.
  public let nullProbability: Double
  /// Where the alternatives lie.
  public let side: Side

  /// Creates a test.
  ///
  /// - Throws: `StatsError.invalidParameter` unless the probability lies strictly between 0 and 1.
  public init(nullProbability: Double, side: Side) throws(StatsError) {
    guard nullProbability > 0, nullProbability < 1 else {
      throw .invalidParameter(
        name: "nullProbability", value: nullProbability, expected: "between 0 and 1")
    }
    (self.nullProbability, self.side) = (nullProbability, side)
  }

  /// ln E, at least ln(1/α) where H0 is rejected at level α; −∞ where the count excludes every alternative.
  ///
  /// E = B(s+1, f+1) · P(θ beyond p) / (mass beyond p · pˢ(1−p)ᶠ), θ ~ Beta(s+1, f+1).
  ///
  /// - Throws: `StatsError.invalidParameter` for negative counts.
  public func logEValue(successes: Int, failures: Int) throws(StatsError) -> Double {
    for count in [successes, failures] where count < 0 {
      throw .invalidParameter(name: "count", value: Double(count), expected: "not negative")
    }
    let (s, f, p) = (Double(successes), Double(failures), nullProbability)
    let tails = try BetaDistribution(alpha: s + 1, beta: f + 1).tails(at: p)
    let (beyond, mass) = side == .greater ? (tails.upper, 1 - p) : (tails.lower, p)
    let logBeta = lgamma(s + 1) + lgamma(f + 1) - lgamma(s + f + 2)
    return logBeta + log(beyond) - log(mass) - s * log(p) - f * log1p(-p)
  }

  /// The p-value min(1, 1/E), valid at any stopping time.
  ///
  /// - Throws: as `logEValue`.
  public func pValue(successes: Int, failures: Int) throws(StatsError) -> Double {
    Self.pValue(logEValue: try logEValue(successes: successes, failures: failures))
  }

  /// The p-value of evidence whose natural logarithm is known.
  public static func pValue(logEValue: Double) -> Double { min(1, exp(-logEValue)) }

  /// The probabilities that neither side's test rejects at half the significance: an interval that holds
  /// at all looks at once.
  ///
  /// - Throws: `StatsError.invalidParameter` for negative counts, none at all, or a level that is none.
  public static func interval(
    successes: Int, failures: Int, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    guard successes >= 0, failures >= 0, successes + failures > 0 else {
      throw .invalidParameter(
        name: "trials", value: Double(successes + failures), expected: "at least one")
    }
    func limit(_ side: Side) throws(StatsError) -> Double {
      // Between the estimate, which is never rejected, and the end of the range.
      var inside = Double(successes) / Double(successes + failures)
      var outside: Double = side == .greater ? 0 : 1
      if inside == outside { return outside }
      for _ in 0..<60 {
        let middle = (inside + outside) / 2
        guard middle > 0, middle < 1, middle != inside, middle != outside else { break }
        let test = try BernoulliMixture(nullProbability: middle, side: side)
        if try test.pValue(successes: successes, failures: failures) <= significance / 2 {
          outside = middle
        } else {
          inside = middle
        }
      }
      return outside
    }
    return ConfidenceInterval(lower: try limit(.greater), upper: try limit(.less), level: level)
  }
}
