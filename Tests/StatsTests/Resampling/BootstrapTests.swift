import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

/// What is drawn, and how often intervals cover.
@Suite struct BootstrapTests {
  /// The same bits by any number of threads, in every scheme.
  @Test(arguments: Bootstrap.Draws.allCases)
  func threadsDoNotChangeTheAnswer(draws: Bootstrap.Draws) throws {
    let control = try SampleMean((0..<40).map { sin(Double($0)) })
    let treatment = try SampleMean((0..<30).map { cos(Double($0) * 3) })
    let one = Bootstrap(replicates: 333, draws: draws, seed: 5, threads: 1)
    let expected = try one.distribution(control: control, treatment: treatment)
    #expect(expected.replicates.count == 333)
    for threads in [2, 3, 8] {
      var several = one
      several.threads = threads
      #expect(try several.distribution(control: control, treatment: treatment) == expected)
      #expect(try several.studentized(control) == one.studentized(control))
    }
    var other = one
    other.seed = 6
    #expect(try other.distribution(control: control, treatment: treatment) != expected)
  }

  /// The interval in one call is BCa with the jackknife's acceleration.
  @Test func theOneCallIntervalIsAccelerated() throws {
    let (x, y) = (try SampleMean([1, 4, 2, 8, 30]), try SampleMean([3, 6, 9, 7, 11, 60]))
    let bootstrap = Bootstrap(replicates: 999, seed: 7)
    let one = BootstrapDistribution.IntervalMethod.accelerated(
      try JackknifeEstimate(of: x).acceleration)
    #expect(try bootstrap.interval(of: x) == bootstrap.distribution(of: x).interval(one))
    for contrast in Contrast.allCases {
      let two = BootstrapDistribution.IntervalMethod.accelerated(
        try JackknifeEstimate(control: x, treatment: y, contrast).acceleration)
      let found = try bootstrap.interval(control: x, treatment: y, contrast, level: 0.8)
      let expected = try bootstrap.distribution(control: x, treatment: y, contrast)
      #expect(try found == expected.interval(two, level: 0.8))
    }
  }

  /// The first replicates do not depend on how many follow.
  @Test func replicatesHaveStreamsOfTheirOwn() throws {
    let sample = try SampleMean([1, 4, 2, 8, 5, 7])
    let few = try Bootstrap(replicates: 10, seed: 1).distribution(of: sample)
    let many = try Bootstrap(replicates: 100, seed: 1).distribution(of: sample)
    #expect(Array(many.replicates.prefix(10)) == few.replicates)
  }

  /// All 3³ resamples of three values are equally likely.
  @Test func resamplesOfThreeAreUniform() throws {
    let runs = 5_400
    let digits = RowStatistic(count: 3) { rows in Double(rows[0] * 9 + rows[1] * 3 + rows[2]) }
    let found = try Bootstrap(replicates: runs, seed: 4).distribution(of: digits)
    var counts = [Int](repeating: 0, count: 27)
    for value in found.replicates { counts[Int(value)] += 1 }
    let test = try ChiSquareGoodnessOfFit(weights: [Double](repeating: 1, count: 27)).evaluate(
      counts)
    // A fixed seed: either it always passes or the draws are wrong.
    #expect(test.pValue > 0.001)
  }

  /// Poisson multiplicities: e⁻¹/k!, and independent of each other.
  @Test func poissonDrawsHaveTheirDistribution() throws {
    let runs = 4_000
    let first = RowStatistic(count: 3) { rows in
      Double(rows.count { $0 == 0 } * 100 + rows.count { $0 == 1 })
    }
    let found = try Bootstrap(replicates: runs, draws: .poisson, seed: 4).distribution(of: first)
    let shares = [0.36787944117144233, 0.36787944117144233, 0.18393972058572117]
    var expected: [Double] = []
    for a in shares { expected += shares.map { a * $0 } }
    var counts = [Int](repeating: 0, count: 10)
    for value in found.replicates {
      let (a, b) = (Int(value) / 100, Int(value) % 100)
      counts[a < 3 && b < 3 ? a * 3 + b : 9] += 1
    }
    let test = try ChiSquareGoodnessOfFit(weights: expected + [1 - expected.reduce(0, +)])
      .evaluate(counts)
    #expect(test.pValue > 0.001)
  }

