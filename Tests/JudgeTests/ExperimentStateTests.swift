import Summaries
import Testing

@testable import Judge

/// What a decision says of the experiment as a whole: its state, its outcome, and what is final.
@Suite struct ExperimentStateTests {
  private let winner = CountedLog(
    rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 590]])
  private let equal = CountedLog(
    rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 150]])

  @Test("A2 an experiment collects data, is ongoing, succeeds or fails")
  func states() {
    #expect(winner.decision(under: .sample).state == .success)
    #expect(equal.decision(under: .sample).state == .ongoing)
    let harmful = CountedLog(rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 400]])
    #expect(harmful.decision(under: .sample).state == .failed)
    var over = Plan.sample
    over.duration.maximum = 14 * 86_400
    #expect(equal.decision(under: over).state == .failed)
    let skewed = CountedLog(
      rows: [20_000, 18_500], hits: [[2000, 2700], [1000, 920], [600, 550]])
    #expect(skewed.decision(under: .sample).state == .failed)
  }

  @Test("A2 progress is that of the least advanced minimum")
  func progress() {
    var plan = Plan.sample
    plan.inference.minimumSample = 10_000
    #expect(equal.decision(under: plan).state == .collecting(progress: 0.5))
    plan.duration.minimum = 56 * 86_400
    #expect(equal.decision(under: plan).state == .collecting(progress: 0.25))
    var empty = equal
    (empty.rows, empty.hits) = ([0, 0], [[0, 0], [0, 0], [0, 0]])
    #expect(empty.decision(under: plan).state == .collecting(progress: 0))
  }

  @Test("A9 a treatment wins, loses, or the experiment is inconclusive")
  func outcomes() {
    #expect(winner.decision(under: .sample).outcome == .wins)
    #expect(equal.decision(under: .sample).outcome == .inconclusive)
    let harmful = CountedLog(rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 400]])
    #expect(harmful.decision(under: .sample).outcome == .loses)
    let worse = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 2200], [600, 590]])
    #expect(worse.decision(under: .sample).outcome == .loses)
    // Time ran out: neither is shown.
    var over = Plan.sample
    over.duration.maximum = 14 * 86_400
    #expect(equal.decision(under: over).verdict == .stop)
    #expect(equal.decision(under: over).outcome == .inconclusive)
  }

  @Test("A10 a metric promotes at its minimum observations, improvement and confidence, not before")
  func automaticPromotion() throws {
    let yaml = """
      name: precision
      strategy: ab
      log: {unit: none, variant: variant}
      variants: {control: old, treatments: [new]}
      metrics:
        - {name: precision, kind: proportion, column: correct, better: higher, role: success, minimum_improvement: 5%}
      inference: {significance: 0.05, minimum_sample: 1000}
      """
    let plan = try Plan(yaml: yaml, file: "p")
    // 80 % against 92 %: 15 % better. Too few observations, then enough, then an improvement too small.
    let early = CountedLog(rows: [1000, 999], hits: [[800, 919]])
    #expect(
      early.decision(under: plan).reasons.first
        == .minimumSample(variant: "new", units: 999, required: 1000))
    #expect(
      CountedLog(rows: [1000, 1000], hits: [[800, 920]]).decision(under: plan).verdict == .promote)
    #expect(
      CountedLog(rows: [1000, 1000], hits: [[800, 840]]).decision(under: plan).verdict != .promote)
  }

  @Test("A4 the report can say which number is held against the minimum")
  func rule() {
    var plan = Plan.sample
    plan.metrics[0].rule = .estimate
    #expect(
      winner.decision(under: plan).treatments[0].metrics.map(\.estimand.rule) == [
        .estimate, nil, nil,
      ])
    #expect(winner.decision(under: .sample).treatments[0].metrics[0].estimand.rule == .lowerBound)
  }

  // MARK: Weeks

  /// Days: the minimum, the plan's word, the maximum, and what is enforced.
  private struct Weeks {
    var minimum: Double
    var wholeWeeks: Bool?
    var maximum: Double?
    var enforced: Double
  }

  private static let weekCases: [Weeks] = [
    Weeks(minimum: 7, enforced: 7), Weeks(minimum: 10, enforced: 14),
    Weeks(minimum: 14, enforced: 14), Weeks(minimum: 3, enforced: 3),
    Weeks(minimum: 10, wholeWeeks: false, enforced: 10),
    Weeks(minimum: 3, wholeWeeks: true, enforced: 7),
    Weeks(minimum: 10, maximum: 12, enforced: 10), Weeks(minimum: 10, maximum: 14, enforced: 14),
  ]

  @Test(
    "A5 a minimum of a week or more is rounded up to whole weeks, unless the plan says otherwise",
    arguments: weekCases.indices)
  func weeks(index: Int) {
    let weeks = Self.weekCases[index]
    var duration = DurationPlan()
    duration.minimum = weeks.minimum * 86_400
    duration.maximum = weeks.maximum.map { $0 * 86_400 }
    duration.wholeWeeks = weeks.wholeWeeks
    #expect(duration.enforcedMinimum == weeks.enforced * 86_400)
  }

  @Test("A5 ten days are judged after fourteen")
  func roundedWeeks() {
    var plan = Plan.sample
    plan.duration.minimum = 10 * 86_400
    var early = winner
    early.days = 13.9
    #expect(early.decision(under: plan).verdict == .continue)
    #expect(winner.decision(under: plan).verdict == .promote)
    plan.duration.wholeWeeks = false
    #expect(early.decision(under: plan).verdict == .promote)
  }

  @Test(
    "Whole weeks that do not fit are refused, and a rounded minimum is told",
    arguments: [
      ("{minimum: 10d, maximum: 12d, whole_weeks: true}", false), ("{whole_weeks: true}", false),
      ("{minimum: 10d, maximum: 12d}", true), ("{minimum: 10d, whole_weeks: true}", true),
      ("{minimum: 10d, whole_weeks: weekly}", false),
    ])
  func readWeeks(text: String, isGood: Bool) throws {
    let plan = try? Plan(yaml: PlanFixture.minimal + "duration: \(text)", file: "p")
    #expect((plan != nil) == isGood)
    guard let plan else { return }
    let rounds = plan.duration.enforcedMinimum != plan.duration.minimum
    #expect(PlanLint(plan).findings.contains { $0.code == "rounded-weeks" } == rounds)
  }

  // MARK: Rollback is final

  @Test("K1 a rollback stays one, and says when it was told")
  func latched() throws {
    let harmful = CountedLog(rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 400]])
    let first = harmful.decision(under: .sample)
    let former = try #require(FormerRollback(first))
    #expect(former.newest == first.sample.lastTime)
    var plan = Plan.sample
    plan.duration.maximum = 14 * 86_400
    for log in [winner, equal] {
      let layout = ScanLayout(plan)
      let later = Judgement(plan, layout: layout, former: former).decide(log.summary(for: plan))
      #expect(later.verdict == .rollback)
      #expect(later.reasons.first == .rolledBackBefore(newest: former.newest))
      #expect(later.outcome == .loses)
      // What is handed on is the first rollback, not the last report.
      var last = later
      last.sample.lastTime = nil
      #expect(FormerRollback(last) == former)
    }
    #expect(FormerRollback(winner.decision(under: plan)) == nil)
  }
}
