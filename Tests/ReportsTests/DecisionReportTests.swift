import AssayTestSupport
import Judge
import Testing

@testable import Reports

struct DecisionReportTests {
  static let samples: [(String, Decision)] = [
    ("promote", SampleDecisions.promote), ("continue", SampleDecisions.undecided),
    ("rollback", SampleDecisions.rollback),
  ]

  @Test("The terminal report reads as it was last approved", arguments: samples)
  func terminal(name: String, decision: Decision) throws {
    let text = TerminalReport().text(DecisionReport(decision).report)
    #expect(try text == golden("decision-\(name).txt", for: text))
  }

  @Test("The Markdown report reads as it was last approved", arguments: samples)
  func markdown(name: String, decision: Decision) throws {
    let text = MarkdownReport().text(DecisionReport(decision).report)
    #expect(try text == golden("decision-\(name).md", for: text))
  }

  @Test("The JSON report reads as it was last approved", arguments: samples)
  func json(name: String, decision: Decision) throws {
    let text = JSONReport.text(decision, exitMap: .standard)
    #expect(try text == golden("decision-\(name).json", for: text))
  }

  @Test("An analysis has the classical tests and no verdict")
  func analysis() throws {
    let report = DecisionReport(SampleDecisions.undecided, for: .analysis).report
    let text = TerminalReport().text(report)
    #expect(try text == golden("analysis.txt", for: text))
    #expect(!text.contains("CONTINUE"))
  }

  @Test("The exit map is told in the headline and the facts")
  func exitMap() {
    let text = TerminalReport().text(
      DecisionReport(SampleDecisions.undecided, for: .verdict(.airflow)).report)
    #expect(text.hasPrefix("CONTINUE (exit 99 under airflow): not decided yet"))
    #expect(text.contains("  exit map  airflow\n"))
  }
}

struct DriftReportTests {
  @Test("The drift report reads as it was last approved, in every form")
  func forms() throws {
    let report = DriftReport(SampleDecisions.drift).report
    let terminal = TerminalReport(width: 120).text(report)
    #expect(try terminal == golden("drift.txt", for: terminal))
    let markdown = MarkdownReport().text(report)
    #expect(try markdown == golden("drift.md", for: markdown))
    let json = JSONReport.text(SampleDecisions.drift, exitMap: .standard)
    #expect(try json == golden("drift.json", for: json))
  }
}
