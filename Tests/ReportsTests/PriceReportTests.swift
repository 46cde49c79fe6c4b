import Foundation
import Summaries
import Testing

@testable import Judge
@testable import Reports

/// The price of looks in a report, and what is said of the chance of a promotion.
@Suite struct PriceReportTests {
  private func decision(_ metric: String) throws -> Decision {
    let plan = try Plan(
      yaml: """
        name: price
        strategy: ab
        log: {time: at, unit: user, variant: variant}
        variants: {control: champion, treatments: [challenger]}
        metrics:
          - {name: accuracy, kind: mean, column: x, better: higher, role: success, \(metric)}
        inference: {looks: 1d}
        duration: {maximum: 8d}
        """, file: "plan.yaml")
    var decision = SampleDecisions.undecided
    decision.price = try #require(InferencePrice(plan))
    return decision
  }

  @Test("The report prints both prices, which is paid, and why")
  func sentences() throws {
    let groups = TerminalReport(width: 400).text(DecisionReport(try decision("window: 1d")).report)
    #expect(groups.contains("The price of 7 looks, in samples of a single one: 1.0"))
    #expect(groups.contains("Success pays the first, harm is watched at the second."))
    let always = TerminalReport(width: 400).text(
      DecisionReport(try decision("window: open")).report)
    #expect(
      always.contains(
        "Success pays the second: group-sequential looks need units that are complete some time, and accuracy has no window."
      ))
  }

  @Test("The price is valid under the schema, with the reason as a code")
  func json() throws {
    for metric in ["window: 1d", "window: open", "window: 1d, covariates: z"] {
      try SchemaCheck().expectValid(JSONReport.text(decision(metric), exitMap: .standard))
    }
    let text = JSONReport.text(try decision("window: open"), exitMap: .standard)
    #expect(text.contains(#""obstacle": "openUnits""#))
  }

  @Test("A chance that is no limit is not told as one, and dates beyond the end say so")
  func outlook() throws {
    var treatment = SampleDecisions.undecided.treatments[0]
    func text(_ probability: Double, expectedAt: Timestamp?) -> String {
      treatment.outlook = Outlook(
        probability: probability, by: SampleDecisions.end, limitedBy: "accuracy",
        needs: [.units(variant: "challenger", missing: 10, expectedAt: expectedAt)])
      let blocks = OutlookText(treatment, unitWord: "units").blocks
      return TerminalReport(width: 400).text(Report(blocks: blocks))
    }
    let sure = text(1, expectedAt: SampleDecisions.start)
    #expect(sure.contains("nothing stands against a promotion by"))
    #expect(!sure.contains("at most") && !sure.contains("after the end"))
    let late = text(0.4, expectedAt: Timestamp(microseconds: SampleDecisions.end.microseconds + 1))
    #expect(late.contains("is at most 40%; accuracy allows no more."))
    #expect(late.contains(", after the end"))
    // Estimates that stand against nothing do not bring what comes too late, or nobody knows when.
    let tooLate = text(1, expectedAt: Timestamp(microseconds: SampleDecisions.end.microseconds + 1))
    #expect(tooLate.contains("comes after the end: no promotion by"))
    #expect(text(1, expectedAt: nil).contains("something has no date"))
  }
}
