internal import Summaries

/// Draws samples from the sample, to see how a statistic varies.
///
/// Rows are independent; where they belong to units, whole units are drawn (``UnitRatio``,
/// ``FunctionOfMeans``, ``ClusteredStatistic``). Two samples are drawn from independently; pairs are one sample
/// (``PairedContrast``). Every replicate has a random stream of its own, so the same seed gives the same
/// bits on any number of threads.
///
/// Reference: Efron & Tibshirani (1993), An Introduction to the Bootstrap; Davison & Hinkley (1997),
/// Bootstrap Methods and their Application.
public struct Bootstrap: Sendable {
  /// How often each row is taken.
  public enum Draws: String, Codable, Sendable, CaseIterable {
    /// As many rows as the sample has, with replacement.
    case withReplacement
    /// Each row a Poisson number of times of mean one, independently of the others.
    ///
    /// What a stream of units allows, whose number is not known before its end. Reference: Hanley &
    /// MacGibbon (2006), Computer Methods and Programs in Biomedicine 83, 57–62; Chamandy et al.
    /// (2012), Estimating Uncertainty for Massive Data Streams.
    case poisson
  }

  /// The number of resamples; one less than a round number makes tails whole order statistics.
  public var replicates: Int
  /// How often each row is taken.
  public var draws: Draws
  /// What the random numbers are made from.
  public var seed: UInt64
  /// The most threads that work at once.
  public var threads: Int

  /// Creates a bootstrap, on all processors unless told otherwise.
  public init(
    replicates: Int = 9_999, draws: Draws = .withReplacement, seed: UInt64,
    threads: Int = Self.processors
  ) {
    (self.replicates, self.draws, self.seed, self.threads) = (replicates, draws, seed, threads)
  }

  /// As many threads as there are processors.
  public static var processors: Int { Replication.processors }

  /// The statistic of one sample in every resample of it.
  ///
  /// - Throws: `StatsError` when the statistic is not defined on some resample.
  public func distribution(
    of sample: some SampleStatistic
  ) throws(StatsError) -> BootstrapDistribution {
    BootstrapDistribution(
      value: try sample.value,
      replicates: try resample([sample.count]) { (rows) throws(StatsError) in
        try sample.value(of: rows[0])
      })
  }

  /// The contrast of two independent samples in every resample of them.
  ///
  /// - Throws: `StatsError` when the contrast is not defined on some resample.
  public func distribution<Statistic: SampleStatistic>(
    control: Statistic, treatment: Statistic, _ contrast: Contrast = .difference
  ) throws(StatsError) -> BootstrapDistribution {
    BootstrapDistribution(
      value: try contrast.value(control: control.value, treatment: treatment.value),
      replicates: try resample([control.count, treatment.count]) { (rows) throws(StatsError) in
        try contrast.value(
          control: control.value(of: rows[0]), treatment: treatment.value(of: rows[1]))
      })
  }

  /// The statistic of one sample in every resample of it, with its standard error there.
  ///
  /// - Throws: `StatsError` when the statistic is not defined on some resample.
  public func studentized(
    _ sample: some SampleEstimate
  ) throws(StatsError) -> StudentizedDistribution {
    try StudentizedDistribution(
      estimate: try sample.estimate,
      replicates: try resample([sample.count]) { (rows) throws(StatsError) in
        try sample.estimate(of: rows[0])
      })
  }

  /// The contrast of two independent samples in every resample, with its delta-method standard error.
  ///
  /// - Throws: `StatsError` when the contrast is not defined on some resample.
  public func studentized<Statistic: SampleEstimate>(
    control: Statistic, treatment: Statistic, _ contrast: Contrast = .difference
  ) throws(StatsError) -> StudentizedDistribution {
    try StudentizedDistribution(
      estimate: try contrast.estimate(control: control.estimate, treatment: treatment.estimate),
      replicates: try resample([control.count, treatment.count]) { (rows) throws(StatsError) in
        try contrast.estimate(
          control: control.estimate(of: rows[0]), treatment: treatment.estimate(of: rows[1]))
      })
  }

  /// The BCa interval of a statistic, accelerated by its delete-one jackknife.
  public func interval(
    of sample: some SampleStatistic, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let acceleration = try JackknifeEstimate(of: sample).acceleration
    return try distribution(of: sample).interval(.accelerated(acceleration), level: level)
  }

  /// The BCa interval of a contrast of two samples, accelerated by its delete-one jackknife.
  public func interval<Statistic: SampleStatistic>(
    control: Statistic, treatment: Statistic, _ contrast: Contrast = .difference,
    level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let acceleration = try JackknifeEstimate(control: control, treatment: treatment, contrast)
      .acceleration
    return try distribution(control: control, treatment: treatment, contrast)
      .interval(.accelerated(acceleration), level: level)
  }

  /// A value for every resample of samples of these sizes.
  private func resample<Value: Sendable>(
    _ sizes: [Int], _ statistic: @Sendable (_ rows: [[Int]]) throws(StatsError) -> Value
  ) throws(StatsError) -> [Value] {
    for size in sizes where size < 1 {
      throw .tooFewObservations(arm: "sample", needed: 1, found: size)
    }
    return try Replication(count: replicates, threads: threads).values {
      (range) throws(StatsError) in
      var rows = sizes.map { [Int](repeating: 0, count: $0) }
      var values: [Value] = []
      values.reserveCapacity(range.count)
      for replicate in range {
        var generator = SplitMix64(seed: seed, family: Self.randomFamily, index: replicate)
        for sample in sizes.indices {
          draw(sizes[sample], into: &rows[sample], using: &generator)
        }
        values.append(try statistic(rows))
      }
      return values
    }
  }

  private func draw(_ size: Int, into rows: inout [Int], using generator: inout SplitMix64) {
    switch draws {
    case .withReplacement:
      for place in rows.indices { rows[place] = generator.index(below: size) }
    case .poisson:
      rows.removeAll(keepingCapacity: true)
      for row in 0..<size {
        for _ in 0..<generator.poissonOfMeanOne() { rows.append(row) }
      }
    }
  }

  private static let randomFamily: UInt64 = 11
}