  /// The variance of a resampled mean is known: Σ(x − x̄)²/n².
  @Test func standardErrorsAreThoseOfTheory() throws {
    let sample = (0..<50).map { exp(sin(Double($0) * 5)) }
    let statistic = try SampleMean(sample)
    let theory = (Moments(sample).centeredSquares).squareRoot() / Double(sample.count)
    for draws in Bootstrap.Draws.allCases {
      let found = try Bootstrap(replicates: 2_000, draws: draws, seed: 8).distribution(
        of: statistic)
      // Three standard errors of a standard deviation of 2,000; Poisson totals vary by a per cent.
      #expect(
        agree(try found.standardError, theory, relative: 3 / (2 * 2_000.0).squareRoot() + 0.01))
      #expect(abs(try found.bias) < 3 * theory / (2_000.0).squareRoot())
    }
  }

  /// Units that carry sums: their ratio varies as the delta method says, in either scheme.
  @Test func ratiosOfUnitsVaryAsTheDeltaMethodSays() throws {
    let counts = (0..<80).map { Double($0 % 4 + 1) }
    let sums = counts.enumerated().map { $1 * (2 + sin(Double($0) * 5)) }
    let ratio = try UnitRatio(numerators: sums, denominators: counts)
    let vectors = try FunctionOfMeans(units: zip(sums, counts).map { [$0, $1] }) { $0[0] / $0[1] }
    let theory = try ratio.estimate.standardError
    for draws in Bootstrap.Draws.allCases {
      let bootstrap = Bootstrap(replicates: 1_000, draws: draws, seed: 8)
      let found = try bootstrap.distribution(of: ratio)
      // Three standard errors of a standard deviation of 1,000, and terms of order 1/80.
      let tolerance = 3 / (2 * 1_000.0).squareRoot() + 1 / 80.0
      #expect(agree(try found.standardError, theory, relative: tolerance), "\(draws)")
      for (a, b) in zip(found.replicates, try bootstrap.distribution(of: vectors).replicates) {
        #expect(agree(a, b, relative: 1e-13))
      }
    }
  }

  @Test func pairsAreDrawnTogether() throws {
    let (x, y) = ([1.0, 5, 3, 8, 2, 9], [2.0, 7, 3, 9, 4, 9])
    let pairs = try PairedContrast(control: SampleMean(x), treatment: SampleMean(y))
    let differences = try SampleMean(zip(y, x).map { $0 - $1 })
    let bootstrap = Bootstrap(replicates: 200, seed: 2)
    for (a, b) in zip(
      try bootstrap.distribution(of: pairs).replicates,
      try bootstrap.distribution(of: differences).replicates)
    { #expect(agree(a, b, relative: 1e-12, floor: 1e-13)) }
  }

  /// Every interval of a difference with a skewed mean about keeps its level.
  @Test func intervalsCoverTheTruth() throws {
    let (runs, n, level) = (100, 20, 0.9)
    var random = SplitMix64(seed: 23)
    var misses: [String: Int] = [:]
    for run in 0..<runs {
      // Exponential about its mean of one, in difference with a normal.
      let x = (0..<n).map { _ in random.normal() }
      let y = (0..<n).map { _ in -log(random.uniform()) }
      let (control, treatment) = (try SampleMean(x), try SampleMean(y))
      var bootstrap = Bootstrap(replicates: 199, seed: UInt64(run))
      let distribution = try bootstrap.distribution(control: control, treatment: treatment)
      let acceleration = try JackknifeEstimate(control: control, treatment: treatment).acceleration
      let studentized = try bootstrap.studentized(control: control, treatment: treatment)
      bootstrap.draws = .poisson
      let poisson = try bootstrap.distribution(control: control, treatment: treatment)
      for (name, interval) in [
        ("percentile", try distribution.interval(.percentile, level: level)),
        ("basic", try distribution.interval(.basic, level: level)),
        ("normal", try distribution.interval(.normal, level: level)),
        ("BCa", try distribution.interval(.accelerated(acceleration), level: level)),
        ("studentized", try studentized.interval(level: level)),
        ("Poisson", try poisson.interval(.percentile, level: level)),
      ] { misses[name, default: 0] += interval.contains(1) ? 0 : 1 }
    }
    #expect(misses.count == 6)
    for (name, missed) in misses {
      // Bootstrap intervals of 20 observations fall short by a few hundredths (Efron & Tibshirani).
      #expect(Double(missed) / Double(runs) <= binomialBound(0.1, runs: runs) + 0.03, "\(name)")
      #expect(Double(missed) / Double(runs) >= 0.03, "\(name)")
    }
  }

  @Test func errorsOfStatisticsAndParametersAreThrown() throws {
    let failing = RowStatistic(count: 4) { (rows) throws(StatsError) in
      guard rows[0] != 2 else { throw .zeroVariance }
      return 1
    }
    #expect(throws: StatsError.zeroVariance) {
      try Bootstrap(replicates: 500, seed: 1).distribution(of: failing)
    }
    let mean = try SampleMean([1, 2, 3])
    #expect(throws: StatsError.self) {
      try Bootstrap(replicates: 0, seed: 1).distribution(of: mean)
    }
    #expect(throws: StatsError.self) {
      try Bootstrap(seed: 1, threads: 0).distribution(of: mean)
    }
    #expect(throws: StatsError.self) {
      try Bootstrap(seed: 1).distribution(of: RowStatistic(count: 0) { _ in 0 })
    }
  }
}
