import Stats
import Summaries
import Testing

@testable import Judge

/// How success is tested where the plan does not say.
@Suite struct GroupSequentialDefaultTests {
  private func plan(
    _ inference: String = "looks: 1d", metric: String = "window: 2d", unit: String = "user",
    log: String = "time: at, ", duration: String = "maximum: 14d", rest: String = ""
  ) throws -> Plan {
    try Plan(
      yaml: """
        name: default
        strategy: ab
        log: {\(log)unit: \(unit), variant: variant, error: failed}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: conversion, kind: proportion, column: converted, better: higher, role: success, baseline: 30%, \(metric)}
        inference: {\(inference)}
        duration: {\(duration)}
        \(rest)
        """, file: "plan.yaml")
  }

  @Test("Looks and a maximum make groups the default, and the plan's word beats it")
  func standard() throws {
    #expect(try plan().inference.success == .groupSequential)
    #expect(try plan().inference.harm == .alwaysValid)
    #expect(try plan("looks: 1d, success: always-valid").inference.success == .alwaysValid)
    #expect(try plan("minimum_sample: 10").inference.success == .alwaysValid)
    #expect(try plan(duration: "minimum: 7d").inference.success == .alwaysValid)
    #expect(try plan("looks: 1d, spending: pocock").inference.spending == .pocock)
    #expect(throws: PlanError.self) {
      try plan("looks: 1d, spending: pocock", metric: "window: open")
    }
  }

  @Test("Where groups are impossible the default stays, and says why")
  func obstacles() throws {
    func obstacle(_ plan: Plan) -> GroupSequentialObstacle? {
      #expect(plan.inference.success == .alwaysValid)
      return plan.groupSequentialObstacle
    }
    #expect(
      obstacle(try plan(metric: "window: open")) == .openUnits(metrics: ["conversion"]))
    #expect(try plan(metric: "window: open", unit: "none").inference.success == .groupSequential)
    #expect(
      obstacle(try plan(metric: "window: 2d, covariates: before"))
        == .covariates(metric: "conversion"))
    #expect(obstacle(try plan("looks: 30s")) == .looksUneven)
    #expect(obstacle(try plan("looks: 10m")) == .tooManyLooks)
    #expect(
      obstacle(try plan(metric: "window: 20d"))
        == .neverComplete(metric: "conversion", maximumSeconds: 14 * 86_400))
    #expect(
      obstacle(
        try plan(duration: "maximum: 14d, extend: {by: 7d, to: 28d, conditional_power: 50%}"))
        == .extensionAllowed)
    #expect(obstacle(try plan("looks: 1d, futility: 10%")) == .futilityByPower)
    let untimed = try plan(metric: "window: open", unit: "none", log: "")
    #expect(obstacle(untimed) == .timeMissing)
    let text = PlanExplanation(try plan(metric: "window: open")).lines.joined(separator: " ")
    #expect(text.contains("Group-sequential is not possible: it needs units"))
  }

  @Test("A decision tells the price of its looks")
  func price() throws {
    let plan = try plan()
    let layout = ScanLayout(plan)
    let decision = Judgement(plan, layout: layout).decide(LogSummary())
    let price = try #require(decision.price)
    #expect(price.looks == 12)
    #expect(price.chosen == .groupSequential && price.obstacle == nil)
    #expect(price.groupSequential < price.alwaysValid)
    #expect(Judgement(plan, layout: layout, detail: .verdict).decide(LogSummary()).price == nil)
  }

  /// Conversion of units over their first day, looked at daily for six days.
  private var daily: Plan {
    var metric = MetricPlan(
      name: "conversion", kind: .proportion, role: .success, better: .higher, column: "converted")
    (metric.window, metric.baseline) = (86_400, 0.3)
    var plan = Plan(name: "groups", control: "a", treatments: ["b"])
    (plan.log.unit, plan.log.time, plan.metrics) = ("user", "at", [metric])
    plan.inference.success = .groupSequential
    (plan.inference.looks, plan.inference.minimumSample) = (86_400, 100)
    plan.duration.maximum = 6 * 86_400
    return plan
  }

  @Test("A last look without new units spends what is left on those of the look before it")
  func lastLook() throws {
    /// Units of four days, then none.
    func decision(_ hits: (Int, Int), through days: Int) -> Decision {
      var log = DailyLog(units: 500, hits: Array(repeating: hits, count: 8))
      for day in 4..<8 { log.days[day] = DailyLog.Day(units: (0, 0), hits: (0, 0)) }
      return log.decision(under: daily, through: days, .verdict)
    }
    let alike = decision((150, 152), through: 8)
    let looks = try #require(alike.treatments[0].metrics[0].test(.superiority)?.looks)
    #expect(looks.count == 4 && looks.last?.fraction == 1)
    #expect(alike.verdict == .stop)

    // 620 and 672 of 2,000: z is 1.76, beyond 1.645 and below the bound of four looks of five.
    #expect(decision((155, 168), through: 6).verdict == .continue)
    #expect(decision((155, 168), through: 8).verdict == .promote)
  }

  @Test("Bounds that are only bracketed answer as those that are computed")
  func bracketed() throws {
    let fractions = [0.3, 0.5, 0.8, 1]
    var test = try GroupSequentialTest(
      spending: .obrienFleming, significance: 0.05, maximumInformation: 1)
    var bounds: [Double] = []
    for fraction in fractions {
      bounds.append(try #require(try test.look(information: fraction)).criticalValue)
    }
    // Just inside and just outside of each bound, and far from all of them.
    var paths = bounds.indices.flatMap { look in
      [-1e-3, 1e-3].map { step in bounds.indices.map { $0 == look ? bounds[look] + step : 0 } }
    }
    paths += [[0, 0, 0, 0], [9, 0, 0, 0], [1.6, 1.6, 1.6, 1.6]]
    for path in paths {
      let observations = zip(fractions, path).map {
        GroupSequentialTest.Observation(information: $0, standardized: $1)
      }
      let pValue = try GroupSequentialTest.pValue(
        of: observations, spending: .obrienFleming, maximumInformation: 1, roundedUpTo: [0.05])
      let isCrossed = zip(path, bounds).contains { $0 >= $1 }
      #expect(pValue == (isCrossed ? 0.05 : 1), "\(path)")
    }
  }
}
