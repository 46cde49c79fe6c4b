import AssayTestSupport
import Stats
import Testing

/// The arithmetic of intervals on the very resamples that R's `boot` drew.
@Suite struct BootstrapIntervalTests {
  let reference: BootstrapReference
  init() throws { reference = try BootstrapReference.load() }

  /// The statistics of the rows that R drew, from this library's own formulas.
  private func distribution(_ sample: BootstrapReference.Sample) throws -> BootstrapDistribution {
    let statistic = try sample.statistic
    return BootstrapDistribution(
      value: try statistic.value,
      replicates: try sample.rows.map { try statistic.value(of: BootstrapReference.rows($0)) })
  }

  /// Rounding of data about 10⁹ apart from the differences of a few: 2⁻⁵³ · 10⁹ ≈ 10⁻⁷.
  private func floor(_ sample: BootstrapReference.Sample) -> Double {
    sample.value > 1e6 ? 1e-6 : 1e-12 * abs(sample.value)
  }

  @Test func statisticsOfRowsAgreeWithR() throws {
    for sample in reference.samples {
      let found = try distribution(sample)
      #expect(agree(found.value, sample.value, relative: 1e-13), "\(sample.name)")
      #expect(
        zip(found.replicates, sample.replicates).allSatisfy { agree($0, $1, relative: 1e-13) },
        "\(sample.name)")
      #expect(agree(try found.bias, sample.bias, relative: 1e-9, floor: floor(sample)))
      #expect(
        agree(try found.standardError, sample.standardError, relative: 1e-9, floor: floor(sample)))
    }
  }

  @Test func intervalsAgreeWithR() throws {
    for sample in reference.samples {
      let found = try distribution(sample)
      for row in sample.intervals {
        func check(_ method: BootstrapDistribution.IntervalMethod, _ bounds: [Double]) throws {
          // R's qnorm is good to 1e-12 or so; the far sample is rounded by R's own sums.
          let tolerance = sample.value > 1e6 ? 1e-6 : 1e-10
          #expect(
            agree(try found.interval(method, level: row.level), bounds, tolerance),
            "\(sample.name) \(method) \(row.level)")
        }
        try check(.normal, row.normal)
        try check(.basic, row.basic)
        try check(.percentile, row.percentile)
        try check(.accelerated(sample.acceleration), row.accelerated)
      }
    }
  }

  @Test func studentizedIntervalsAgreeWithR() throws {
    var checked = 0
    for sample in reference.samples {
      guard let statistic = try sample.statistic as? any SampleEstimate else { continue }
      let found = try StudentizedDistribution(
        estimate: try statistic.estimate,
        replicates: try sample.rows.map {
          try statistic.estimate(of: BootstrapReference.rows($0))
        })
      for row in sample.intervals {
        let bounds = try #require(row.studentized)
        let tolerance = sample.value > 1e6 ? 1e-6 : 1e-10
        #expect(
          agree(try found.interval(level: row.level), bounds, tolerance), "\(sample.name)")
        checked += 1
      }
    }
    #expect(checked == 9)
  }

  @Test func twoSamplesAgreeWithR() throws {
    let row = reference.difference
    let (control, treatment) = (try SampleMean(row.control), try SampleMean(row.treatment))
    let rows = zip(row.controlRows, row.treatmentRows).map {
      (BootstrapReference.rows($0), BootstrapReference.rows($1))
    }
    let found = BootstrapDistribution(
      value: try treatment.value - control.value,
      replicates: try rows.map { try treatment.value(of: $1) - control.value(of: $0) })
    let studentized = try StudentizedDistribution(
      estimate: try Contrast.difference.estimate(
        control: control.estimate, treatment: treatment.estimate),
      replicates: try rows.map {
        try Contrast.difference.estimate(
          control: control.estimate(of: $0), treatment: treatment.estimate(of: $1))
      })
    // A difference of means is the sum of two statistics: its acceleration is the jackknife's.
    let acceleration = try JackknifeEstimate(control: control, treatment: treatment).acceleration
    for row in row.intervals {
      let level = row.level
      #expect(agree(try found.interval(.percentile, level: level), row.percentile, 1e-10))
      #expect(agree(try found.interval(.basic, level: level), row.basic, 1e-10))
      #expect(agree(try found.interval(.normal, level: level), row.normal, 1e-10))
      #expect(
        agree(
          try found.interval(.accelerated(acceleration), level: level), row.accelerated, 1e-10))
      #expect(agree(try studentized.interval(level: level), row.studentized ?? [], 1e-10))
    }
  }

  @Test func tooFewOrOneSidedReplicatesAreErrors() throws {
    let few = BootstrapDistribution(value: 1, replicates: [0, 1, 2, 3, 4])
    #expect(throws: StatsError.tooFewObservations(arm: "replicates", needed: 40, found: 5)) {
      try few.interval(.percentile)
    }
    #expect(throws: StatsError.self) { try few.interval(.percentile, level: 1) }
    // (R + 1)·α/2 = 1: the extreme replicates themselves.
    let exact = BootstrapDistribution(value: 1, replicates: (1...39).map(Double.init))
    #expect(try exact.interval(.percentile).lower == 1)
    #expect(try exact.interval(.percentile).upper == 39)
    #expect(throws: StatsError.self) { try exact.interval(.accelerated(0)) }
    #expect(throws: StatsError.self) {
      try BootstrapDistribution(value: 0, replicates: [1, .nan]).interval(.percentile, level: 0.1)
    }
    #expect(throws: StatsError.self) {
      try BootstrapDistribution(value: 0, replicates: [1, .nan]).interval(.normal)
    }
    #expect(throws: StatsError.zeroVariance) {
      try StudentizedDistribution(estimate: Estimate(1, standardError: 0), replicates: [])
    }
  }

  /// A resample without spread cannot say how far it is: it widens the interval, without end.
  @Test func replicatesWithoutSpreadArePivotsAtInfinity() throws {
    let found = try StudentizedDistribution(
      estimate: Estimate(2, standardError: 1),
      replicates: [
        Estimate(1, standardError: 0), Estimate(2, standardError: 0), Estimate(3, standardError: 1),
      ])
    #expect(found.pivots == [-.infinity, 0, 1])
    #expect(
      try found.interval(level: 0.5) == ConfidenceInterval(lower: 1, upper: .infinity, level: 0.5))
  }
}
