import Testing

@testable import Judge

@Suite struct DriftPlanTests {
  private func plan(_ drift: String) throws -> Plan {
    try Plan(
      yaml: "name: d\nstrategy: drift\nlog: {time: t}\ndrift: \(drift)\n", file: "plan.yaml")
  }

  @Test("D1 a drift plan holds tolerances of every measure, type and column")
  func tolerances() throws {
    let plan = try PlanFixture.plan("drift-scheduled.yaml")
    let drift = plan.drift
    #expect(drift.klTolerance == 0.05)
    #expect(drift.scoreTolerance == 0.25)
    #expect(drift.distance == .hellinger)
    #expect(drift.shiftTolerance == 2)
    #expect(drift.withinTolerance == .warn)
    #expect(drift.critical == ["amount", "country"])
    #expect(drift.criticalCount == 2)
    #expect(drift.falseAlarms == 0.001)
    #expect(drift.window == .seconds(86_400))
    #expect(drift.trafficTolerance == 4)
    let amount = drift.specialized(for: "amount", .numeric)
    #expect((amount.psi, amount.klTolerance, amount.missingShare) == (0.1, 0.04, 0.01))
    let other = drift.specialized(for: "age", .numeric)
    #expect((other.psi, other.klTolerance) == (0.15, 0.05))
    let country = drift.specialized(for: "country", .categorical)
    #expect((country.psi, country.categoryFactor) == (0.2, 2))
  }

  @Test("D1 a drift plan without them has the defaults of the requirements")
  func defaults() throws {
    let drift = try plan("{psi: 0.2}").drift
    #expect(drift == DriftPlan())
    #expect((drift.psi, drift.klTolerance, drift.scoreTolerance) == (0.2, 0.1, 0.3))
    #expect(drift.distance == .jensenShannon)
    #expect((drift.shiftTolerance, drift.criticalCount) == (3, 2))
  }

  @Test(
    "D1 what a drift plan cannot mean is refused",
    arguments: [
      ("{kl: 0}", "drift.kl"), ("{score: 1}", "drift.score"), ("{score: 0}", "drift.score"),
      ("{score_distance: euclid}", "drift.score_distance"), ("{shift: -1}", "drift.shift"),
      ("{within_tolerance: maybe}", "drift.within_tolerance"),
      ("{critical: [a]}", "drift.critical"), ("{critical_features: 2}", "drift.critical_features"),
      ("{critical: [a, b], ignore: [b]}", "drift.critical"),
      ("{alarm_rate: 0}", "drift.alarm_rate"), ("{alarm_rate: 1}", "drift.alarm_rate"),
      ("{window: 0s}", "drift.window"), ("{window: year}", "drift.window"),
      ("{traffic: 0}", "drift.traffic"), ("{quality: 2pp}", "drift.quality"),
      ("{edges: left}", "drift.edges"),
      ("{quality: {rmse: 10%}}", "drift.quality"), ("{quality: {rmse: 3}}", "drift.quality.rmse"),
      ("{quality: {rmse: 2pp}}", "drift.quality.rmse"), ("{quality: {}}", "drift.quality"),
      ("{quality: {groups: [c]}}", "drift.quality"), ("{quality: {auc: 2pp}}", "drift.quality.auc"),
      ("{quality: {accuracy: 2}}", "drift.quality.accuracy"),
      ("{quality: {mae: 10%, minimum_group: 100}}", "drift.quality.minimum_group"),
      ("{quality: {mae: 10%, groups: [c], minimum_group: 5}}", "drift.quality.minimum_group"),
      ("{edges: up, textbook: true}", "drift.edges"),
      ("{textbook: true, window: 1d}", "drift.window"),
      ("{textbook: true, alarm_rate: 1%}", "drift.alarm_rate"),
      ("{tolerances: {number: {psi: 1}}}", "drift.tolerances.number"),
      ("{tolerances: {numeric: {psy: 1}}}", "drift.tolerances.numeric.psy"),
      ("{tolerances: {numeric: {psi: -1}}}", "drift.tolerances.numeric.psi"),
      (
        "{tolerances: {columns: {a: {missing_share: 3}}}}",
        "drift.tolerances.columns.a.missing_share"
      ),
      ("{tolerances: {columns: {a: {psi: 1}}}, ignore: [a]}", "drift.tolerances"),
      ("{tolerances: {columns: {a: {psi: 1}}}, columns: [b]}", "drift.tolerances"),
    ])
  func refused(drift: String, path: String) throws {
    do {
      _ = try plan(drift)
      Issue.record("\(drift) was read")
    } catch let error as PlanError {
      #expect(error.problems.contains { $0.path == path }, "\(error)")
    }
  }

