import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct SequentialSampleRatioTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      struct Phase: Decodable {
        var counts: [Int]
        var weights: [Double]
      }
      var k: Double
      var phases: [Phase]
      var logBayesFactor: Double
    }
    var sampleRatio: [Row]
  }

  @Test func agreesWithTheDirichletMultinomial() throws {
    for row in try ReferenceFile.load("sequential", as: Reference.self).sampleRatio {
      let phases = row.phases.map {
        SequentialSampleRatio.Phase(counts: $0.counts, weights: $0.weights)
      }
      let found = try SequentialSampleRatio(concentration: row.k).logBayesFactor(phases)
      // The reference loses digits to log-gammas of up to 1e6.
      #expect(agree(found, row.logBayesFactor, relative: 1e-9, floor: 1e-9), "\(row)")
    }
  }

  /// Lindon & Malek (2022): 550 to 450 of 1000.
  @Test func publishedExample() throws {
    let phase = SequentialSampleRatio.Phase(counts: [550, 450], weights: [0.5, 0.5])
    #expect(
      agree(try SequentialSampleRatio().logBayesFactor([phase]), 3.354668, relative: 1e-6))
    #expect(agree(try SequentialSampleRatio().pValue([phase]), 0.03492097, relative: 1e-6))
  }

  /// The exact value is −½ln(1 + n/k) + O(1/k) when counts hit their weights, whatever their size.
  @Test func billionsOfUnitsKeepTheirDigits() throws {
    let phase = SequentialSampleRatio.Phase(
      counts: [4_000_000_000_000, 4_000_000_000_000], weights: [1, 1])
    // mpmath, 50 digits: ln B(50 + n, 50 + n) − ln B(50, 50) + 2n ln 2, n = 4e12.
    #expect(
      agree(
        try SequentialSampleRatio().logBayesFactor([phase]), -12.555146194154696951,
        relative: 1e-13))
  }

  @Test func scaleOfWeightsAndEmptyArmsDoNotMatter() throws {
    let test = SequentialSampleRatio()
    let a = try test.logBayesFactor([.init(counts: [30, 50], weights: [0.4, 0.6])])
    let b = try test.logBayesFactor([.init(counts: [30, 50, 0], weights: [4, 6, 0])])
    #expect(agree(a, b, relative: 1e-13))
    #expect(
      agree(
        try test.logBayesFactor([.init(counts: [0, 0], weights: [1, 3])]), 0, relative: 0,
        floor: 1e-14))
  }

  @Test func refusesWhatIsNoSplit() {
    for phase: SequentialSampleRatio.Phase in [
      .init(counts: [1, -1], weights: [1, 1]), .init(counts: [1, 1], weights: [1, 0]),
      .init(counts: [1], weights: [1]), .init(counts: [1, 1], weights: [1, 1, 1]),
      .init(counts: [1, 1], weights: [.nan, 1]),
    ] {
      #expect(throws: StatsError.self) { try SequentialSampleRatio().logBayesFactor([phase]) }
    }
    #expect(throws: StatsError.self) {
      try SequentialSampleRatio(concentration: 0).logBayesFactor([])
    }
  }

  /// A look after every tenth unit, through a ramp.
  @Test func peekingKeepsTheLevel() throws {
    let (runs, level, test) = (600, 0.05, SequentialSampleRatio())
    var random = SplitMix64(seed: 11)
    var (rejected, pooled) = (0, 0)
    for _ in 0..<runs {
      var phases: [SequentialSampleRatio.Phase] = []
      var (crossed, fooled) = (false, false)
      for share in [0.1, 0.5] {
        phases.append(.init(counts: [0, 0], weights: [share, 1 - share]))
        for _ in 0..<30 {
          for _ in 0..<10 {
            phases[phases.count - 1].counts[random.uniform() < share ? 0 : 1] += 1
          }
          crossed = try test.pValue(phases) <= level || crossed
          let counts = phases.reduce(into: [0, 0]) {
            $0[0] += $1.counts[0]
            $0[1] += $1.counts[1]
          }
          fooled =
            try test.pValue([.init(counts: counts, weights: [share, 1 - share])]) <= level || fooled
        }
      }
      rejected += crossed ? 1 : 0
      pooled += fooled ? 1 : 0
    }
    let bound = binomialBound(level, runs: runs)
    #expect(Double(rejected) / Double(runs) <= bound)
    #expect(Double(pooled) / Double(runs) > bound, "pooling phases must be caught")
  }
}
