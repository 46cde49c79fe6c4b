import Summaries
import Testing

@testable import Judge
@testable import Reports

/// What covariates and limits did, in every form of a report.
struct AdjustmentTablesTests {
  static var adjusted: Decision {
    var decision = SampleDecisions.promote
    guard case .computed(var comparison) = decision.treatments[0].metrics[0].result else {
      return decision
    }
    comparison.adjustment = CovariateAdjustment(
      covariates: [
        .init(column: "before", use: .used, slope: 0.4),
        .init(column: "visits", use: .variesWithinUnits, slope: nil),
      ], unadjustedDifference: 0.0151, unadjustedStandardError: 0.0061, varianceReduction: 0.557)
    comparison.beyondLimits = BeyondLimits(level: .unit, control: 0.0012, treatment: 0.0025)
    decision.treatments[0].metrics[0].result = .computed(comparison)
    decision.treatments[0].covariates = [
      CovariateBalance(
        column: "before", control: 20.1, treatment: 20.3, controlShare: 0.8, treatmentShare: 0.81,
        pValue: 0.4, significance: 0.001)
    ]
    var account = LabelAccount(JoinSummary(role: .prePeriod))
    (account.keys, account.matchedRows, account.unmatchedRows) = (12_000, 39_000, 1_000)
    decision.sample.prePeriod = account
    return decision
  }

  @Test("The table has the effect with and without, and says what was not used and why")
  func text() {
    for text in [
      TerminalReport(width: 200).text(DecisionReport(Self.adjusted).report),
      MarkdownReport().text(DecisionReport(Self.adjusted).report),
    ] {
      for words in [
        "What was known before the experiment, taken off:", "-55.7%", "+1.51pp", "0.61pp",
        "Takes nothing off: visits differs between rows of a unit",
        "the mean of before is 20.3 against 20.1, and 81.00% of its units have before against 80.00%",
        "0.120% of the control's units and 0.250% of the treatment's lie beyond",
        "Before the experiment: 12,000 units are known, and 39,000 of 40,000 rows",
      ] {
        #expect(text.contains(words), "\(words)\n\(text)")
      }
    }
  }

  @Test("The JSON of it is valid under the schema; without covariates nothing is added")
  func json() throws {
    let check = try SchemaCheck()
    let text = JSONReport.text(Self.adjusted, exitMap: nil)
    try check.expectValid(text)
    #expect(text.contains(#""varianceReduction": 0.557"#))
    let plain = JSONReport.text(SampleDecisions.promote, exitMap: nil)
    for key in ["adjustment", "beyondLimits", "covariates", "prePeriod"] {
      #expect(text.contains("\"\(key)\"") && !plain.contains("\"\(key)\""), "\(key)")
    }
  }
}