  @Test("D2 quality holds one accuracy, or each measure with its own tolerance, and groups")
  func quality() throws {
    func read(_ quality: String) throws -> Plan {
      try Plan(
        yaml: """
          name: q
          strategy: drift
          log: {prediction: p, label: y}
          drift: {quality: \(quality)}
          """, file: "plan.yaml")
    }
    let one = try read("2pp").drift
    #expect(one.heldQualities.map(\.measure) == [.accuracy])
    #expect(one.heldQualities.first?.tolerance.value == 0.02)
    let all = try read(
      "{r2: 0.05, rmse: 10%, mae: 3 abs, accuracy: 1pp, groups: [country], minimum_group: 80}"
    ).drift
    #expect(all.heldQualities.map(\.measure) == [.accuracy, .mae, .rmse, .r2])
    #expect(all.heldQualities.map(\.tolerance.value) == [0.01, 3, 0.1, 0.05])
    #expect(
      all.heldQualities.map(\.tolerance.unit) == [.absolute, .absolute, .relative, .absolute])
    #expect(all.fewestGroupLabels == 80)
    // Groups of predictions or labels would be chosen by what is measured.
    #expect(throws: PlanError.self) { try read("{mae: 10%, groups: [y]}") }
  }

  @Test("D2 what errors may be missing is a key of plans that hold errors, and of no others")
  func toleratedMissing() throws {
    func read(_ quality: String) throws -> Plan {
      try Plan(
        yaml: """
          name: q
          strategy: drift
          tolerated_missing: 2pp
          log: {prediction: p, label: y}
          drift: {quality: \(quality)}
          """, file: "plan.yaml")
    }
    let plan = try read("{mae: 10%}")
    #expect(plan.toleratedMissing.value == 0.02)
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    #expect(text.contains("of errors, which have no bound, if such rows are at most 2pp"))
    for quality in ["2pp", "{f1: 2pp}"] {
      do {
        _ = try read(quality)
        Issue.record("\(quality) was read")
      } catch let error as PlanError {
        #expect(error.description.contains("plan.yaml:3:20"), "\(error)")
        #expect(error.description.contains("drift.quality holds none"))
      }
    }
  }

  @Test("D2 a plan names its labels; what drift does not use of them is refused there")
  func labels() throws {
    func read(_ labels: String) throws -> Plan {
      try Plan(
        yaml: """
          name: l
          strategy: drift
          log: {time: t, prediction: p}
          labels: \(labels)
          """, file: "plan.yaml")
    }
    let plan = try read("{file: l.csv, key: id, value: y, time: known, coverage: 70%}")
    #expect(plan.log.label == "y")
    #expect(plan.labels?.coverage == 0.7)
    for more in ["maturity: 7d", "missing: ignorable"] {
      do {
        _ = try read("{file: l.csv, key: id, value: y, time: known, \(more)}")
        Issue.record("\(more) was read")
      } catch let error as PlanError {
        #expect(error.description.contains("plan.yaml:4:9"), "\(error)")
        #expect(error.description.contains("not supported by strategy drift"))
      }
    }
  }

  @Test("D1 windows need the time of each row")
  func windowWithoutTime() {
    #expect(throws: PlanError.self) {
      try Plan(yaml: "name: d\nstrategy: drift\ndrift: {window: month}\n", file: "plan.yaml")
    }
  }

  @Test("D1 a drift plan explains every tolerance, what is critical, and how often it may be wrong")
  func explanation() throws {
    let text = PlanExplanation(try PlanFixture.plan("drift-scheduled.yaml")).lines
      .joined(separator: "\n")
    for words in [
      "Kullback–Leibler divergence shown to be above 0.05", "(Hellinger distance) above 0.25",
      "score that moved by more than 2 standard deviations", "Columns of numbers: index 0.15",
      "amount: index 0.1, divergence 0.04 and 1pp of missing values",
      "at least 2 of amount and country", "windows of 1 day", "at most 0.1% of all looks",
      "changed within its tolerances", "beyond 4 standard deviations",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }
}
