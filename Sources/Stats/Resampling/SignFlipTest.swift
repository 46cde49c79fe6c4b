internal import Summaries

/// Tests whether a sample, or paired differences, are symmetric about a value, by flipping signs.
///
/// H0: each deviation from `nullMean` is as likely as its negative, independently. The statistic is the
/// mean deviation. For pairs this is the permutation test that swaps control and treatment within pairs;
/// where a unit has many pairs, let it carry the sum of their differences, and whole units flip.
///
/// Few flips are enumerated; of many, some are drawn, and the observed one is added.
///
/// Reference: Fisher (1935), The Design of Experiments, section 21. Matches scipy's
/// `permutation_test(permutation_type = "samples")` where it enumerates.
public struct SignFlipTest: Sendable {
  /// Which departures from the null mean count.
  public var alternative: Alternative
  /// The center of symmetry under the null.
  public var nullMean: Double
  /// The number of random flips.
  public var permutations: Int
  /// The largest number of flips that are all enumerated.
  public var exactLimit: Int
  /// What the random numbers are made from.
  public var seed: UInt64
  /// The most threads that work at once.
  public var threads: Int

  /// Creates a test, on all processors unless told otherwise.
  public init(
    alternative: Alternative = .twoSided, nullMean: Double = 0, permutations: Int = 9_999,
    exactLimit: Int = 10_000, seed: UInt64, threads: Int = Bootstrap.processors
  ) {
    (self.alternative, self.nullMean) = (alternative, nullMean)
    (self.permutations, self.exactLimit) = (permutations, exactLimit)
    (self.seed, self.threads) = (seed, threads)
  }

  /// Tests a sample of differences treatment − control, at least one.
  ///
  /// - Throws: `StatsError` for an empty sample or a value that is not finite.
  public func evaluate(differences: [Double]) throws(StatsError) -> PermutationResult {
    guard !differences.isEmpty else {
      throw .tooFewObservations(arm: "differences", needed: 1, found: 0)
    }
    for value in differences { try Domain.finite("difference", value) }
    let deviations = differences.map { $0 - nullMean }
    let n = deviations.count
    let isComplete = n < Int.bitWidth - 1 && 1 << n <= exactLimit
    let flipped = try Replication(
      count: isComplete ? 1 << n : permutations, threads: threads
    ).values { (range) throws(StatsError) in
      range.map { index in
        guard isComplete else {
          var generator = SplitMix64(seed: seed, family: Self.randomFamily, index: index)
          return Self.sum(deviations) { generator.next() } / Double(n)
        }
        return Self.sum(deviations) { UInt64(index) } / Double(n)
      }
    }
    return PermutationResult(
      method: "Sign-flip test", observed: deviations.reduce(0, +) / Double(n),
      nullValue: nullMean, permuted: flipped, coverage: isComplete ? .complete : .sampled,
      alternative: alternative)
  }

  /// Tests two samples of equal length, paired by position.
  public func evaluate(
    control: [Double], treatment: [Double]
  ) throws(StatsError) -> PermutationResult {
    guard control.count == treatment.count else {
      throw .invalidParameter(
        name: "treatment", value: Double(treatment.count),
        expected: "\(control.count) observations, one for each of control")
    }
    return try evaluate(differences: zip(treatment, control).map { $0 - $1 })
  }

  /// The sum with the sign of each value flipped where its bit is set, 64 bits a word.
  private static func sum(_ values: [Double], flips nextWord: () -> UInt64) -> Double {
    var (sum, word) = (0.0, UInt64(0))
    for (place, value) in values.enumerated() {
      if place.isMultiple(of: 64) { word = nextWord() }
      sum += Double(bitPattern: value.bitPattern ^ (word << 63))
      word >>= 1
    }
    return sum
  }

  private static let randomFamily: UInt64 = 13
}
