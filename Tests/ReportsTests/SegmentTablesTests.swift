import Testing

@testable import Judge
@testable import Reports

/// Results by segment, in every form of a report.
struct SegmentTablesTests {
  static var divided: Decision {
    var decision = SampleDecisions.promote
    let entries: [SegmentBreakdown.Entry] = [
      .init(
        segment: .value("DE|x"), controlUnits: 12_000, treatmentUnits: 3_000, control: 0.91,
        treatment: 0.94, difference: 0.03, standardError: 0.005,
        interval: Bounds(lower: 0.012, upper: 0.048), findings: []),
      .init(
        segment: .other(values: 7), controlUnits: 8_000, treatmentUnits: 2_000, control: 0.92,
        treatment: 0.9, difference: -0.02, standardError: 0.005,
        interval: Bounds(lower: -0.038, upper: -0.002), findings: [.opposite, .harm]),
      .init(
        segment: .missing, controlUnits: 12, treatmentUnits: 0, control: nil, treatment: nil,
        difference: nil, standardError: nil, interval: nil, findings: []),
    ]
    decision.treatments[0].segments = [
      SegmentBreakdown(
        metric: "accuracy", column: "country", level: 0.95, entries: entries,
        heterogeneityPValue: 0.002),
      SegmentBreakdown(
        metric: "accuracy", column: "session", level: 0.95, entries: nil, heterogeneityPValue: nil),
    ]
    return decision
  }

  @Test("The tables say what stands out, and that it decides nothing")
  func text() {
    for text in [
      TerminalReport(width: 240).text(DecisionReport(Self.divided).report),
      MarkdownReport().text(DecisionReport(Self.divided).report),
    ] {
      for words in [
        "nothing is promoted or rolled back for a segment", "hold at 95% for all values together",
        "(7 others)", "(missing)", "too few units", "+3.0", "12,000",
        "The effect on accuracy differs between values of country (p = 0.002 at a single look).",
        "accuracy moves the other way where country is (7 others)",
        "accuracy is shown to be worse than its harm limit where country is (7 others)",
        "By session: too many values to be told apart.",
      ] {
        #expect(text.contains(words), "\(words)\n\(text)")
      }
    }
  }

  @Test("The JSON of it is valid under the schema")
  func json() throws {
    try SchemaCheck().expectValid(JSONReport.text(Self.divided, exitMap: nil))
    #expect(!JSONReport.text(SampleDecisions.promote, exitMap: nil).contains("segments"))
  }
}
