import AssayTestSupport
import Stats
import Summaries
import Testing

@testable import Judge

/// Rolling back a canary whose model is the same as the one in service, over all stages and looks.
@Suite struct CanaryErrorRateTests {
  private static let rate = 0.2
  private static let traffic = [10.0, 20, 30, 40, 50, 60]
  private static let start = Timestamp(seconds: 1_772_445_600)

  /// What a gate is told of a rollout.
  private enum Memory {
    /// All stages so far: one process.
    case rollout
    /// The present stage alone, as if it were the first: a process a stage.
    case stage
  }

  private func plan() throws -> Plan {
    let stages = Self.traffic.map { "{traffic: \(Int($0))%, duration: 1h, rollback: {errors: 0}}" }
    var plan = try Plan(
      yaml: CanaryPlanTests.text(stages + ["{traffic: 100%, duration: 1h}"]), file: "c.yaml")
    plan.metrics.removeAll { $0.name != "errors" }
    plan.inference.rollbackSignificance = Self.rate
    plan.inference.minimumSample = 200
    return plan
  }

  /// The share of rollouts that are rolled back at some look.
  private func falseRollbacks(_ plan: Plan, rollouts: Int, _ memory: Memory) -> Double {
    let looksPerStage = 10
    var rolledBack = 0
    for index in 0..<rollouts {
      var random = SplitMix64(seed: 7, family: 1, index: index)
      var cells: [LogSummary.Cell] = []
      rollout: for stage in Self.traffic.indices {
        let starts = (0...stage).map { Self.start.advanced(by: Double($0) * 3600) }
        let staged = StagedPlan(plan, starts: starts)
        let layout = staged.layout(since: nil, until: nil, asOf: nil)
        let share = staged.stage.traffic / 100
        for look in 1...looksPerStage {
          for (variant, weight) in [1 - share, share].enumerated() {
            let rows = Int((100 * weight).rounded())
            cells.append(cell(variant, stage, rows, layout, &random))
          }
          var summary = LogSummary()
          summary.variants = plan.variants
          summary.cells = memory == .rollout ? cells : cells.filter { $0.bucket == stage }
          (summary.firstTime, summary.lastTime) = (
            Self.start, starts[stage].advanced(by: Double(look) * 360)
          )
          let file = CanaryJudgement(staged, layout: layout, detail: .verdict).caseFile(summary)
          if HarmRule().apply(to: file).verdict == .rollback {
            rolledBack += 1
            break rollout
          }
        }
      }
    }
    return Double(rolledBack) / Double(rollouts)
  }

  /// Errors at 30 %, the same in both variants: at the limit of no harm at all.
  private func cell(
    _ variant: Int, _ bucket: Int, _ rows: Int, _ layout: ScanLayout, _ random: inout SplitMix64
  ) -> LogSummary.Cell {
    var pairs = Array(repeating: BivariateMoments(), count: layout.scan.pairs.count)
    let hits = random.binomial(rows, 0.3)
    if case .ratio(let pair, let events) = layout.slots[0] {
      pairs[pair].add((1, 1), times: hits)
      pairs[pair].add((0, 1), times: rows - hits)
      if let events { pairs[events] = pairs[pair] }
    }
    return LogSummary.Cell(
      variant: variant, bucket: bucket, rows: rows, units: rows, pairs: pairs, distributions: [])
  }

  @Test("C2 an identical model is rolled back at most as often as the budget says, over all stages")
  func falseRollback() throws {
    let (plan, rollouts) = (try plan(), 60)
    // Above this a true rate of 20 % comes with a chance below 1 in 1000.
    let bound =
      Self.rate + 3.09 * (Self.rate * (1 - Self.rate) / Double(rollouts)).squareRoot()
    let share = falseRollbacks(plan, rollouts: rollouts, .rollout)
    #expect(share <= bound, "\(share)")
    // The same bound rejects a gate that forgets at each stage what came before.
    let forgetful = falseRollbacks(plan, rollouts: rollouts, .stage)
    #expect(forgetful > bound, "\(forgetful), and with one process \(share)")
  }
}
