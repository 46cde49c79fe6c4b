import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct FirstEventProcessTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var boundaryRatio: Double
      var phases: [[Double]]
      var logEValue: Double
    }
    var firstEvents: [Row]
  }

  @Test func agreesWithTheProductOfLikelihoodRatios() throws {
    for row in try ReferenceFile.load("sequential", as: Reference.self).firstEvents {
      let phases = row.phases.map {
        FirstEventProcess.Phase(
          treatmentEvents: Int($0[0]), controlEvents: Int($0[1]), treatmentShare: $0[2])
      }
      let found = try FirstEventProcess(boundaryRatio: row.boundaryRatio).logEValue(phases)
      #expect(agree(found, row.logEValue, relative: 1e-12, floor: 1e-12), "\(row)")
    }
  }

  /// E[E] = 1 over all outcomes of n events at the boundary, summed exactly.
  @Test(arguments: [(1.0, 0.5), (1.0, 0.02), (1.5, 0.5), (3.0, 0.1)])
  func expectationUnderTheNullIsOne(ratio: Double, share: Double) throws {
    let p = ratio * share / (ratio * share + 1 - share)
    let (n, process) = (40, FirstEventProcess(boundaryRatio: ratio))
    var expectation = 0.0
    for t in 0...n {
      let logChoose = lgamma(Double(n + 1)) - lgamma(Double(t + 1)) - lgamma(Double(n - t + 1))
      let logProbability = logChoose + Double(t) * log(p) + Double(n - t) * log(1 - p)
      let phase = FirstEventProcess.Phase(
        treatmentEvents: t, controlEvents: n - t, treatmentShare: share)
      expectation += exp(logProbability + (try process.logEValue([phase])))
    }
    // Log-gamma of 40 and a sum of 41 terms.
    #expect(agree(expectation, 1, relative: 1e-12))
  }

  @Test func moreTreatmentEventsAreMoreEvidence() throws {
    let values = try (0...30).map {
      try FirstEventProcess().logEValue([
        .init(treatmentEvents: $0, controlEvents: 10, treatmentShare: 0.3)
      ])
    }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func hugeCountsStayFinite() throws {
    let log = try FirstEventProcess().logEValue([
      .init(treatmentEvents: 40_000_000, controlEvents: 10_000_000, treatmentShare: 0.5)
    ])
    #expect(log > 1e6 && log.isFinite)
  }

  @Test func refusesImpossibleCounts() {
    for phase: FirstEventProcess.Phase in [
      .init(treatmentEvents: -1, controlEvents: 0, treatmentShare: 0.5),
      .init(treatmentEvents: 1, controlEvents: 0, treatmentShare: 0),
      .init(treatmentEvents: 0, controlEvents: 1, treatmentShare: 1),
      .init(treatmentEvents: 0, controlEvents: 0, treatmentShare: .nan),
    ] {
      #expect(throws: StatsError.self) { try FirstEventProcess().logEValue([phase]) }
    }
    #expect(throws: StatsError.self) { try FirstEventProcess(boundaryRatio: 0.5).logEValue([]) }
  }

  /// A look after every event, through a ramp from 5 to 50 %, with rates at the boundary.
  @Test(arguments: [1.0, 1.5])
  func peekingKeepsTheLevel(ratio: Double) throws {
    let (runs, level) = (800, 0.05)
    let process = FirstEventProcess(boundaryRatio: ratio)
    var random = SplitMix64(seed: 7)
    var (rejected, pooled) = (0, 0)
    for _ in 0..<runs {
      var phases: [FirstEventProcess.Phase] = []
      var (crossed, fooled) = (false, false)
      for share in [0.05, 0.25, 0.5] {
        phases.append(.init(treatmentEvents: 0, controlEvents: 0, treatmentShare: share))
        let p = ratio * share / (ratio * share + 1 - share)
        for _ in 0..<30 {
          if random.uniform() < p {
            phases[phases.count - 1].treatmentEvents += 1
          } else {
            phases[phases.count - 1].controlEvents += 1
          }
          crossed = try process.pValue(phases) <= level || crossed
          let naive = FirstEventProcess.Phase(
            treatmentEvents: phases.map(\.treatmentEvents).reduce(0, +),
            controlEvents: phases.map(\.controlEvents).reduce(0, +), treatmentShare: 0.05)
          fooled = try process.pValue([naive]) <= level || fooled
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
