import Foundation
import Testing

@testable import Judge

/// Plans of strategy monitor to test with.
enum MonitorFixture {
  static func yaml(_ trigger: String, monitor: String = "{baseline: {file: usual.csv}}") -> String {
    """
    name: watch
    strategy: monitor
    log: {time: time, unit: none, error: error, latency: latency_ms, score: score, prediction: answer, label: label}
    monitor: \(monitor)
    triggers:
      - \(trigger)

    """
  }

  static func plan(
    _ trigger: String, monitor: String = "{baseline: {file: usual.csv}}"
  ) throws -> Plan {
    try Plan(yaml: yaml(trigger, monitor: monitor), file: "p")
  }

  static func trigger(_ text: String) throws -> TriggerPlan {
    try #require(try plan("{name: t, over: 1h, severity: high, \(text)}").monitor?.triggers.first)
  }
}

@Suite struct MonitorPlanTests {
  @Test(
    "X4 a limit without a sign is a level, with one a change; each with its unit",
    arguments: [
      ("kind: rate, above: 5%", TriggerLimit.Unit.level, 0.05),
      ("kind: rate, above: 0.05", .level, 0.05),
      ("kind: rate, above: +5%", .relative, 0.05), ("kind: rate, above: +5pp", .change, 0.05),
      ("kind: accuracy, below: -10pp", .change, -0.1), ("kind: accuracy, below: 80%", .level, 0.8),
      ("kind: mean, column: latency, above: 1.5x", .relative, 0.5),
      ("kind: mean, column: latency, above: 1s", .level, 1000),
      ("kind: mean, column: latency, above: +20ms", .change, 20),
      ("kind: mean, column: score, beyond: 3sd", .deviations, 3),
      ("kind: mean, column: memory, above: 0.9 abs", .level, 0.9),
      ("kind: proportion, column: answer, above: +20%", .relative, 0.2),
    ])
  func limits(text: String, unit: TriggerLimit.Unit, value: Double) throws {
    let limit = try MonitorFixture.trigger(text).limit
    #expect(limit.unit == unit)
    // One division of a decimal.
    #expect(abs(limit.value - value) < 1e-12)
  }

  @Test("The limit is on the trigger's side of the baseline") func bounds() throws {
    let accuracy = try MonitorFixture.trigger("kind: accuracy, below: -10pp").limit
    #expect(accuracy.bounds(baseline: 0.9, standardDeviation: 0) == (0.9 - 0.1, nil))
    let latency = try MonitorFixture.trigger("kind: mean, column: latency, above: 1.5x").limit
    #expect(latency.bounds(baseline: 100, standardDeviation: 0) == (nil, 150))
    let score = try MonitorFixture.trigger("kind: mean, column: score, beyond: 3sd").limit
    #expect(score.bounds(baseline: 10, standardDeviation: 2) == (4, 16))
  }

  @Test(
    "A trigger that cannot be meant is refused, and says why",
    arguments: [
      ("kind: rate, above: 5", "no limit of this trigger"),
      ("kind: rate, above: 150%", "no limit of this trigger"),
      ("kind: rate, above: -5pp", "is a fall"), ("kind: accuracy, below: 1.2x", "is a rise"),
      ("kind: rate", "has no limit"), ("kind: rate, above: 5%, below: 1%", "several limits"),
      ("kind: rate, above: 20ms", "no limit of this trigger"),
      ("kind: mean, column: latency, above: 20%", "no limit of this trigger"),
      ("kind: mean, column: score, beyond: +3sd", "no distance"),
      ("kind: quantile, q: 0.9, column: latency, beyond: 10%", "not supported for quantiles"),
      ("kind: rate, above: 3sd", "has none"), ("kind: traffic, beyond: 20%", "standard deviations"),
      ("kind: not-finite, below: 5%", "share of rows"),
      ("kind: quantile, above: 1s", "has no \"q\""),
      ("kind: drift, columns: [a], at_least: 2", "2 of 1 columns"),
      ("kind: drift", "has no \"columns\""),
      ("kind: consecutive-failures, within: 60s", "has no \"count\""),
      ("kind: consecutive-failures, count: 5, within: 60s, above: 5%", "is not used"),
      ("kind: rate, above: 5%, action: rollback", "severity is high"),
      ("kind: rate, above: 5%, q: 0.5", "applies only to kind quantile"),
      ("kind: rate, above: 5%, colum: x", "did you mean \"column\""),
      ("kind: rates, above: 5%", "did you mean \"rate\""),
      ("kind: split, column: v", "has no \"traffic\""),
      ("kind: split, traffic: {a: 1, b: 1}", "has no \"column\""),
      ("kind: split, column: v, traffic: {a: 1}", "divides nothing"),
      ("kind: split, column: v, traffic: {a: 1, b: 0}", "a number above 0"),
      ("kind: split, column: v, traffic: {a: 1, b: 1}, beyond: 10%", "in points"),
      ("kind: split, column: v, traffic: {a: 1, b: 1}, beyond: 100pp", "in points"),
      ("kind: split, column: v, traffic: {a: 1, b: 1}, above: 10pp", "not used by kind split"),
      ("kind: rate, above: 5%, traffic: {a: 1, b: 1}", "applies only to kind split"),
      ("kind: rate, above: 5%, measure: kl", "applies only to kind drift"),
      ("kind: drift, columns: [a], measure: ks", "not one of psi, kl"),
      ("kind: drift, measure: kl, above: 0", "nats above 0"),
      ("kind: external-request", "has no \"file\""),
      ("kind: external-request, file: r.jsonl", "not used by kind external-request"),
      ("kind: rate, above: 5%, file: r.jsonl", "applies only to kind external-request"),
    ])
  func badTriggers(text: String, complaint: String) throws {
    let error = try #require(throws: PlanError.self) { try MonitorFixture.trigger(text) }
    #expect("\(error)".contains(complaint), "\(error)")
  }

