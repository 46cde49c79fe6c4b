/// The result of a permutation test, and how well a random choice of permutations knows its p-value.
public struct PermutationResult: Equatable, Codable, Sendable {
  /// Which permutations were looked at.
  public enum Coverage: String, Codable, Sendable, CaseIterable {
    /// Every one, so that the p-value is exact.
    case complete
    /// Some, drawn at random.
    case sampled
  }

  /// The test.
  public let test: TestResult
  /// Which permutations were looked at.
  public let coverage: Coverage
  /// The number of permutations looked at.
  public let permutations: Int
  /// How many of them were as extreme as the observed one, on the side that the p-value is of.
  public let asExtreme: Int

  /// Judges an observed statistic by its values under permutations.
  ///
  /// The observed arrangement is one of a complete set, and is added to a sampled one (Phipson & Smyth,
  /// 2010): a p-value is never zero, and the test never exceeds its level. Two-sided p-values are the
  /// smaller tail doubled.
  init(
    method: String, observed: Double, nullValue: Double, permuted: [Double], coverage: Coverage,
    alternative: Alternative
  ) {
    // The same arrangement added up in another order must count as equal.
    let scale = permuted.reduce(observed.magnitude) { max($0, $1.magnitude) }
    let tolerance = scale * 0x1p-40
    let greater = permuted.count { $0 >= observed - tolerance }
    let less = permuted.count { $0 <= observed + tolerance }
    asExtreme =
      switch alternative {
      case .greater: greater
      case .less: less
      case .twoSided: min(greater, less)
      }
    let own = coverage == .sampled ? 1 : 0
    let tail = Double(asExtreme + own) / Double(permuted.count + own)
    let kind = coverage == .complete ? "all \(permuted.count)" : "\(permuted.count) random"
    test = TestResult(
      method: "\(method), \(kind) permutations", estimate: observed + nullValue,
      standardError: nil, nullValue: nullValue, statistic: observed, reference: .exact,
      alternative: alternative, pValue: alternative == .twoSided ? min(1, 2 * tail) : tail)
    (self.coverage, permutations) = (coverage, permuted.count)
  }

  /// The standard error of the p-value from the random choice of permutations; zero for all of them.
  public var monteCarloError: Double {
    guard coverage == .sampled else { return 0 }
    let share = Double(asExtreme + 1) / Double(permutations + 1)
    let tails = test.alternative == .twoSided ? 2.0 : 1
    return tails * (share * (1 - share) / Double(permutations)).squareRoot()
  }

  /// The p-values of all permutations that the sampled ones do not contradict (Clopper & Pearson,
  /// 1934); the p-value itself where the set is complete.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func pValueInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    guard coverage == .sampled else {
      return ConfidenceInterval(lower: test.pValue, upper: test.pValue, level: level)
    }
    let interval = try ClopperPearsonInterval(level: level)
      .interval(BinomialCount(successes: asExtreme, trials: permutations))
    let tails = test.alternative == .twoSided ? 2.0 : 1
    return ConfidenceInterval(
      lower: min(1, tails * interval.lower), upper: min(1, tails * interval.upper), level: level)
  }
}
