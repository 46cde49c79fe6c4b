import Summaries
import Testing

@testable import Judge

@Suite struct JudgementTests {
  /// Clearly better, nothing worse.
  private let winner = CountedLog(
    rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 590]])
  /// The same in both arms.
  private let equal = CountedLog(
    rows: [5000, 5000], hits: [[500, 500], [250, 250], [150, 150]])

  @Test("A4 a lower bound above the minimum promotes")
  func winnerIsPromoted() {
    let decision = winner.decision(under: .sample)
    #expect(decision.verdict == .promote)
    #expect(decision.promoted == "new")
    #expect(decision.reasons.count == 3)
  }

  @Test("A2 each state has its verdict")
  func states() {
    var few = equal
    (few.rows, few.hits) = ([900, 900], [[90, 90], [45, 45], [27, 27]])
    #expect(few.decision(under: .sample).verdict == .continue)
    #expect(equal.decision(under: .sample).verdict == .continue)
    #expect(winner.decision(under: .sample).verdict == .promote)
    var over = Plan.sample
    over.duration.maximum = 14 * 86_400
    #expect(equal.decision(under: over).verdict == .stop)
  }

  @Test("A3 the minimum sample counts each variant, not the sum")
  func minimumSampleCountsEachVariant() {
    var plan = Plan.sample
    plan.traffic = ["old": 90, "new": 10]
    let log = CountedLog(rows: [8100, 900], hits: [[810, 270], [405, 30], [243, 27]])
    let decision = log.decision(under: plan)
    #expect(decision.verdict == .continue)
    #expect(decision.reasons.first == .minimumSample(variant: "new", units: 900, required: 1000))
  }

  @Test("A5 the minimum duration is enforced, the maximum ends the test")
  func durations() {
    var plan = Plan.sample
    plan.duration.minimum = 7 * 86_400
    var early = winner
    early.days = 6.9
    #expect(early.decision(under: plan).verdict == .continue)
    #expect(winner.decision(under: plan).verdict == .promote)
    plan.duration.maximum = 14 * 86_400
    #expect(equal.decision(under: plan).verdict == .stop)
    #expect(winner.decision(under: plan).verdict == .promote)
  }

  @Test func minimumDurationWithoutTimesContinues() {
    var plan = Plan.sample
    plan.duration.minimum = 1
    var summary = winner.summary(for: plan)
    (summary.firstTime, summary.lastTime) = (nil, nil)
    let decision = Judgement(plan, layout: ScanLayout(plan)).decide(summary)
    #expect(decision.verdict == .continue)
    #expect(decision.reasons.contains(.durationUnknown))
  }

  @Test("A7 units that arrive off the planned split invalidate")
  func sampleRatio() {
    let skewed = CountedLog(
      rows: [20_000, 18_500], hits: [[2000, 2700], [1000, 920], [600, 550]])
    let decision = skewed.decision(under: .sample)
    #expect(decision.verdict == .invalid)
    #expect((decision.sampleRatio?.sequentialPValue ?? 1) < 0.001)
  }

  @Test("C2 harm beats validity, and both are reported")
  func harmBeatsValidity() {
    let harmful = CountedLog(
      rows: [20_000, 18_500], hits: [[2000, 2700], [1000, 920], [600, 1100]])
    let decision = harmful.decision(under: .sample)
    #expect(decision.verdict == .rollback)
    #expect(decision.reasons.contains { if case .harmShown = $0 { true } else { false } })
    #expect(
      decision.reasons.contains { if case .sampleRatioMismatch = $0 { true } else { false } })
  }

  @Test func harmNeedsNoMinimumSample() {
    let early = CountedLog(rows: [400, 400], hits: [[40, 40], [20, 20], [4, 40]])
    #expect(early.decision(under: .sample).verdict == .rollback)
  }

  @Test("A9 equal arms are never promoted, whatever is lacking")
  func absenceOfEvidence() {
    #expect(equal.decision(under: .sample).verdict == .continue)
    var empty = equal
    (empty.rows, empty.hits) = ([0, 0], [[0, 0], [0, 0], [0, 0]])
    #expect(empty.decision(under: .sample).verdict == .continue)
    #expect(empty.decision(under: .sample).reasons.first == .noRows)
  }

  @Test func missingVariantContinuesUntilTheSampleRatioRejects() {
    var log = CountedLog(rows: [5, 0], hits: [[1, 0], [0, 0], [0, 0]])
    #expect(log.decision(under: .sample).verdict == .continue)
    #expect(log.decision(under: .sample).reasons.contains(.variantMissing(variant: "new")))
    log.rows = [500, 0]
    #expect(log.decision(under: .sample).verdict == .invalid)
  }

  @Test func aGuardrailWithoutEventsBlocksPromotionInsteadOfPassing() {
    let silent = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [3, 2]])
    let decision = silent.decision(under: .sample)
    #expect(decision.verdict == .continue)
    #expect(
      decision.reasons.contains { if case .tooFewEffectiveUnits = $0 { true } else { false } })
  }

  @Test(arguments: [Threshold.Unit.absolute, .relative])
  func aRateWithoutAnyEventWaitsForEvents(unit: Threshold.Unit) throws {
    var plan = Plan.sample
    plan.metrics[2].margin = Threshold(value: 0.02, unit: unit, text: "2")
    for events in [[0, 0], [0, 3], [3, 0]] {
      let log = CountedLog(
        rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], events])
      let decision = log.decision(under: plan)
      #expect(decision.verdict == .continue)
      let test = try #require(decision.treatments[0].metrics[2].test(.nonInferiority))
      #expect(test.tooFewEffectiveUnits.map { $0 < 50 } == true)
      #expect(test.effect.isFinite && test.pValue == 1)
    }
  }

  @Test("A4 rule estimate promotes on the estimate and says so in its threshold")
  func ruleEstimate() {
    var plan = Plan.sample
    plan.metrics[0].minimumImprovement = Threshold(value: 0.03, unit: .absolute, text: "3pp")
    let log = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2620], [1000, 990], [600, 590]])
    #expect(log.decision(under: plan).verdict == .continue)
    plan.metrics[0].rule = .estimate
    #expect(log.decision(under: plan).verdict == .promote)
    plan.metrics[0].minimumImprovement = Threshold(value: 0.04, unit: .absolute, text: "4pp")
    #expect(log.decision(under: plan).verdict != .promote)
  }

  @Test func deteriorationOfAnotherMetricStops() {
    let worse = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 2200], [600, 590]])
    #expect(worse.decision(under: .sample).verdict == .stop)
  }

  @Test func outOfReachStops() {
    var plan = Plan.sample
    plan.metrics[0].minimumImprovement = Threshold(value: 0.05, unit: .absolute, text: "5pp")
    let decision = equal.decision(under: plan)
    #expect(decision.verdict == .stop)
    #expect(decision.reasons.contains { if case .outOfReach = $0 { true } else { false } })
  }

  @Test("M1 the next weight rises also while data are collected, and never past its maximum")
  func ramp() throws {
    var plan = Plan.sample
    plan.traffic = ["old": 80, "new": 20]
    plan.ramp = RampPlan(initial: 10, step: 10, maximum: 25, every: 86_400)
    let few = CountedLog(rows: [800, 200], hits: [[80, 20], [40, 10], [24, 6]])
    let step = try #require(few.decision(under: plan).ramp)
    #expect(abs(step.current - 20) < 1e-12)
    #expect(step.next == 25)
    let harmful = CountedLog(rows: [8000, 2000], hits: [[800, 200], [400, 100], [80, 400]])
    #expect(harmful.decision(under: plan).ramp?.next == 0)
  }

  /// Two winners: the second is promoted at the whole budget, its Bonferroni share would not do.
  @Test func reasonsOfAPromotionAreToldAtItsOwnLevel() throws {
    var plan = Plan.sample
    plan.metrics = [plan.metrics[0]]
    plan.metrics[0].minimumImprovement = .zero
    plan.treatments = ["new", "newer"]
    var found = false
    for hits in 2180...2320 {
      let log = CountedLog(rows: [20_000, 20_000, 20_000], hits: [[2000, 2600, hits]])
      let decision = log.decision(under: plan)
      let newer = decision.treatments[1]
      let test = try #require(newer.metrics[0].test(.superiority))
      let isPromotable = (newer.promotionPValue ?? 1) <= 0.05
      #expect(test.holds == isPromotable)
      #expect(isPromotable == ((test.limit ?? -1) >= test.nullEffect))
      if isPromotable, test.pValue > 0.025 { found = true }
    }
    #expect(found)
  }

  @Test("several treatments share the budget: the promoted one is named")
  func severalTreatments() {
    var plan = Plan.sample
    plan.treatments = ["new", "newer"]
    let log = CountedLog(
      rows: [20_000, 20_000, 20_000],
      hits: [[2000, 2010, 3000], [1000, 1000, 990], [600, 600, 590]])
    let decision = log.decision(under: plan)
    #expect(decision.verdict == .promote)
    #expect(decision.promoted == "newer")
  }

  @Test("Of several proven treatments the one with the largest effect is promoted")
  func largestEffect() {
    var plan = Plan.sample
    plan.treatments = ["new", "newer"]
    // The guardrails of the first leave no doubt; those of the second are just proven.
    let log = CountedLog(
      rows: [20_000, 20_000, 20_000],
      hits: [[2000, 3000, 3100], [1000, 900, 1150], [600, 500, 680]])
    let decision = log.decision(under: plan)
    let pValues = decision.treatments.compactMap(\.promotionPValue)
    #expect(pValues.count == 2 && pValues[0] < pValues[1] && pValues[1] <= 0.05)
    #expect(decision.promoted == "newer")
    #expect(decision.reasons.contains(.othersProven(treatments: ["new"], promoted: "newer")))
  }

  @Test func aDeterioratedTreatmentIsNotPromotedBesideAnother() {
    var plan = Plan.sample
    plan.treatments = ["new", "null"]
    plan.metrics[1].margin = Threshold(value: 0.2, unit: .absolute, text: "20pp")
    plan.metrics[1].harm = Threshold(value: 0.02, unit: .absolute, text: "2pp")
    let log = CountedLog(
      rows: [20_000, 20_000, 20_000],
      hits: [[2000, 2900, 2000], [1000, 2200, 1000], [600, 590, 600]])
    let decision = log.decision(under: plan)
    #expect(decision.treatments[0].promotionPValue ?? 1 < 0.05)
    #expect(decision.verdict != .promote)
  }

  @Test("a ramp waits for a variant without rows")
  func rampWaitsForASilentVariant() {
    var plan = Plan.sample
    plan.traffic = ["old": 90, "new": 10]
    plan.ramp = RampPlan(initial: 10, step: 10, maximum: 50, every: 86_400)
    let silent = CountedLog(rows: [5, 0], hits: [[1, 0], [0, 0], [0, 0]])
    #expect(silent.decision(under: plan).ramp?.next == silent.decision(under: plan).ramp?.current)
  }

  @Test func freshnessNeedsAClock() {
    var plan = Plan.sample
    plan.freshness = 3600
    #expect(winner.decision(under: plan).verdict == .promote)
    let late = Timestamp(seconds: 1_700_000_000 + 15 * 86_400)
    #expect(winner.decision(under: plan, asOf: late).verdict == .invalid)
    // Rows that claim to lie in the future are not fresh either.
    let early = Timestamp(seconds: 1_700_000_000)
    #expect(winner.decision(under: plan, asOf: early).verdict == .invalid)
  }

  @Test func fixedHorizonWaitsForItsHorizon() {
    var plan = Plan.sample
    plan.inference.success = .fixed
    plan.duration.maximum = 20 * 86_400
    #expect(winner.decision(under: plan).verdict == .continue)
    plan.duration.maximum = 14 * 86_400
    #expect(winner.decision(under: plan).verdict == .promote)
  }

  @Test func swappingGoodAndBadSwapsTheVerdict() {
    var plan = Plan.sample
    plan.metrics[0].better = .lower
    #expect(winner.decision(under: plan).verdict == .stop)
  }

  @Test func forecastSaysWhatIsMissing() {
    let promising = CountedLog(
      rows: [5000, 5000], hits: [[500, 600], [250, 248], [150, 148]])
    let decision = promising.decision(under: .sample)
    #expect(decision.verdict == .continue)
    let missing = decision.reasons.compactMap { reason -> Int? in
      if case .notProven(_, _, .superiority, _, _, _, _, _, let units, _) = reason { return units }
      return nil
    }
    #expect(missing.count == 1)
    #expect((missing.first ?? 0) > 0)
  }
}
