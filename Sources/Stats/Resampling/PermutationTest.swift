internal import Summaries

/// Tests whether treatment has any effect, by handing it out anew.
///
/// H0: every row would have the same value under control, so that all assignments with as many treated
/// rows, in each stratum, are equally likely. Any statistic gives a valid test; the difference of means
/// also finds other differences than in means. Rows are the units that were randomized: where a unit has
/// many rows, ``UnitRatio`` or ``ClusteredStatistic`` move them together.
///
/// Few permutations are enumerated; of many, some are drawn, and the observed one is added.
///
/// Reference: Fisher (1935); Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular
/// Biology 9, 39. Matches scipy's `permutation_test` where it enumerates.
public struct PermutationTest: Sendable {
  /// Which departures from no effect count.
  public var alternative: Alternative
  /// How the two arms are compared.
  public var contrast: Contrast
  /// The number of random permutations.
  public var permutations: Int
  /// The largest number of permutations that are all enumerated.
  public var exactLimit: Int
  /// What the random numbers are made from.
  public var seed: UInt64
  /// The most threads that work at once.
  public var threads: Int

  /// Creates a test, on all processors unless told otherwise.
  public init(
    alternative: Alternative = .twoSided, contrast: Contrast = .difference,
    permutations: Int = 9_999, exactLimit: Int = 10_000, seed: UInt64,
    threads: Int = Bootstrap.processors
  ) {
    (self.alternative, self.contrast) = (alternative, contrast)
    (self.permutations, self.exactLimit) = (permutations, exactLimit)
    (self.seed, self.threads) = (seed, threads)
  }

  /// Compares the means of two samples.
  public func evaluate(
    control: [Double], treatment: [Double]
  ) throws(StatsError) -> PermutationResult {
    try evaluate(control: SampleMean(control), treatment: SampleMean(treatment))
  }

  /// Compares a statistic of two samples.
  public func evaluate<Statistic: PoolableStatistic>(
    control: Statistic, treatment: Statistic
  ) throws(StatsError) -> PermutationResult {
    try evaluate(
      control.pooled(with: treatment),
      treated: (0..<(control.count + treatment.count)).map { $0 >= control.count })
  }

  /// Compares a statistic of the treated rows with that of the others.
  ///
  /// - Parameters:
  ///   - rows: the statistic of all rows.
  ///   - treated: whether each row was treated; some were and some were not.
  ///   - strata: a label of each row within which treatment was assigned, or nothing for one stratum.
  /// - Returns: the test, with the Monte Carlo error of its p-value.
  /// - Throws: `StatsError` for unequal lengths, an empty arm, or when the contrast is not defined on
  ///   some permutation.
  public func evaluate(
    _ rows: some SampleStatistic, treated: [Bool], strata: [Int]? = nil
  ) throws(StatsError) -> PermutationResult {
    for (name, length) in [("treated", treated.count), ("strata", strata?.count ?? rows.count)]
    where length != rows.count {
      throw .invalidParameter(
        name: name, value: Double(length), expected: "\(rows.count), one a row")
    }
    let arms = (
      control: treated.indices.filter { !treated[$0] },
      treated: treated.indices.filter { treated[$0] }
    )
    for (arm, members) in [("control", arms.control), ("treatment", arms.treated)] {
      guard !members.isEmpty else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    let regroupings = Regroupings(
      treated: treated, strata: strata ?? treated.map { _ in 0 }, atMost: exactLimit)
    let permuted = try Replication(
      count: regroupings.enumerated ?? permutations, threads: threads
    ).values { (range) throws(StatsError) in
      var (control, treated): ([Int], [Int]) = ([], [])
      var values: [Double] = []
      values.reserveCapacity(range.count)
      for index in range {
        if regroupings.enumerated == nil {
          var generator = SplitMix64(seed: seed, family: Self.randomFamily, index: index)
          regroupings.draw(using: &generator, control: &control, treated: &treated)
        } else {
          regroupings.regrouping(index, control: &control, treated: &treated)
        }
        let value = try contrast.value(
          control: rows.value(of: control), treatment: rows.value(of: treated))
        try Domain.finite("statistic", value)
        values.append(value)
      }
      return values
    }
    return PermutationResult(
      method: "Permutation test",
      observed: try contrast.value(
        control: rows.value(of: arms.control), treatment: rows.value(of: arms.treated)),
      nullValue: 0, permuted: permuted,
      coverage: regroupings.enumerated == nil ? .sampled : .complete, alternative: alternative)
  }

  private static let randomFamily: UInt64 = 12
}
