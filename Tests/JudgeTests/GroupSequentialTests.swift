import AssayTestSupport
import Stats
import Summaries
import Testing

@testable import Judge

/// Tests in groups, through the rules a gate runs.
@Suite struct GroupSequentialTests {
  private struct Reference: Decodable {
    struct Design: Decodable {
      var family: String
      var parameter: Double
      var fractions: [Double]
      var significance: Double
      var criticalValues: [Double]
    }

    struct Futility: Decodable {
      var family: String
      var fractions: [Double]
      var futilityBounds: [Double]
    }

    var designs: [Design]
    var futility: [Futility]
  }

  /// Conversion of units over their first day, looked at daily; complete units of day k are there at the
  /// end of day k + 1.
  private func plan(planned: Int? = 10_000, maximum: Double? = nil) -> Plan {
    var metric = MetricPlan(
      name: "conversion", kind: .proportion, role: .success, better: .higher, column: "converted")
    (metric.window, metric.baseline) = (86_400, 0.3)
    var plan = Plan(name: "groups", control: "a", treatments: ["b"])
    (plan.log.unit, plan.log.time, plan.metrics) = ("user", "at", [metric])
    plan.inference.success = .groupSequential
    (plan.inference.looks, plan.inference.plannedSample) = (86_400, planned)
    plan.inference.minimumSample = 100
    plan.duration.maximum = maximum
    return plan
  }

  private func test(_ decision: Decision) throws -> ThresholdTest {
    try #require(decision.treatments[0].metrics[0].test(.superiority))
  }

