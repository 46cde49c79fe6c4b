import Summaries
import Testing

@testable import Judge

/// Stopping for want of hope, going on for the sake of it, and what is said to be missing.
@Suite struct FutilityRuleTests {
  private let day = 86_400.0
  private let equal = CountedLog(
    rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 150]])
  private let promising = CountedLog(
    rows: [5000, 5000], hits: [[500, 625], [250, 248], [150, 148]])

  private func plan(_ change: (inout Plan) -> Void = { _ in }) -> Plan {
    var plan = Plan.sample
    plan.duration.maximum = 28 * day
    change(&plan)
    return plan
  }

  private func futile(_ decision: Decision) -> (metric: String, probability: Double)? {
    decision.reasons.lazy.compactMap {
      if case .futile(_, let metric, let probability, _, _) = $0 {
        (metric, probability)
      } else {
        nil
      }
    }.first
  }

  // MARK: Futility

  @Test("A promotion that has become too unlikely stops, only where the plan says so")
  func futility() throws {
    #expect(equal.decision(under: plan()).verdict == .continue)
    let decision = equal.decision(under: plan { $0.inference.futilityPower = 0.3 })
    #expect(decision.verdict == .stop)
    let found = try #require(futile(decision))
    #expect(found.metric == "conversion")
    #expect(decision.outcome == .inconclusive)
    // Just outside of it: the chance itself is not below the chance.
    let same = equal.decision(under: plan { $0.inference.futilityPower = found.probability })
    #expect(same.verdict == .continue)
    #expect(
      promising.decision(under: plan { $0.inference.futilityPower = 0.3 }).verdict == .continue)
  }

  @Test("With the planned sample as the end, nothing is left to hope for once it is reached")
  func plannedSample() throws {
    let decision = equal.decision(
      under: plan {
        $0.duration.maximum = nil
        $0.inference.plannedSample = 10_000
        $0.inference.futilityPower = 0.01
      })
    #expect(decision.verdict == .stop)
    #expect(try #require(futile(decision)).probability == 0)
  }

  @Test("A guardrail that might be unchanged is hoped for, whatever its estimate")
  func hopeForGuardrails() throws {
    // Complaints a point worse, where two are allowed: the trend proves nothing, no change at all would.
    let log = CountedLog(rows: [5000, 5000], hits: [[500, 700], [250, 300], [150, 148]])
    let analysis = log.decision(under: plan()).treatments[0].metrics[1]
    let test = try #require(analysis.test(.nonInferiority))
    func chance(_ truth: Prospect.Truth) throws -> Double {
      try #require(
        Prospect.probability(
          test, of: analysis, metric: Plan.sample.metrics[1], growth: 2, if: truth))
    }
    let (trend, hope) = (try chance(.trend), try chance(.hope))
    #expect(hope > trend)
    // Everything else is proven: where only the trend is too unlikely, it goes on.
    let between = plan { $0.inference.futilityPower = (trend + hope) / 2 }
    #expect(log.decision(under: between).verdict == .continue)
  }

  @Test("All treatments must be futile, and one with hope keeps the experiment going")
  func severalTreatments() {
    let log = CountedLog(
      rows: [5000, 5000, 5000], hits: [[500, 500, 610], [250, 250, 248], [150, 150, 148]])
    let decision = log.decision(
      under: plan {
        $0.treatments = ["new", "newer"]
        $0.inference.futilityPower = 0.2
      })
    #expect(decision.verdict == .continue)
  }

  @Test("The minimum sample comes before futility")
  func minimumFirst() {
    let few = CountedLog(rows: [900, 900], hits: [[90, 70], [45, 45], [27, 27]])
    #expect(
      few.decision(under: plan { $0.inference.futilityPower = 0.9 }).verdict == .continue)
  }

  // MARK: Extension

  private func extending(_ power: Double, to: Double = 28) -> Plan {
    plan {
      $0.duration.maximum = 14 * 86_400
      $0.duration.extend = ExtensionPlan(by: 7 * 86_400, to: to * 86_400, conditionalPower: power)
    }
  }

  @Test("A5 at the maximum a likely promotion extends, an unlikely one stops")
  func extend() throws {
    #expect(promising.decision(under: plan { $0.duration.maximum = 14 * 86_400 }).verdict == .stop)
    let decision = promising.decision(under: extending(0.2))
    #expect(decision.verdict == .continue)
    guard case .extended(_, let probability, 0.2, let until) = decision.reasons.first else {
      Issue.record("\(decision.reasons)")
      return
    }
    #expect(probability >= 0.2)
    #expect(until == Timestamp(seconds: 1_700_000_000 + 21 * 86_400))
    let stopped = equal.decision(under: extending(0.2))
    #expect(stopped.verdict == .stop)
    #expect(stopped.reasons.contains { if case .notExtended = $0 { true } else { false } })
  }

  @Test(
    "A5 extensions follow each other until the last one ends",
    arguments: [(14.0, 21.0), (20, 21), (21, 25), (24, 25)])
  func ends(days: Double, end: Double) {
    var log = promising
    log.days = days
    let decision = log.decision(under: extending(0.001, to: 25))
    let until = decision.reasons.lazy.compactMap {
      if case .extended(_, _, _, let until) = $0 { until } else { nil }
    }.first
    #expect(decision.verdict == .continue)
    #expect(until == Timestamp(seconds: 1_700_000_000 + Int64(end * 86_400)))
  }

  @Test("A5 after the last extension it stops")
  func lastEnd() {
    var log = promising
    log.days = 25
    let decision = log.decision(under: extending(0.001, to: 25))
    #expect(decision.verdict == .stop)
    // What has passed is the extension, and not the maximum alone.
    let passed = Reason.maximumDuration(
      elapsedSeconds: 25 * day, maximumSeconds: 14 * day, extendedToSeconds: 25 * day)
    #expect(decision.reasons.first == passed)
  }

  @Test(
    "Futility and extension are refused where they could not be honoured",
    arguments: [
      "inference: {futility: 10%}", "inference: {futility: 0}\nduration: {maximum: 14d}",
      "inference: {futility: 10%, success: fixed}\nduration: {maximum: 14d}",
      "duration: {extend: {by: 7d, to: 28d, conditional_power: 50%}}",
      "duration: {maximum: 14d, extend: {by: 7d, to: 14d, conditional_power: 50%}}",
      "duration: {maximum: 14d, extend: {by: 0s, to: 28d, conditional_power: 50%}}",
      "duration: {maximum: 14d, extend: {by: 7d, to: 28d}}",
      "duration: {maximum: 14d, extend: {by: 7d, to: 28d, conditional_power: 50}}",
      "duration: {maximum: 14d, extend: 7d}",
      "inference: {success: fixed}\nduration: {maximum: 14d, extend: {by: 7d, to: 28d, conditional_power: 50%}}",
    ])
  func refused(text: String) {
    #expect(throws: PlanError.self) { try Plan(yaml: PlanFixture.minimal + text, file: "p") }
  }

  // MARK: Outlook

  @Test("What is missing is named: units, days, effect, and the chance by the end")
  func outlook() throws {
    var log = promising
    (log.rows, log.hits, log.days) = ([900, 900], [[90, 110], [45, 44], [60, 59]], 3)
    let decision = log.decision(under: plan { $0.duration.minimum = 7 * 86_400 })
    let outlook = try #require(decision.treatments[0].outlook)
    // A third of a day a hundred units: a hundred more need a ninth of three days.
    let atPace = Timestamp(seconds: 1_700_000_000).advanced(by: 3 * day * 1000 / 900)
    #expect(outlook.needs.first == .units(variant: "old", missing: 100, expectedAt: atPace))
    #expect(outlook.needs[1] == .units(variant: "new", missing: 100, expectedAt: atPace))
    let until = Timestamp(seconds: 1_700_000_000 + 7 * 86_400)
    #expect(outlook.needs[2] == .time(seconds: 4 * day, until: until))
    #expect(outlook.by == Timestamp(seconds: 1_700_000_000 + 28 * 86_400))
    #expect(outlook.probability.map { 0 < $0 && $0 <= 1 } == true)
  }

  @Test("The effect that is said to be missing is the least that promotes")
  func missingEffectFlips() throws {
    var plan = plan()
    plan.metrics = [plan.metrics[0]]
    // A mean would shift without a change of its variance; a share's hardly changes over half a point.
    let log = CountedLog(rows: [5000, 5000], hits: [[2000, 2150]])
    let need = try #require(log.decision(under: plan).treatments[0].outlook?.needs.first)
    guard case .effect(_, .superiority, let additional, .difference, let missing, _) = need else {
      Issue.record("\(need)")
      return
    }
    let hits = Int((additional * 5000).rounded(.up))
    func verdict(_ more: Int) -> Verdict {
      CountedLog(rows: [5000, 5000], hits: [[2000, 2150 + more]]).decision(under: plan).verdict
    }
    #expect(verdict(hits + 2) == .promote)
    #expect(verdict(hits - 3) == .continue)
    // The units that are said to be missing, at the same shares, promote as well; a twentieth less do not.
    let units = try #require(missing)
    func grown(_ share: Double) -> Verdict {
      let factor = 1 + share * Double(units) / 10_000
      let rows = Int(5000 * factor)
      return CountedLog(
        rows: [rows, rows], hits: [[Int(2000 * factor), Int(2150 * factor)]]
      ).decision(under: plan).verdict
    }
    #expect(grown(1.01) == .promote)
    #expect(grown(0.85) == .continue)
  }

  @Test("What cannot be forecast is said to be unknown")
  func unknown() throws {
    let decision = equal.decision(under: .sample)
    let outlook = try #require(decision.treatments[0].outlook)
    #expect(outlook.probability == nil)
    let constant = CountedLog(rows: [5000, 5000], hits: [[0, 0], [250, 250], [3, 2]])
    let needs = try #require(constant.decision(under: .sample).treatments[0].outlook?.needs)
    #expect(needs.contains(.value(metric: "conversion")))
    #expect(needs.contains { if case .effectiveUnits = $0 { true } else { false } })
  }

  @Test("A promotion, a rollback and an invalid log have no outlook")
  func closed() {
    let winner = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 590]])
    #expect(winner.decision(under: .sample).treatments[0].outlook == nil)
    let harmful = CountedLog(rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 400]])
    #expect(harmful.decision(under: .sample).treatments[0].outlook == nil)
  }
}
