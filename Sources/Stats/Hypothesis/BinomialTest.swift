/// Tests whether a proportion equals a given value, exactly.
///
/// Two-sided, it adds up the outcomes that are at most as likely as the observed one; its
/// `ClopperPearsonInterval` doubles the smaller tail, so the two may disagree near the level.
///
/// Reference: Clopper & Pearson (1934). Matches R's `binom.test`.
public struct BinomialTest: Sendable {
  /// Which departures from the null proportion count.
  public var alternative: Alternative
  /// The proportion under the null.
  public var nullProportion: Double

  /// Creates a test of `proportion == nullProportion`.
  public init(alternative: Alternative = .twoSided, nullProportion: Double = 0.5) {
    (self.alternative, self.nullProportion) = (alternative, nullProportion)
  }

  /// Tests a count.
  ///
  /// - Throws: `StatsError.invalidParameter` for a null that is not strictly between 0 and 1.
  public func evaluate(_ count: BinomialCount) throws(StatsError) -> TestResult {
    guard nullProportion > 0, nullProportion < 1 else {
      throw .invalidParameter(
        name: "nullProportion", value: nullProportion, expected: "between 0 and 1")
    }
    let (x, n) = (count.successes, count.trials)
    let pValue =
      switch alternative {
      case .less: try lowerTail(x, n)
      case .greater: try upperTail(x, n)
      case .twoSided: try twoSided(x, n)
      }
    return TestResult(
      method: "Exact binomial test", estimate: count.proportion, standardError: nil,
      nullValue: nullProportion, statistic: Double(x), reference: .exact,
      alternative: alternative, pValue: min(1, pValue))
  }

  /// The observed tail and the outcomes beyond the mean that are no likelier.
  private func twoSided(_ x: Int, _ n: Int) throws(StatsError) -> Double {
    // Like R, outcomes likelier by less than 1e-7 are equally likely, lest rounding break symmetry.
    let limit = try probability(x, n) * (1 + 1e-7)
    let mean = Double(n) * nullProportion
    if Double(x) == mean { return 1 }
    if Double(x) < mean {
      // The smallest outcome above the mean that is unlikely enough; probabilities fall beyond it.
      let start = try firstUnlikely(from: Int(mean.rounded(.up)), to: n, n, limit)
      return try lowerTail(x, n) + (start > n ? 0 : try upperTail(start, n))
    }
    let mirrored = try BinomialTest(nullProportion: 1 - nullProportion)
      .firstUnlikely(from: Int((Double(n) - mean).rounded(.up)), to: n, n, limit)
    return try upperTail(x, n) + (mirrored > n ? 0 : try lowerTail(n - mirrored, n))
  }

  /// The first outcome in a range of falling probabilities that is at most as likely as `limit`.
  private func firstUnlikely(
    from first: Int, to last: Int, _ n: Int, _ limit: Double
  ) throws(StatsError) -> Int {
    var (low, high) = (first, last + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if try probability(middle, n) <= limit { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func probability(_ x: Int, _ n: Int) throws(StatsError) -> Double {
    try BetaDistribution(alpha: Double(x + 1), beta: Double(n - x + 1)).density(nullProportion)
      / Double(n + 1)
  }

  private func lowerTail(_ x: Int, _ n: Int) throws(StatsError) -> Double {
    x == n
      ? 1
      : try BetaDistribution(alpha: Double(x + 1), beta: Double(n - x)).upperTail(nullProportion)
  }

  private func upperTail(_ x: Int, _ n: Int) throws(StatsError) -> Double {
    x == 0
      ? 1
      : try BetaDistribution(alpha: Double(x), beta: Double(n - x + 1)).lowerTail(nullProportion)
  }
}
