import AssayTestSupport
import Testing

@testable import Reports

struct DecisionPageTests {
  private static let provenance = Provenance(version: "0.0.0", inputs: [.init(.log, ["log.csv"])])

  @Test(
    "A gate's page reads as it was last approved", arguments: DecisionReportTests.Sample.allCases)
  func approved(sample: DecisionReportTests.Sample) throws {
    let html = DecisionPage(sample.decision, provenance: Self.provenance).html
    let check = PageCheck(html)
    #expect(check.elements["svg", default: 0] > 0)
    #expect(html.utf8.count < 40_000)
    let unstyled = PageCheck.unstyled(html)
    #expect(try unstyled == golden("decision-\(sample.rawValue).html", for: unstyled))
  }

  @Test("Nothing from the data acts on a gate's page")
  func hostile() {
    let html = DecisionPage(
      WriterTests.attacked(), provenance: Provenance(version: "0", inputs: [])
    ).html
    let check = PageCheck(html)
    #expect(check.elements["b"] == nil)
    #expect(check.text.contains("<b>[x](y)@all"))
  }

  @Test("A shadow's page, an analysis, and any other report are pages, too")
  func others() {
    let shadow = DecisionPage(SampleDecisions.shadow, provenance: Self.provenance).html
    #expect(PageCheck(shadow).text.contains("shadow"))
    let analysis = DecisionPage(
      SampleDecisions.undecided, for: .analysis, provenance: Self.provenance
    ).html
    #expect(PageCheck(analysis).text.contains("ANALYSIS"))
    let report = Report(blocks: [
      .paragraph(Phrase("first")), .heading("a"), .list([Phrase("b", .bad)]),
      .facts([Fact("name", "text")]), .headline(Phrase("c", .good), "d"),
    ])
    let page = PageCheck(ReportPage(report, kind: "test", provenance: Self.provenance).html)
    #expect(page.text.contains("▲ b") || page.text.contains("b"))
    #expect(page.elements["section"] == 3)
  }
}
