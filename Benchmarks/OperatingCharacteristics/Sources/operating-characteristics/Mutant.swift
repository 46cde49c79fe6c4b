import Experiment
import Foundation
import Stats

/// A gate with a mistake, and a cell in which the mistake must show.
struct Mutant {
  var name: String
  var cell: Cell
  var error: SimulatedError
  var judge: any RolloutJudge

  static func all(seed: UInt64) -> [Mutant] {
    let peeked = Plan.cell(.numbers, units: 3200)
    let ten = Plan.cell(guardrails: 10)
    // Five per cent more each day.
    let staged = Plan.staged(
      (0..<14).map { (day: $0, share: 5 * Double($0 + 1)) }, .events, units: 14_000)
    let users = Plan.cell(.usersEvents, units: 1000)
    let scarce = Plan.cell(arm: .hundredth, .numbers, units: 8000)
    let bursts = Cell.bursts(seed: seed)
    let ramped = Plan.ramped()
    var trend = SimulationSettings.cell(seed)
    trend.trend = 0.3
    return [
      Mutant(
        name: "a z-test at every look",
        cell: Cell(peeked, .cell(seed, looks: 56), .successAtMinimum), error: .falsePromotion,
        judge: peeked.judge {
          $0.inference.success = .fixed
          $0.duration.maximum = 1
        }),
      Mutant(
        name: "each of ten guardrails with the whole budget",
        cell: Cell(ten, .cell(seed), .atHarmLimit(correlation: 0)), error: .falseRollback,
        judge: ten.judge { $0.inference.rollbackSignificance *= 10 }),
      Mutant(
        name: "evidence anew in each of 14 stages",
        cell: Cell(staged, .cell(seed, looks: 98), .atHarmLimit(correlation: 0)),
        error: .falseRollback, judge: StageByStage(staged)),
      Mutant(
        name: "rows for units",
        cell: Cell(users, .cell(seed, shape: .clustered), .atHarmLimit(correlation: 0)),
        error: .falseRollback, judge: users.judge { $0.log.unit = nil }),
      Mutant(
        name: "requests for users, errors in bursts", cell: bursts, error: .falseRollback,
        judge: bursts.plan.judge { $0.log.unit = nil }),
      Mutant(
        name: "phases pooled", cell: Cell(ramped, trend, .successAtMinimum),
        error: .falsePromotion,
        judge: ramped.judge {
          $0.phases = []
          $0.traffic = ["a": 73, "b": 27]
          $0.inference.invalidSignificance = 1e-300
        }),
      Mutant(
        name: "no least number of effective units",
        cell: Cell(scarce, .cell(seed, shape: .heavy), .atHarmLimit(correlation: 0)),
        error: .falseRollback, judge: Floorless(scarce)),
    ]
  }
}

extension Plan {
  /// The judgement of a changed copy of the plan.
  func judge(_ change: (inout Plan) -> Void) -> Judgement {
    var plan = self
    change(&plan)
    return Judgement(plan, layout: ScanLayout(plan), detail: .verdict)
  }
}

/// Judges each phase as if it were a rollout of its own.
struct StageByStage: RolloutJudge {
  let layout: ScanLayout
  private let stages: [Judgement]

  init(_ plan: Plan) {
    layout = ScanLayout(plan)
    stages = plan.phases.map { phase in
      plan.judge {
        $0.phases = []
        $0.traffic = phase.traffic
        $0.inference.plannedSample = plan.inference.plannedSample.map { $0 / plan.phases.count }
      }
    }
  }

  func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision {
    let decisions = stages.enumerated().map { bucket, stage in
      var part = first
      part.cells = first.cells.filter { $0.bucket == bucket }
      return stage.decide(part)
    }
    return decisions.first { $0.verdict == .rollback } ?? decisions[decisions.count - 1]
  }
}

/// Answers from however few effective units: what the floor forbids is computed from the numbers it shows.
struct Floorless: RolloutJudge {
  let layout: ScanLayout
  private let judgement: Judgement

  init(_ plan: Plan) {
    layout = ScanLayout(plan)
    judgement = Judgement(plan, layout: layout, detail: .verdict)
  }

  func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision {
    var decision = judgement.decide(first, secondPass: secondPass)
    for treatment in decision.treatments {
      for metric in treatment.metrics where metric.critical {
        guard case .computed(let comparison) = metric.result,
          let test = comparison.tests.first(where: { $0.question == .harm }),
          test.tooFewEffectiveUnits != nil, test.standardError > 0
        else { continue }
        let mixture = NormalMixture(
          significance: test.significance, targetClock: comparison.targetClock, sides: .one)
        let z = (test.nullEffect - test.effect) / test.standardError
        guard mixture.pValue(standardized: z, clock: comparison.clock) <= test.significance else {
          continue
        }
        decision.verdict = .rollback
        decision.reasons.append(
          .harmShown(
            metric: metric.name, treatment: treatment.variant, effect: test.effect,
            nullEffect: test.nullEffect, threshold: test.threshold,
            logEValue: mixture.logEValue(standardized: z, clock: comparison.clock), critical: true))
      }
    }
    return decision
  }
}
