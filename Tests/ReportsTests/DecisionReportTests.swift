import AssayTestSupport
import Judge
import Testing

@testable import Reports

struct DecisionReportTests {
  enum Sample: String, CaseIterable {
    case promote, undecided = "continue", rollback

    var decision: Decision {
      switch self {
      case .promote: SampleDecisions.promote
      case .undecided: SampleDecisions.undecided
      case .rollback: SampleDecisions.rollback
      }
    }
  }

  @Test("The terminal report reads as it was last approved", arguments: Sample.allCases)
  func terminal(sample: Sample) throws {
    let text = TerminalReport().text(DecisionReport(sample.decision).report)
    #expect(try text == golden("decision-\(sample.rawValue).txt", for: text))
  }

  @Test("The Markdown report reads as it was last approved", arguments: Sample.allCases)
  func markdown(sample: Sample) throws {
    let text = MarkdownReport().text(DecisionReport(sample.decision).report)
    #expect(try text == golden("decision-\(sample.rawValue).md", for: text))
  }

  @Test("The JSON report reads as it was last approved", arguments: Sample.allCases)
  func json(sample: Sample) throws {
    let text = JSONReport.text(sample.decision, exitMap: .standard)
    #expect(try text == golden("decision-\(sample.rawValue).json", for: text))
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
