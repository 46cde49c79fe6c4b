import Summaries
import Testing

@testable import Judge
@testable import Reports

/// What predictions and late labels add to a report.
@Suite struct PredictionReportTests {
  private func decision() -> Decision {
    var decision = SampleDecisions.undecided
    decision.reasons = [
      .valuesNotFinite(
        column: "score", variant: "challenger", rows: 20, share: 0.002, tolerated: 0.001),
      .constantPredictions(
        column: "score", variant: "challenger", value: "0.5", rows: 9980, pValue: 1e-9),
    ]
    decision.sample.predictions = [
      PredictionValues(column: "score", variant: "champion", rows: 40_000, significance: 0.001),
      PredictionValues(
        column: "score", variant: "challenger", rows: 9980, distinct: 1, constant: "0.5",
        pValue: 1e-9, significance: 0.001),
    ]
    decision.sample.nonFinite = [
      NonFiniteShare(column: "score", variant: "challenger", rows: 20, share: 0.002)
    ]
    var labels = LabelAccount(JoinSummary(role: .labels))
    labels.cohorts = (0..<20).map { day in
      LabelCohort(
        day: Timestamp(seconds: 1_772_409_600 + 86_400 * day), units: [100, 100],
        mature: day < 12 ? [100, 100] : [0, 0], rows: [300, 100], labelled: [240, 40])
    }
    decision.sample.labels = labels
    return decision
  }

  @Test func isValidUnderTheSchema() throws {
    let check = try SchemaCheck()
    let text = JSONReport.text(decision(), exitMap: .standard)
    try check.expectValid(text)
    #expect(text.contains(#""distinct": null"#))
    #expect(text.contains(#""day": "2026-03-02T00:00:00Z""#))
    // Reports of other plans do not mention any of it.
    let plain = JSONReport.text(SampleDecisions.undecided, exitMap: .standard)
    for word in ["predictions", "nonFinite", "cohorts"] { #expect(!plain.contains("\"\(word)\"")) }
  }

  @Test("Text and page say which predictions are none, and how mature labels are day by day")
  func text() {
    let report = DecisionReport(decision()).report
    let text = TerminalReport(width: 400).text(report)
    for part in [
      "score of challenger takes 1 value in 9,980 rows, where another variant has more than 1,000.",
      "Not finite: score in 20 rows of challenger (0.2%).",
      "6 days before", "2026-03-08", "2026-03-21",
    ] { #expect(text.contains(part), "\(part)") }
    // 280 of 400 rows a day; all units of the last mature day, none of the next.
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.contains(["2026-03-13", "200", "100%", "400", "70%"]))
    #expect(lines.contains(["2026-03-14", "200", "0%", "400", "70%"]))
    #expect(lines.contains(["6", "days", "before", "1,200", "100%", "2,400", "70%"]))
    let page = DecisionPage(
      decision(),
      provenance: Provenance(version: "1")
    ).html
    #expect(page.contains("2026-03-13"))
  }
}
