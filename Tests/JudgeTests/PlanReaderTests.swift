import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct PlanReaderTests {
  @Test(
    "A1 a plan holds variants, traffic, unit, metrics, significance, duration and minimum sample")
  func everyKey() throws {
    let plan = try PlanFixture.plan("fraud.yaml")
    #expect(plan.name == "fraud-detector-0.3")
    #expect(plan.strategy == .ab)
    #expect(plan.log.time == "timestamp")
    #expect(plan.log.unit == "user_id")
    #expect(plan.log.filter == [Condition("model", .isOneOf(["fraud-detector"]))])
    #expect(plan.assignment.salt == "fraud-7")
    #expect(plan.assignment.toleratedCrossovers == 0.01)
    #expect(plan.variants == ["champion", "challenger"])
    #expect(plan.ignoreVariants == .named(["shadow"]))
    #expect(plan.shares == [0.8, 0.2])
    #expect(plan.inference.significance == 0.05)
    #expect(plan.inference.minimumSample == 1000)
    #expect(plan.inference.plannedSample == 20_000)
    #expect(plan.inference.looks == 86_400)
    #expect(plan.duration.minimum == 604_800)
    #expect(plan.duration.maximum == 1_209_600)
    #expect(plan.ramp == RampPlan(initial: 10, step: 10, maximum: 50, every: 86_400))
    #expect(plan.freshness == 7200)
    #expect(plan.toleratedRowErrors == 0.001)
    #expect(plan.metrics.map(\.kind) == [.accuracy, .quantile, .mean, .rate, .ratio])
  }

  @Test("Metrics resolve roles of the log and take the defaults of their kind")
  func metricDefaults() throws {
    let metrics = try PlanFixture.plan("fraud.yaml").metrics
    try #require(metrics.count == 5)
    #expect(metrics[0].column == "response.score")
    #expect(metrics[0].secondColumn == "is_fraud")
    #expect(metrics[0].better == .higher)
    #expect(metrics[0].minimumImprovement == Threshold(value: 0.01, unit: .absolute, text: "1pp"))
    #expect(metrics[0].baseline == 0.92)
    #expect(metrics[1].column == "latency_ms")
    #expect(metrics[1].probability == 0.95)
    #expect(metrics[1].margin == Threshold(value: 0.2, unit: .relative, text: "20%"))
    #expect(
      metrics[1].harm == metrics[1].margin, "harm is the margin unless the metric is critical")
    #expect(metrics[1].errorRows == .excluded)
    #expect(metrics[2].margin == Threshold(value: 20, unit: .absolute, text: "20ms"))
    #expect(metrics[3].column == "error")
    #expect(metrics[3].better == .lower)
    #expect(metrics[3].critical)
    #expect(metrics[4].column == "spend")
    #expect(metrics[4].secondColumn == "visits")
    #expect(metrics[4].per == .unitMean)
  }

  @Test("A critical guardrail's harm is zero by default")
  func criticalHarm() throws {
    let plan = try PlanFixture.plan(
      metric: "{name: e, kind: rate, column: error, role: guardrail, margin: 1pp, critical: true}")
    #expect(plan.metrics.first?.harm == .zero)
  }

  @Test("JSON is read by the same path to the same plan and the same hash")
  func json() throws {
    let yaml = try PlanFixture.plan("fraud.yaml")
    let json = try PlanFixture.plan("fraud.json")
    #expect(yaml == json)
    #expect(yaml.hash == json.hash)
  }

  @Test("A plan of harmlessness holds its policy, weights, joint rates, extension and calendar")
  func doNoHarm() throws {
    let plan = try PlanFixture.plan("do-no-harm.yaml")
    #expect(plan.inference.policy == .doNoHarm)
    #expect(plan.metrics.map(\.weight) == [3, nil, nil])
    #expect(plan.inference.joint == 0.1)
    #expect(plan.inference.rollbackSignificance == 0.04)
    #expect(plan.inference.futilityPower == 0.05)
    let day = 86_400.0
    #expect(plan.duration.enforcedMinimum == 14 * day)
    #expect(
      plan.duration.extend == ExtensionPlan(by: 7 * day, to: 28 * day, conditionalPower: 0.5))
    #expect(plan.calendar?.days == [.mon, .tue, .wed, .thu])
    // Days since 1970, by `date -d … +%s`.
    #expect(plan.calendar?.freezes.map(\.first) == [20_807, 20_910])
    #expect(plan.calendar?.freezes.map(\.last) == [20_821, 20_910])
    #expect(PlanLint(plan).findings.allSatisfy { $0.severity != .error })
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    #expect(text.contains("no benefit is asked for"))
    #expect(text.contains("14 days (10 days in whole weeks)"))
    #expect(text.contains("mon, tue, wed and thu, 09:00 to 17:00 at UTC+01:00"))
    #expect(text.contains("the four chances below sum to 10%"))
    #expect(text.contains("a chance below 5%"))
  }

  @Test("A drift plan holds its tolerances")
  func drift() throws {
    let plan = try PlanFixture.plan("drift.yaml")
    #expect(plan.strategy == .drift)
    #expect(plan.log.missing == ["NA", "-"])
    #expect(plan.log.filter == [Condition("weathersit", .number(.atMost, 3))])
    #expect(plan.drift.columns == ["registered", "casual", "season"])
    #expect(plan.drift.numeric == ["registered", "casual"])
    #expect(plan.drift.categorical == ["season"])
    #expect(plan.drift.categoryShare == 0.02)
    #expect(plan.drift.categoryFactor == 1.5)
    #expect(plan.drift.missingShare == 0.02)
    #expect(plan.drift.textbook)
  }

  @Test("A defaulted plan keeps documented defaults")
  func defaults() throws {
    let plan = try PlanFixture.plan("defaults.yaml")
    #expect(plan.inference == InferencePlan())
    #expect(plan.assignment == Assignment())
    #expect(plan.ignoreVariants == IgnoredVariants.none)
    #expect(plan.shares == [0.5, 0.5])
    #expect(plan.metrics.first?.per == .row)
    #expect(plan.metrics.first?.rule == .lowerBound)
    #expect(plan.metrics.first?.minimumImprovement == .zero)
  }

  @Test("Every form of a condition is read")
  func conditions() throws {
    let plan = try PlanFixture.plan(
      metric: """
        {name: e, kind: rate, column: error, role: monitor, where: {country: [DE, FR], \
        device: {not: bot}, age: {at_least: 18, less_than: 65}, label: {missing: false}, \
        note: {missing: true}, active: {is_true: true}, bot: {is_true: false}, score: {more_than: 0.5, at_most: 1}}}
        """)
    #expect(
      plan.metrics.first?.conditions == [
        Condition("country", .isOneOf(["DE", "FR"])), Condition("device", .isNoneOf(["bot"])),
        Condition("age", .number(.atLeast, 18)), Condition("age", .number(.lessThan, 65)),
        Condition("label", .isPresent), Condition("note", .isMissing),
        Condition("active", .isTrue), Condition("bot", .isNotTrue),
        Condition("score", .number(.atMost, 1)),
        Condition("score", .number(.greaterThan, 0.5)),
      ])
  }

  @Test("Names are texts, byte for byte, also where they look like numbers")
  func namesLikeNumbers() throws {
    let plan = try Plan(
      yaml: """
        {name: 7, strategy: ab, log: {unit: LocationID, variant: Promotion},
        variants: {control: 1, treatments: [2.0], ignore: all}, metrics: []}
        """, file: "p")
    #expect(plan.variants == ["1", "2.0"])
    #expect(plan.ignoreVariants == .all)
  }

  @Test("unit: none and per-request assignment make every row a unit")
  func rowsAsUnits() throws {
    let none = try Plan(
      yaml: PlanFixture.minimal.replacing("unit: user_id", with: "unit: none"), file: "p")
    #expect(none.log.unit == nil)
    let request = try Plan(
      yaml: PlanFixture.minimal.replacing("unit: user_id, ", with: "")
        + "assignment: {kind: per-request}\n", file: "p")
    #expect(request.log.unit == nil)
    #expect(request.assignment.kind == .perRequest)
  }

  @Test("Labels in a file are read with their time")
  func labelFile() throws {
    let plan = try Plan(
      yaml: PlanFixture.minimal + """
        labels: {file: labels.csv, key: request_id, value: truth, time: labelled_at}
        """, file: "p")
    #expect(
      plan.labels
        == LabelFile(file: "labels.csv", key: "request_id", value: "truth", time: "labelled_at"))
  }
}

/// Plans to test with.
enum PlanFixture {
  static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../fixtures/plans").standardizedFileURL

  static func text(_ name: String) throws -> String {
    try String(contentsOf: directory.appending(path: name), encoding: .utf8)
  }

  static func plan(_ name: String) throws -> Plan {
    try Plan(yaml: text(name), file: name)
  }

  /// A plan that is valid and to which lines can be added.
  static let minimal = """
    name: small
    strategy: ab
    log: {unit: user_id, variant: variant, error: error}
    variants: {control: a, treatments: [b]}
    metrics: [{name: clicks, kind: rate, column: clicked, role: success, better: higher}]

    """

  /// The minimal plan with one other metric.
  static func plan(metric: String) throws -> Plan {
    try Plan(yaml: yaml(metric: metric), file: "p")
  }

  static func yaml(metric: String) -> String {
    let lines = minimal.split(separator: "\n").dropLast()
    return lines.joined(separator: "\n") + "\nmetrics: [\(metric)]\n"
  }
}