  @Test("The bounds of a report are those of rpact for its design")
  func boundaries() throws {
    let reference = try ReferenceFile.load("group_sequential") as Reference
    for (name, spending) in [
      ("obrienFleming", SpendingFunction.obrienFleming), ("pocock", .pocock),
    ] {
      let design = try #require(
        reference.designs.first {
          $0.family == name && $0.significance == 0.05 && $0.fractions == [0.2, 0.4, 0.6, 0.8, 1]
        })
      var plan = plan()
      plan.inference.spending = spending
      let log = DailyLog(units: 1000, hits: Array(repeating: (300, 305), count: 6))
      let looks = try #require(try test(log.decision(under: plan)).looks)
      #expect(looks.map(\.fraction) == design.fractions)
      for (look, expected) in zip(looks, design.criticalValues) {
        // As where the bounds themselves are held against rpact.
        #expect(abs((look.boundary ?? 0) - expected) < 1e-5)
      }
      // By hand: 1525 and 1500 of 5000, with the variance of a sample.
      let last = try #require(looks.last)
      let variance = (0.3 * 0.7 + 0.305 * 0.695) / 4999
      #expect(agree(last.statistic, 0.005 / variance.squareRoot(), relative: 1e-9))
      #expect(last.at == Timestamp(seconds: DailyLog.start + 6 * DailyLog.day))
    }
  }

  @Test("Past looks stay as they were, whatever comes later")
  func frozen() throws {
    let log = DailyLog(
      units: 800, hits: [(240, 260), (240, 251), (230, 262), (250, 240), (244, 260), (240, 281)])
    let plan = plan()
    let whole = try #require(try test(log.decision(under: plan)).looks)
    for count in 2...5 {
      let then = try #require(try test(log.decision(under: plan, through: count)).looks)
      #expect(then.count == count - 1)
      #expect(then == Array(whole.prefix(count - 1)))
    }
  }

  @Test("A look without new units is none, and spends nothing")
  func skipped() throws {
    var log = DailyLog(units: 1000, hits: Array(repeating: (300, 310), count: 6))
    log.days[2] = DailyLog.Day(units: (0, 0), hits: (0, 0))
    let looks = try #require(try test(log.decision(under: plan())).looks)
    #expect(looks.map(\.fraction) == [0.2, 0.4, 0.6, 0.8])
    let dense = DailyLog(units: 1000, hits: Array(repeating: (300, 310), count: 5))
    let expected = try #require(try test(dense.decision(under: plan())).looks)
    #expect(looks.map(\.boundary) == expected.map(\.boundary))
  }

  @Test("A5 the last look spends what is left, and ends the test")
  func lastLook() throws {
    // Half of the planned units have come when time is up.
    let plan = plan(maximum: 6 * 86_400)
    let log = DailyLog(units: 500, hits: Array(repeating: (150, 152), count: 10))
    let decision = log.decision(under: plan)
    let looks = try #require(try test(decision).looks)
    #expect(looks.last?.fraction == 1)
    #expect(agree(looks.last?.spent ?? 0, 0.05, relative: 1e-12))
    // The maximum ends a second into the seventh day: the look behind it is the last.
    #expect(looks.last?.at == Timestamp(seconds: DailyLog.start + 7 * DailyLog.day))
    #expect(decision.verdict == .stop)
    guard case .looksSpent("conversion", "b", looks.count, _, _)? = decision.reasons.first else {
      Issue.record("\(decision.reasons)")
      return
    }
    // Before it, time is not up.
    #expect(log.decision(under: plan, through: 6).verdict == .continue)
  }

  @Test("Without a planned sample the time of the calendar is spent")
  func calendar() throws {
    let log = DailyLog(units: 500, hits: Array(repeating: (150, 152), count: 6))
    let plan = plan(planned: nil, maximum: 11 * 86_400)
    let looks = try #require(try test(log.decision(under: plan)).looks)
    // Ten days of exposure, the first of which is complete a day later; the log begins a second late.
    for (index, look) in looks.enumerated() {
      #expect(abs(look.fraction - Double(index + 1) / 10) < 1e-4)
    }
    #expect(looks.count == 5)
  }

  @Test("Futility bounds are those of rpact, and stop")
  func futility() throws {
    let reference = try ReferenceFile.load("group_sequential") as Reference
    var plan = plan(planned: 6000)
    (plan.inference.significance, plan.inference.power) = (0.025, 0.9)
    plan.inference.futilitySpending = .obrienFleming
    let design = try #require(
      reference.futility.first { $0.family == "obrienFleming" && $0.fractions.count == 3 })
    let log = DailyLog(units: 1000, hits: [(300, 290), (300, 290), (300, 290)])
    let decision = log.decision(under: plan)
    let last = try #require(try test(decision).looks?.last)
    #expect(abs(last.fraction - 2.0 / 3) < 1e-12)
    #expect(abs((last.futilityBoundary ?? 9) - design.futilityBounds[1]) < 1e-4)
    #expect(decision.verdict == .stop)
    plan.inference.futilitySpending = nil
    #expect(log.decision(under: plan).verdict == .continue)
  }

  @Test("Rows without a time forbid to reconstruct looks")
  func missingTimes() {
    let log = DailyLog(units: 1000, hits: Array(repeating: (300, 400), count: 4))
    var plan = plan()
    plan.toleratedRowErrors = 0.01
    var summary = log.summary(for: plan)
    #expect(log.decision(under: plan).verdict == .promote)
    summary.rows.failed = 2
    summary.errors = RowErrors(counts: [.missingTime: 1, .notATime: 1], examples: [])
    let decision = Judgement(plan, layout: ScanLayout(plan)).decide(summary)
    #expect(decision.verdict == .continue)
    #expect(decision.reasons.first == .looksNotReconstructable(rows: 2))
  }

  @Test("A guardrail with too few events at every look blocks promotion")
  func floor() throws {
    let log = DailyLog(units: 300, hits: [(3, 2), (2, 4), (3, 3), (4, 3), (2, 2), (3, 3)])
    let test = try test(log.decision(under: plan(planned: 3000)))
    #expect(!test.holds && test.pValue == 1)
    #expect(test.tooFewEffectiveUnits ?? 50 < 50)
  }

  /// Days at which both arms convert three in ten, or the treatment more.
  private func draw(_ random: inout SplitMix64, days: Int, effect: Double = 0) -> DailyLog {
    DailyLog(
      units: 500,
      hits: (0..<days).map { _ in
        (random.binomial(500, 0.3), random.binomial(500, 0.3 + effect))
      })
  }

  @Test("X2 daily looks at an identical model promote it no more often than promised")
  func falsePromotion() {
    let rollouts = 300
    var random = SplitMix64(seed: 41)
    let plan = plan(planned: 14_000)
    var (promoted, naive) = (0, 0)
    for _ in 0..<rollouts {
      // What one look promotes the last one tells, too: fourteen looks at one price.
      let log = draw(&random, days: 15)
      if log.decision(under: plan, .verdict).verdict == .promote { promoted += 1 }
      var hits = (0, 0)
      let crosses = log.days.prefix(14).enumerated().contains { index, day in
        hits = (hits.0 + day.hits.0, hits.1 + day.hits.1)
        let units = Double(500 * (index + 1))
        let (a, b) = (Double(hits.0) / units, Double(hits.1) / units)
        return b - a > 1.645 * ((a * (1 - a) + b * (1 - b)) / units).squareRoot()
      }
      if crosses { naive += 1 }
    }
    // 28 or more of 300 at 5 % happen less than once in a thousand runs.
    #expect(promoted < 28)
    #expect(naive >= 28)
  }

  @Test("The power is that of the design")
  func power() throws {
    let design = try GroupSequentialDesign(
      fractions: [0.25, 0.5, 0.75, 1], spending: .obrienFleming, significance: 0.05)
    let drift = try design.drift(power: 0.8)
    // Of 2,000 units in each arm.
    let effect = drift * (2 * 0.3 * 0.7 / 2000).squareRoot()
    var random = SplitMix64(seed: 42)
    let plan = plan(planned: 4000)
    let promoted = (0..<150).count { _ in
      draw(&random, days: 5, effect: effect).decision(under: plan, .verdict).verdict == .promote
    }
    // 120 are expected; the binomial is within 15 of that in 998 of 1,000 runs.
    #expect(abs(promoted - 120) <= 15)
  }

  @Test("The verdict is the same with and without all numbers")
  func details() {
    var random = SplitMix64(seed: 43)
    for effect in [0, 0.02, 0.05] {
      let log = draw(&random, days: 5, effect: effect)
      let plan = plan(planned: 4000)
      #expect(log.decision(under: plan).verdict == log.decision(under: plan, .verdict).verdict)
    }
  }
}
