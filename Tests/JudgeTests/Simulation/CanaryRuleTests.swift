import AssayTestSupport
import Stats
import Summaries
import Testing

@testable import Judge

/// An operations document's canary rule, as it stands, beside a plan's harm on the very same requests.
@Suite struct CanaryRuleTests {
  private struct Reference: Decodable {
    var requests: Int
    var shares: [Int]
    var control: Double
    var identical: Double
    var harmed: Double
  }

  /// Stages are told as days, as a look ends each of them.
  private func plan() throws -> Plan {
    try Plan(
      yaml: """
        name: canary
        strategy: ab
        log: {time: t, unit: none, variant: v}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: accuracy, kind: proportion, column: right, better: higher, role: guardrail, margin: 5%, harm: 0pp, critical: true, baseline: 90%}
        inference: {policy: catch}
        ramp: {initial: 10, step: 15, maximum: 85, every: 1d}
        """, file: "p")
  }

  /// How often either rolls back.
  private func rolledBack(
    new: Double, _ reference: Reference, rollouts: Int
  ) throws -> (rule: Double, plan: Double) {
    let plan = try plan()
    var random = SplitMix64(seed: 9)
    var hits = (rule: 0, plan: 0)
    for _ in 0..<rollouts {
      var log = DailyLog(units: 0, hits: [])
      log.days = reference.shares.map { share in
        let treated = reference.requests * share / 100
        let control = reference.requests - treated
        return DailyLog.Day(
          units: (control, treated),
          hits: (random.binomial(control, reference.control), random.binomial(treated, new)))
      }
      // Whole numbers, so that ties are ties: new/treated < 0.95 · old/control.
      if log.days.contains(where: {
        100 * $0.hits.1 * $0.units.0 < 95 * $0.hits.0 * $0.units.1
      }) {
        hits.rule += 1
      }
      let isRolledBack = (1...reference.shares.count).contains {
        log.decision(under: plan, through: $0, .verdict).verdict == .rollback
      }
      if isRolledBack { hits.plan += 1 }
    }
    return (Double(hits.rule) / Double(rollouts), Double(hits.plan) / Double(rollouts))
  }

  @Test(
    "X9 a document's rule rolls an identical model back four times in ten, a plan as rarely as it promises"
  )
  func identical() throws {
    let reference: Reference = try ReferenceFile.load("canary_rules")
    let rollouts = 150
    let found = try rolledBack(new: reference.control, reference, rollouts: rollouts)
    let error = (reference.identical * (1 - reference.identical) / Double(rollouts)).squareRoot()
    #expect(abs(found.rule - reference.identical) < 3 * error, "\(found)")
    #expect(found.plan <= binomialBound(0.05, runs: rollouts), "\(found)")
  }

  @Test("X9 a model that is wrong twice as often is rolled back by both")
  func harmed() throws {
    let reference: Reference = try ReferenceFile.load("canary_rules")
    let found = try rolledBack(new: 0.8, reference, rollouts: 25)
    #expect(reference.harmed > 0.999)
    #expect(found.rule > 0.95)
    // Over six stages the difference of ten points is eight of its standard errors.
    #expect(found.plan > 0.95, "\(found)")
  }
}
