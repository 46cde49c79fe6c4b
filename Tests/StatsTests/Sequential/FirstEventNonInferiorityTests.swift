import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

/// The mirror of the process on first events: that treatment has fewer of them than a margin allows.
@Suite struct FirstEventNonInferiorityTests {
  private struct Reference: Decodable {
    struct Row: Decodable {
      var boundaryRatio: Double
      var phases: [[Double]]
      var logEValue, upperLimit: Double
    }
    var ratios: [Row]
  }

  /// 1e-9: R's dbinom keeps some 1e-12 of each likelihood, and its root 1e-14 of the logarithm.
  @Test func agreesWithRatiosOfBinomialLikelihoods() throws {
    for row in try ReferenceFile.load("rare_rates", as: Reference.self).ratios {
      let phases = row.phases.map {
        FirstEventProcess.Phase(
          treatmentEvents: Int($0[0]), controlEvents: Int($0[1]), treatmentShare: $0[2])
      }
      let process = FirstEventProcess(boundaryRatio: row.boundaryRatio, null: .atLeast)
      let found = try process.logEValue(phases)
      #expect(agree(found, row.logEValue, relative: 1e-9, floor: 1e-11), "\(row)")
      let limit = try FirstEventProcess.upperLimit(phases, significance: 0.05, below: 5000)
      #expect(agree(limit, row.upperLimit, relative: 1e-9), "\(row)")
    }
  }

  /// E[E] = 1 over all outcomes of n events at the boundary, and less beyond it.
  @Test(arguments: [(1.0, 0.5), (1.5, 0.1), (3.0, 0.5)])
  func expectationUnderTheNull(ratio: Double, share: Double) throws {
    let (n, process) = (40, FirstEventProcess(boundaryRatio: ratio, null: .atLeast))
    func expectation(_ ratio: Double) throws -> Double {
      let p = ratio * share / (ratio * share + 1 - share)
      return try (0...n).reduce(0) { sum, t in
        let logChoose = lgamma(Double(n + 1)) - lgamma(Double(t + 1)) - lgamma(Double(n - t + 1))
        let log = logChoose + Double(t) * log(p) + Double(n - t) * log(1 - p)
        let phase = FirstEventProcess.Phase(
          treatmentEvents: t, controlEvents: n - t, treatmentShare: share)
        return sum + exp(log + (try process.logEValue([phase])))
      }
    }
    // Log-gamma of 40 and a sum of 41 terms.
    #expect(agree(try expectation(ratio), 1, relative: 1e-12))
    #expect(try expectation(ratio * 1.3) < 1)
  }

  /// A look after every event, through a ramp from 5 to 50 %, with rates at the margin.
  @Test func peekingKeepsTheLevel() throws {
    let (runs, level, ratio) = (800, 0.05, 2.0)
    let process = FirstEventProcess(boundaryRatio: ratio, null: .atLeast)
    var random = SplitMix64(seed: 8)
    var rejected = 0
    for _ in 0..<runs {
      var phases: [FirstEventProcess.Phase] = []
      var crossed = false
      for share in [0.05, 0.25, 0.5] {
        phases.append(.init(treatmentEvents: 0, controlEvents: 0, treatmentShare: share))
        let p = ratio * share / (ratio * share + 1 - share)
        for _ in 0..<40 {
          if random.uniform() < p {
            phases[phases.count - 1].treatmentEvents += 1
          } else {
            phases[phases.count - 1].controlEvents += 1
          }
          crossed = try process.pValue(phases) <= level || crossed
        }
      }
      rejected += crossed ? 1 : 0
    }
    #expect(Double(rejected) / Double(runs) <= binomialBound(level, runs: runs))
  }

  @Test func refusesABoundaryThatIsNone() {
    for boundary in [0, -1, Double.nan, .infinity] {
      #expect(throws: StatsError.self) {
        try FirstEventProcess(boundaryRatio: boundary, null: .atLeast).logEValue([])
      }
    }
  }
}
