import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct BernoulliMixtureTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var nullProbability: Double
      var side: BernoulliMixture.Side
      var successes: Int
      var failures: Int
      var logEValue: Double
    }
    var rows: [Row]
  }

  @Test func agreesWithQuadratureOfTheLikelihood() throws {
    for row in try ReferenceFile.load("bernoulli_mixture", as: Reference.self).rows {
      let found = try BernoulliMixture(nullProbability: row.nullProbability, side: row.side)
        .logEValue(successes: row.successes, failures: row.failures)
      // Differences of log-gammas of a thousand lose three digits.
      #expect(agree(found, row.logEValue, relative: 1e-11, floor: 1e-11), "\(row)")
    }
  }

  /// E[E] = 1 over all outcomes of n trials at the null, summed exactly.
  @Test(arguments: [0.5, 0.02, 0.95], BernoulliMixture.Side.allCases)
  func expectationUnderTheNullIsOne(p: Double, side: BernoulliMixture.Side) throws {
    let (n, test) = (40, try BernoulliMixture(nullProbability: p, side: side))
    var expectation = 0.0
    for s in 0...n {
      let logChoose = lgamma(Double(n + 1)) - lgamma(Double(s + 1)) - lgamma(Double(n - s + 1))
      let logMass = logChoose + Double(s) * log(p) + Double(n - s) * log1p(-p)
      expectation += exp(logMass + (try test.logEValue(successes: s, failures: n - s)))
    }
    // Log-gamma of 40 and a sum of 41 terms.
    #expect(agree(expectation, 1, relative: 1e-12))
  }

  @Test func sidesMirrorEachOther() throws {
    let (up, down) = (
      try BernoulliMixture(nullProbability: 0.3, side: .greater),
      try BernoulliMixture(nullProbability: 0.7, side: .less)
    )
    #expect(
      agree(
        try up.logEValue(successes: 40, failures: 20),
        try down.logEValue(successes: 20, failures: 40), relative: 1e-12))
  }

  @Test func theIntervalIsWhatTheTestsLeave() throws {
    let interval = try BernoulliMixture.interval(successes: 70, failures: 30, level: 0.9)
    let lower = try BernoulliMixture(nullProbability: interval.lower, side: .greater)
    let upper = try BernoulliMixture(nullProbability: interval.upper, side: .less)
    // Sixty halvings leave nothing to see.
    #expect(agree(try lower.pValue(successes: 70, failures: 30), 0.05, relative: 1e-9))
    #expect(agree(try upper.pValue(successes: 70, failures: 30), 0.05, relative: 1e-9))
    let none = try BernoulliMixture.interval(successes: 0, failures: 100)
    #expect(none.lower == 0 && none.upper > 0.03 && none.upper < 0.1)
  }

  @Test func refusesWhatIsNoTest() {
    #expect(throws: StatsError.self) { try BernoulliMixture(nullProbability: 1, side: .less) }
    #expect(throws: StatsError.self) {
      try BernoulliMixture(nullProbability: 0.5, side: .less).logEValue(successes: -1, failures: 0)
    }
    #expect(throws: StatsError.self) {
      try BernoulliMixture.interval(successes: 0, failures: 0)
    }
  }

  /// McNemar's test at every discordant pair of equally good models keeps its level; the exact test that
  /// is meant for one look does not.
  @Test func lookingAtEveryDiscordantPairKeepsTheLevel() throws {
    let (runs, pairs, level) = (1000, 200, 0.05)
    let test = try BernoulliMixture(nullProbability: 0.5, side: .greater)
    let single = McNemarTest(alternative: .greater)
    var random = SplitMix64(seed: 11)
    var (rejected, fooled) = (0, 0)
    for _ in 0..<runs {
      var (treatment, control) = (0, 0)
      var (crossed, peeked) = (false, false)
      for _ in 0..<pairs {
        if random.uniform() < 0.5 { treatment += 1 } else { control += 1 }
        crossed = try test.pValue(successes: treatment, failures: control) <= level || crossed
        guard !peeked else { continue }
        peeked =
          try single.evaluate(controlOnly: control, treatmentOnly: treatment).pValue <= level
      }
      rejected += crossed ? 1 : 0
      fooled += peeked ? 1 : 0
    }
    let bound = binomialBound(level, runs: runs)
    #expect(Double(rejected) / Double(runs) <= bound)
    #expect(Double(fooled) / Double(runs) > bound, "peeking at a single-look test must be caught")
  }
}
