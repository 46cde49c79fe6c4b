import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

/// Rolling back a canary whose model is the same as the one in service, over all stages and looks.
@Suite struct CanaryErrorRateTests {
  private static let rate = 0.3
  private static let traffic = [10.0, 20, 30, 40, 50, 60, 70, 80, 90]
  private static let looksPerStage = 10
  private static let rowsPerLook = 20.0
  private static let start = Timestamp(seconds: 1_772_445_600)

  /// How often each gate rolls back.
  private struct Rollbacks {
    /// The plan's own: one process over all stages.
    var gate = 0
    /// A gate that forgets at each stage what came before: the same process, begun anew.
    var forgetful = 0
  }

  private func plan() throws -> Plan {
    let stages = Self.traffic.map { "{traffic: \(Int($0))%, duration: 1h, rollback: {errors: 0}}" }
    var plan = try Plan(
      yaml: CanaryPlanTests.text(stages + ["{traffic: 100%, duration: 1h}"]), file: "c.yaml")
    plan.metrics.removeAll { $0.name != "errors" }
    plan.inference.rollbackSignificance = Self.rate
    return plan
  }

  private func falseRollbacks(_ plan: Plan, rollouts: Int) throws -> Rollbacks {
    var count = Rollbacks()
    for index in 0..<rollouts {
      var random = SplitMix64(seed: 7, family: 1, index: index)
      var cells: [LogSummary.Cell] = []
      var (isRolledBack, isForgetfullyRolledBack) = (false, false)
      for stage in Self.traffic.indices {
        let starts = (0...stage).map { Self.start.advanced(by: Double($0) * 3600) }
        let staged = StagedPlan(plan, starts: starts)
        let layout = staged.layout(since: nil, until: nil, asOf: nil)
        let share = staged.stage.traffic / 100
        var events = [0, 0]
        for look in 1...Self.looksPerStage {
          for (variant, weight) in [1 - share, share].enumerated() {
            let rows = Int((Self.rowsPerLook * weight).rounded())
            let hits = random.binomial(rows, 0.12)
            events[variant] += hits
            cells.append(cell(variant, stage, rows, hits, layout))
          }
          if !isForgetfullyRolledBack {
            let log = try FirstEventProcess(boundaryRatio: 1).logEValue([
              FirstEventProcess.Phase(
                treatmentEvents: events[1], controlEvents: events[0], treatmentShare: share)
            ])
            isForgetfullyRolledBack = exp(log) >= 1 / Self.rate
          }
          guard !isRolledBack else { continue }
          var summary = LogSummary()
          (summary.variants, summary.cells) = (plan.variants, cells)
          (summary.firstTime, summary.lastTime) = (
            Self.start, starts[stage].advanced(by: Double(look) * 360)
          )
          let file = CanaryJudgement(staged, layout: layout, detail: .verdict).caseFile(summary)
          isRolledBack = HarmRule().apply(to: file).verdict == .rollback
        }
      }
      count.gate += isRolledBack ? 1 : 0
      count.forgetful += isForgetfullyRolledBack ? 1 : 0
    }
    return count
  }

  /// Errors as they were drawn: the same in both variants, at the limit of no harm at all.
  private func cell(
    _ variant: Int, _ bucket: Int, _ rows: Int, _ hits: Int, _ layout: ScanLayout
  ) -> LogSummary.Cell {
    var pairs = Array(repeating: BivariateMoments(), count: layout.scan.pairs.count)
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
    let rollouts = 20
    let found = try falseRollbacks(try plan(), rollouts: rollouts)
    let bound = binomialBound(Self.rate, runs: rollouts) * Double(rollouts)
    #expect(Double(found.gate) <= bound, "\(found)")
    // Some looks do err: the process is not simply silent.
    #expect(found.gate > 0, "\(found)")
    // The same bound rejects a gate that begins anew at each stage.
    #expect(Double(found.forgetful) > bound, "\(found)")
  }
}
