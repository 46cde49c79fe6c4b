import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct PlanImportTests {
  private static let columns = [
    "log.unit": "user_id", "log.variant": "variant", "log.time": "timestamp",
    "log.prediction": "answer", "log.label": "is_fraud", "log.latency": "ms", "log.error": "failed",
    "log.request": "request_id",
  ]

  /// The columns' answers, of those roles that a block asks for.
  func answers(
    _ roles: String..., and more: [String: String] = [:], under block: String = ""
  ) -> [String: String] {
    more.merging(Self.columns.filter { roles.contains(String($0.key.dropFirst(4))) }) { $1 }
  }

  func questions(_ text: String, _ answers: [String: String] = [:]) -> [ImportQuestion] {
    do throws(PlanImportError) {
      _ = try PlanImport(text, file: "block.json", answers: answers)
      return []
    } catch {
      guard case .questions(let questions) = error else { return [] }
      return questions
    }
  }

  func plan(_ text: String, _ answers: [String: String]) throws -> Plan {
    try Plan(yaml: try PlanImport(text, file: "b", answers: answers).yaml, file: "b")
  }

  @Test("X4 a canary whose only limits lack their unit is not asked whether it has none")
  func onlyUnitlessLimits() {
    let text = """
      {"canary": {"control": "v1", "treatment": "v2", "rollbackThresholds": {"accuracyDrop": 0.05}}}
      """
    let paths = questions(text).map(\.path)
    #expect(paths.contains("canary.rollbackThresholds.accuracyDrop"))
    #expect(!paths.contains("canary.rollback_thresholds"))
  }

  @Test("X4 a number without a unit is asked, with its readings, and never guessed")
  func units() throws {
    let text = """
      {"abTest": {"control": "v1", "treatment": "v2", "primaryMetric": "accuracy",
        "minImprovement": 0.02, "rollbackThresholds": {"latencyIncrease": 1.5}}}
      """
    let asked = questions(text, answers("unit", "variant", "prediction", "label", "latency"))
    #expect(
      asked.map(\.path) == [
        "abTest.rollbackThresholds.latencyIncrease", "abTest.minImprovement",
      ])
    #expect(asked.last?.answers == ["2% (of the control's value)", "2pp (points)"])
    #expect(asked.first?.answers.contains("1.5x (a factor)") == true)
    #expect(
      asked.last?.description.contains("--answer 'abTest.minImprovement=2pp' (points)") == true)
    #expect(asked.last?.line == 2)

    let plan = try plan(
      text,
      answers(
        "unit", "variant", "prediction", "label", "latency",
        and: [
          "abTest.minImprovement": "2pp", "abTest.rollbackThresholds.latencyIncrease": "50%",
        ]))
    #expect(plan.metrics.map(\.name) == ["accuracy", "latency"])
    #expect(
      plan.metrics[0].minimumImprovement == Threshold(value: 0.02, unit: .absolute, text: "2pp"))
    #expect(plan.metrics[1].margin == Threshold(value: 0.5, unit: .relative, text: "50%"))
    #expect(plan.log.unit == "user_id")
  }

  @Test("An unknown key is asked, and left out only by an answer")
  func unknown() throws {
    let text = "{ab_test: {control: a, treatment: b, metric: accuracy, notify: slack}}"
    let known = answers("unit", "variant", "prediction", "label")
    #expect(questions(text, known).map(\.path) == ["ab_test.notify"])
    _ = try plan(text, known.merging(["ab_test.notify": "ignore"]) { $1 })
    #expect(throws: PlanImportError.needlessAnswers(file: "b", ["ab_test.colour"])) {
      try PlanImport(
        text, file: "b",
        answers: known.merging(["ab_test.notify": "ignore", "ab_test.colour": "red"]) { $1 })
    }
  }

  @Test("Columns that no configuration names are asked, all in one run")
  func columns() {
    let asked = questions(
      "{experiment: {control: a, treatment: b, metric: error_rate, duration_days: 14}}")
    #expect(asked.map(\.path) == ["log.time", "log.unit", "log.variant", "log.error"])
  }

  @Test("The first document's test becomes a plan with its ramp, sample, significance and days")
  func configuration() throws {
    let text = """
      {"ab_test": {"champion": "v1", "challenger": "v2", "primary_metric": "accuracy",
        "initial_traffic_split": 0.1, "max_traffic_split": 0.5, "traffic_increment": 0.1,
        "increment_interval_days": 1, "min_sample_size": 1000, "min_improvement": "2pp",
        "significance_level": 0.05, "min_duration_days": 3, "max_duration_days": 14,
        "evaluation_interval_hours": 24}}
      """
    let known = answers("unit", "variant", "time", "prediction", "label")
    // A tenth can be ten per cent or a tenth of one.
    #expect(questions(text, known).count == 3)
    let split = [
      "initial_traffic_split": "10%", "max_traffic_split": "50%", "traffic_increment": "10%",
    ]
    let plan = try plan(
      text, known.merging(split.map { ("ab_test.\($0.key)", $0.value) }) { $1 })
    #expect(plan.ramp == RampPlan(initial: 10, step: 10, maximum: 50, every: 86_400))
    #expect(plan.inference.minimumSample == 1000)
    #expect(plan.inference.looks == 86_400)
    #expect((plan.duration.minimum, plan.duration.maximum) == (3 * 86_400.0, 14 * 86_400.0))
  }

  @Test("An experiment's variants and weights are read, and its control only where a word says it")
  func variants() throws {
    let text = """
      experiment:
        name: ranker
        variants: [{name: old, traffic: 50}, {name: new, traffic: 50}]
        duration_days: 14
        min_samples: 10000
        primary_metric: precision
        guardrails: {error_rate_increase: 0.5pp}
      """
    let known = answers("unit", "variant", "time", "prediction", "label", "error")
    #expect(questions(text, known).map(\.path) == ["experiment.control", "experiment.positive"])
    let plan = try plan(
      text, known.merging(["experiment.control": "old", "experiment.positive": "yes"]) { $1 })
    #expect(plan.control == "old")
    #expect(plan.treatments == ["new"])
    #expect(plan.shares == [0.5, 0.5])
    #expect(plan.metrics[0].conditions == [Condition("answer", .isOneOf(["yes"]))])
    #expect(plan.metrics[1].critical)
  }

  @Test("C1 a canary's first weight, step and limits become its stages")
  func canary() throws {
    let text = """
      {"canary": {"control": "a", "treatment": "b", "initialTrafficPercent": 10, "incrementPercent": 15,
        "stageDurationMinutes": 5, "maxTrafficPercent": 100,
        "rollbackThresholds": {"errorRateIncrease": "1pp", "latencyIncrease": "50%"}}}
      """
    let plan = try plan(text, answers("unit", "variant", "time", "latency", "error"))
    #expect(plan.strategy == .canary)
    #expect(plan.stages?.map(\.traffic) == [10, 25, 40, 55, 70, 85, 100])
    #expect(plan.stages?.first?.duration == 300.0)
    #expect(plan.metrics.map(\.margin.text) == ["50%", "1pp"])
  }

  @Test("C1 X4 levels of a canary are read, and asked for their unit")
  func levels() throws {
    let text = """
      {"canary": {"control": "a", "treatment": "b", "initialTrafficPercent": 10, "incrementPercent": 45,
        "stageDurationMinutes": 5, "maxTrafficPercent": 100,
        "rollbackThresholds": {"errorRateIncrease": "1pp", "maxErrorRate": 0.05, "maxP95LatencyMs": 800}}}
      """
    let known = answers("unit", "variant", "time", "error", "latency")
    let path = "canary.rollbackThresholds.maxErrorRate"
    #expect(questions(text, known).map(\.path) == [path])
    #expect(questions(text, known).first?.answers.first == "5% (of all rows)")
    let plan = try plan(text, known.merging([path: "5%"]) { $1 })
    let levels = try #require(plan.stages?.last?.levels)
    #expect(levels.mapValues(\.words) == ["error_rate": "above 5%", "latency_p95": "above 800ms"])
    #expect(plan.metrics.map(\.role) == [.guardrail, .monitor])
  }

  @Test("C1 X4 a drift score of no named distance is asked, and never guessed")
  func driftScore() throws {
    let text = """
      {"canary": {"control": "a", "treatment": "b", "initialTrafficPercent": 10, "incrementPercent": 45,
        "stageDurationMinutes": 5, "maxTrafficPercent": 100,
        "rollbackThresholds": {"errorRateIncrease": "1pp", "driftScore": 0.3}}}
      """
    let known = answers("unit", "variant", "time", "error", "prediction")
    let path = "canary.rollbackThresholds.driftScore"
    #expect(questions(text, known).map(\.path) == [path])
    let plan = try plan(text, known.merging([path: "jensen-shannon"]) { $1 })
    #expect(plan.stages?.map(\.driftScore) == [0.3, 0.3, 0.3])
    let without = answers("unit", "variant", "time", "error")
    let ignored = try self.plan(text, without.merging([path: "ignore"]) { $1 })
    #expect(ignored.stages?.first?.driftScore == nil)
  }

  @Test("A shadow's week and auto_promote are read")
  func shadow() throws {
    let text = """
      shadow: {production: v1, candidate: v2, duration_days: 7, auto_promote: false,
        thresholds: {accuracy_drop_pp: 1, p99_latency_increase_ms: 20}}
      """
    let plan = try plan(
      text, answers("unit", "variant", "time", "request", "prediction", "label", "latency"))
    #expect(plan.strategy == .shadow)
    #expect(plan.duration.minimum == 7 * 86_400.0)
    #expect(plan.metrics.map(\.margin.text) == ["1pp", "20ms"])
  }

  @Test("A10 settings of automatic promotion and routing become a plan")
  func automaticPromotion() throws {
    let text = """
      {"auto_promotion": {"enabled": true, "metric": "precision", "min_observations": 1000,
        "improvement_threshold": 0.05, "confidence_level": 0.95},
       "routing": {"champion": 80, "challenger": 20, "sticky": true, "salt": "s4"}}
      """
    let known = answers("unit", "variant", "prediction", "label")
    #expect(
      questions(text, known).map(\.path)
        == ["auto_promotion.improvement_threshold", "auto_promotion.positive"])
    let plan = try plan(
      text,
      known.merging([
        "auto_promotion.improvement_threshold": "5%", "auto_promotion.positive": "1",
      ]) { $1 })
    #expect(plan.shares == [0.8, 0.2])
    #expect(plan.inference.minimumSample == 1000)
    #expect(plan.inference.significance == 0.05)
    #expect(plan.metrics[0].minimumImprovement.text == "5%")
    #expect(plan.assignment.salt == "s4")
  }

  @Test("X10 where two blocks say different things it is asked which becomes the plan")
  func blocks() throws {
    let text = """
      {ab_test: {control: a, treatment: b, metric: error_rate, min_duration_days: 3},
       experiment: {control: a, treatment: b, metric: error_rate, duration_days: 7}}
      """
    let known = answers("unit", "variant", "time", "error")
    #expect(questions(text).contains { $0.path == "block" })
    #expect(
      try plan(text, known.merging(["block": "ab_test"]) { $1 }).duration.minimum == 3 * 86_400.0)
    #expect(
      try plan(text, known.merging(["block": "experiment"]) { $1 }).duration.minimum == 7 * 86_400.0
    )
  }

  @Test(
    "What is no configuration is refused", arguments: ["", "[1]", "{a: 1}", "{", "{shadow: 5}"])
  func refused(text: String) {
    #expect(throws: PlanImportError.self) { try PlanImport(text, file: "b") }
  }

  @Test("The examples of docs/init-from.md become plans with the answers beside them")
  func documented() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/init-from.md").standardizedFileURL
    let page = try String(contentsOf: file, encoding: .utf8)
    let blocks = page.matches(of: #/```(?:json|yaml)\n((?s:.*?))```\n\n```text\n((?s:.*?))```/#)
    #expect(blocks.count >= 5)
    for block in blocks {
      let answers = block.2.split(separator: "\n").map {
        let parts = $0.split(separator: "=", maxSplits: 1)
        return (String(parts[0]), String(parts[1]))
      }
      #expect(throws: PlanImportError.self) { try PlanImport(String(block.1), file: "b") }
      _ = try plan(String(block.1), Dictionary(uniqueKeysWithValues: answers))
    }
  }
}
