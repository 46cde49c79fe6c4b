import AssayTestSupport
import Summaries
import Testing

@testable import Judge
@testable import Reports

/// What windows and looks add to a report.
@Suite struct SequentialReportTests {
  /// A decision with all of it: the numbers are those of no method.
  private func decision() -> Decision {
    var decision = SampleDecisions.undecided
    var accuracy = SampleDecisions.accuracy(holds: false)
    accuracy.complete = CompleteUnits(control: 1200, treatment: 310, units: 2400)
    accuracy.harmSoFar = SampleDecisions.test(
      .harm, threshold: "0", effect: 0.011, null: 0, limit: 0.02, logEValue: -1, pValue: 1,
      holds: false)
    (accuracy.estimand.window, accuracy.estimand.maturity) = (604_800, 1_209_600)
    if case .computed(var comparison) = accuracy.result {
      comparison.tests[0].method = .groupSequential
      comparison.tests[0].looks = [
        TakenLook(
          at: SampleDecisions.start, information: 4000.4, fraction: 0.2, statistic: 1.2345,
          boundary: nil, spent: 0),
        TakenLook(
          at: SampleDecisions.end, information: 8000, fraction: 0.4, statistic: 1.75,
          boundary: 2.871, spent: 0.0021, futilityBoundary: -0.25),
      ]
      accuracy.result = .computed(comparison)
    }
    var waiting = SampleDecisions.accuracy(holds: false)
    (waiting.name, waiting.result) = ("late", .notComputable(.noneComplete(units: 2400)))
    decision.treatments[0].metrics = [accuracy, waiting]
    decision.reasons = [
      .unitsIncomplete(
        metric: "accuracy", treatment: "challenger", complete: 1510, units: 2400, required: 1000),
      .metricNotComputable(
        metric: "late", treatment: "challenger", cause: .noneComplete(units: 2400)),
      .looksNotReconstructable(rows: 3),
      .nextLook(at: SampleDecisions.end, taken: 2),
      .looksSpent(
        metric: "accuracy", treatment: "challenger", looks: 14, statistic: 1.5, boundary: 1.7),
      .futileAtLook(
        metric: "accuracy", treatment: "challenger", looks: 5, statistic: -0.5, boundary: -0.25),
    ]
    return decision
  }

  @Test func isValidUnderTheSchema() throws {
    let check = try SchemaCheck()
    try check.expectValid(JSONReport.text(decision(), exitMap: .standard))
    let text = JSONReport.text(decision(), exitMap: .standard)
    #expect(text.contains(#""futilityBoundary": -0.25"#))
    #expect(text.contains(#""maturity": 1209600"#))
    // Reports of other plans do not mention any of it.
    let plain = JSONReport.text(SampleDecisions.undecided, exitMap: .standard)
    for word in ["looks", "window", "maturity", "complete", "harmSoFar"] {
      #expect(!plain.contains("\"\(word)\""))
    }
  }

  @Test("A p-value of a fixed horizon is not told to hold at every look")
  func fixedHorizon() {
    let anytime = TerminalReport(width: 400).text(DecisionReport(SampleDecisions.undecided).report)
    #expect(anytime.contains("Anytime p-value that it may be promoted"))
    var decision = SampleDecisions.undecided
    for index in decision.treatments[0].metrics.indices {
      guard case .computed(var comparison) = decision.treatments[0].metrics[index].result else {
        continue
      }
      for test in comparison.tests.indices where comparison.tests[test].question != .harm {
        comparison.tests[test].method = .fixed
      }
      decision.treatments[0].metrics[index].result = .computed(comparison)
    }
    let text = TerminalReport(width: 400).text(DecisionReport(decision).report)
    #expect(!text.contains("Anytime p-value"))
    #expect(text.contains("P-value, at one look alone, that it may be promoted: 0.041."))
    // Harm is watched all the time.
    #expect(
      text.contains(
        "At the one look of the fixed horizon, and for harm over any number of looks, whatever"))
  }

  @Test("Of several treatments the headline names the harmful one")
  func harmfulTreatment() {
    var decision = SampleDecisions.rollback
    #expect(DecisionReport(decision).line.contains("take the treatment out of traffic"))
    var other = decision.treatments[0]
    other.variant = "third"
    decision.treatments.append(other)
    #expect(DecisionReport(decision).line.contains("take challenger out of traffic"))
    decision.reasons = [.rolledBackBefore(newest: nil)]
    #expect(DecisionReport(decision).line.contains("take all treatments out of traffic"))
  }

  @Test func tellsOfLooksAndOfWhatIsWaitedFor() {
    let text = TerminalReport(width: 400).text(DecisionReport(decision()).report)
    for part in [
      "labels are 63% mature: 1,510 of 2,400 units are mature for accuracy of challenger, which needs 1,000 in each variant",
      "1,510 of 2,400 units are mature for accuracy; harm is judged on all of them.",
      "looks cannot be reconstructed: 3 rows have no readable time",
      "2 looks have been taken, the next one is due on 2026-03-07 00:00",
      "was not proven at the last of 14 looks: the statistic is 1.500, where 1.700 was needed",
      "at look 5 the statistic is -0.500, where -0.250 or less is futile",
      "over the first 7 d of a unit, once they have passed",
      "none of 2,400 units has all behind it that the metric waits for",
      "Over the looks of the plan, and for harm over any number of them",
      "crosses at", "2.871", "never",
    ] { #expect(text.contains(part), "\(part)") }
  }
}