  @Test(
    "A monitor that contradicts itself is refused",
    arguments: [
      ("{baseline: {}}", "neither a file nor a part"),
      ("{baseline: {since: 2026-03-02, until: 2026-03-01}}", "neither a file nor a part"),
      ("{baseline: {file: a, since: 2026-03-01}}", "another log"),
      ("{rule: threshold, expected_alarms: 1}", "bounds nothing"),
      ("{expected_alarms: 800, alarm_period: 30d}", "half an alarm a window"),
      ("{retraining: {trained: 2026-03-01}}", "never advises"),
      ("{after_rollback: {at: 2026-03-01}}", "has no \"version\""),
      ("{rollback_target: {choose: newest, records: r}}", "one of last-known-good"),
      ("{minimum_rows: 0}", "at least 1"), ("{looks: 1d}", "unknown key"),
    ])
  func badMonitors(monitor: String, complaint: String) throws {
    let error = try #require(throws: PlanError.self) {
      try MonitorFixture.plan(
        "{name: t, kind: rate, above: 5%, over: 1h, severity: high}", monitor: monitor)
    }
    #expect("\(error)".contains(complaint), "\(error)")
  }

  @Test("X4 a bad trigger is told with the line and the column where it stands")
  func places() throws {
    let split = "{name: t, over: 1h, severity: high, kind: split, column: v, traffic: {a: 1, b: x}}"
    let error = try #require(throws: PlanError.self) { try MonitorFixture.plan(split) }
    // The sixth line of the plan holds the trigger, and x is its 84th character.
    #expect("\(error)".contains("p:6:84: triggers[0].traffic.b"), "\(error)")
    let alone = "{name: t, severity: critical, kind: external-request, file: r.jsonl}"
    let watchesNothing = try #require(throws: PlanError.self) { try MonitorFixture.plan(alone) }
    #expect("\(watchesNothing)".contains("watch nothing of the log"))
  }

  @Test("N1 the planned shares are those of weights in any unit, and limits those of the documents")
  func standards() throws {
    let split = try MonitorFixture.trigger("kind: split, column: v, traffic: {b: 30, a: 10}")
    guard case .split(let traffic) = split.measurement else {
      Issue.record("\(split.measurement)")
      return
    }
    #expect(traffic.shares.map(\.name) == ["a", "b"])
    #expect(traffic.shares.map(\.share) == [0.25, 0.75])
    #expect(split.limit.value == 0.1)
    let divergence = try MonitorFixture.trigger("kind: drift, measure: kl")
    #expect(divergence.measurement == .divergence(columns: ["score", "answer"], atLeast: 1))
    #expect(divergence.limit.value == 0.1)
    #expect(divergence.condition.contains("score and answer"))
    let wide = try MonitorFixture.plan(
      "{name: t, over: 1h, severity: high, kind: split, column: v, traffic: {a: 95, b: 5}}")
    let findings = PlanLint(wide).findings.filter { $0.code == "split-too-wide" }
    #expect(findings.map(\.path) == ["triggers[0].beyond"])
    #expect(findings[0].description.contains("b is planned with 5%"))
  }

  @Test("What is measured against a baseline needs one") func baseline() throws {
    let relative = "{name: t, kind: rate, above: 1.5x, over: 1h, severity: high"
    #expect(throws: PlanError.self) { try MonitorFixture.plan(relative + "}", monitor: "{}") }
    let known = try MonitorFixture.plan(relative + ", baseline: 2%}", monitor: "{}")
    #expect(known.monitor?.triggers.first?.baseline == 0.02)
    #expect(throws: PlanError.self) {
      try MonitorFixture.plan(
        "{name: t, kind: traffic, beyond: 3sd, over: 1h, severity: high}", monitor: "{}")
    }
  }

  @Test(
    "What a monitor does not use is refused",
    arguments: [
      ("variants: {control: a, treatments: [b]}", "not used by strategy monitor"),
      ("metrics: []", "not used by strategy monitor"),
      ("labels: {file: l, key: k, value: v, missing: bounds}", "not supported by strategy monitor"),
      ("labels: {file: l, key: k, value: v, maturity: 1d}", "labels.time"),
      ("drift: {columns: [a]}", "not used by strategy monitor"),
    ])
  func otherKeys(line: String, complaint: String) throws {
    let trigger = "{name: t, kind: rate, above: 5%, over: 1h, severity: high}"
    let text = MonitorFixture.yaml(trigger) + line + "\n"
    let error = try #require(throws: PlanError.self) { try Plan(yaml: text, file: "p") }
    #expect("\(error)".contains(complaint), "\(error)")
    let weighted = MonitorFixture.yaml(
      "{name: t, kind: consecutive-failures, count: 5, within: 60s, over: 1h, severity: high}"
    ).replacing("unit: none", with: "unit: none, weight: n")
    #expect(throws: PlanError.self) { try Plan(yaml: weighted, file: "p") }
    let untimed = MonitorFixture.yaml(trigger).replacing("time: time, ", with: "")
    #expect(throws: PlanError.self) { try Plan(yaml: untimed, file: "p") }
  }

  @Test("Equal shares of the expected alarms, by how many windows there are") func budget() throws {
    let plan = try PlanFixture.plan("monitor.yaml")
    let monitor = try #require(plan.monitor)
    // A tenth of an alarm in 360 times two hours, over ten triggers.
    #expect(abs(monitor.alarmsPerWindow(of: monitor.triggers[0]) - 0.1 / 10 / 360) < 1e-18)
    let total = monitor.triggers.map {
      monitor.alarmsPerWindow(of: $0) * monitor.alarmPeriod / $0.window
    }
    #expect(abs(total.reduce(0, +) - 0.1) < 1e-12)
  }

  @Test("X5 an alert at 5% and a rollback at 10% of the same are named as a pair") func pairs()
    throws
  {
    func issues(_ alert: String, _ rollback: String) throws -> [String] {
      let plan = try MonitorFixture.plan(
        """
        {name: warn, kind: rate, above: \(alert), over: 1h, severity: high}
          - {name: back, kind: rate, above: \(rollback), over: 2h, severity: critical, action: rollback}
        """)
      return PlanLint(plan).findings.filter { $0.code != "unit-none" }.map(\.description)
    }
    let staged = try issues("5%", "10%")
    #expect(staged.count == 1)
    #expect(staged[0].contains("warn (alert above 5%) and back (rollback above 10%)"))
    let reversed = try issues("10%", "5%")
    #expect(reversed.count == 1)
    #expect(
      reversed[0].hasPrefix("error: triggers[1]") && reversed[0].contains("never comes first"))
    #expect(try issues("10%", "10%").isEmpty)
  }

  @Test(
    "N2 impossible and hopeless triggers are found",
    arguments: [
      ("kind: rate, above: 100%", "impossible-trigger"),
      ("kind: accuracy, below: 95%, baseline: 92%", "baseline-beyond-limit"),
      ("kind: rate, above: 1%", "window-too-small"),
    ])
  func hopeless(text: String, code: String) throws {
    let plan = try MonitorFixture.plan("{name: t, over: 1h, severity: high, \(text)}")
    #expect(PlanLint(plan).findings.map(\.code).contains(code))
    let fine = try MonitorFixture.plan("{name: t, over: 1h, severity: high, kind: rate, above: 5%}")
    #expect(PlanLint(fine).findings.map(\.code) == ["unit-none"])
  }

  /// ln(0.05)/ln(0.99) = 298.07: R's log(.05)/log(.99).
  @Test("N2 the rows that a window needs are those of which none fails") func neededRows() throws {
    let plan = try MonitorFixture.plan("{name: t, over: 1h, severity: high, kind: rate, above: 1%}")
    #expect(
      PlanLint(plan).findings.map(\.issue).contains(
        .windowTooSmall(trigger: "t", rows: 100, needed: 299, significance: 0.05)))
  }

  @Test("X9 a fixed threshold says how often it is exceeded by chance") func threshold() throws {
    let plan = try MonitorFixture.plan(
      "{name: t, kind: rate, above: 5%, over: 1h, severity: high}", monitor: "{rule: threshold}")
    #expect(PlanLint(plan).findings.map(\.description).joined().contains("50% of all windows"))
    let words = PlanExplanation(plan).lines.joined(separator: "\n")
    #expect(words.contains("None: an estimate is held against a fixed threshold"))
  }

  @Test("A monitor in words names each trigger's condition") func explanation() throws {
    let words = PlanExplanation(try PlanFixture.plan("monitor.yaml")).lines
    #expect(
      words.contains { $0.contains("errors (critical, rollback at once): rate of error above 15%") }
    )
    #expect(
      words.contains {
        $0.contains(
          "latency (high, alert within 4 hours): mean of latency_ms above 1.5x the baseline")
      })
    #expect(
      words.contains { $0.contains("2 or more of score and latency_ms changed by a PSI above 0.5") }
    )
    #expect(words.contains { $0.contains("at most 0.1 false alarms are expected in 30 days") })
  }
}
