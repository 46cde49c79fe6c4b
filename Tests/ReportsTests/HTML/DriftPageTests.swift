import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge
@testable import Reports

struct DriftPageTests {
  private static let provenance = Provenance(
    version: "0.0.0",
    inputs: [.init(.reference, ["may.csv"]), .init(.current, ["june-1.csv", "june-2.csv"])])

  private func page(_ decision: DriftDecision) -> String {
    DriftPage(decision, provenance: Self.provenance).html
  }

  @Test("The drift page reads as it was last approved")
  func approved() throws {
    let html = page(SampleDecisions.drawnDrift)
    _ = PageCheck(html)
    let unstyled = PageCheck.unstyled(html)
    #expect(try unstyled == golden("drift.html", for: unstyled))
  }

  @Test("A page says the verdict, its cause, the guarantee, and what it was made from")
  func content() {
    let check = PageCheck(page(SampleDecisions.drawnDrift))
    for words in [
      "DRIFT (20)", "the PSI is 0.311 (at least 0.287), where 0.2 is tolerated",
      "at most 0.01·T false alarms are expected, over all columns together", "may.csv",
      "june-1.csv, june-2.csv",
      String(repeating: "ab", count: 32), "assay 0.0.0", "Could not tell",
      "New and vanished categories",
    ] { #expect(check.text.contains(words), "\(words)") }
    #expect(check.elements["svg", default: 0] > 8)
  }

  @Test("Names from data are inert on the page, wherever they appear")
  func hostile() {
    var decision = SampleDecisions.drawnDrift
    let attack = WriterTests.attack + "</style></script><script>alert(1)</script>\" onload=\"x"
    decision.plan.name = attack
    for index in decision.columns.indices {
      decision.columns[index].column = attack + "\(index)"
      decision.columns[index].newCategories = [attack]
      decision.columns[index].vanishedCategories = [attack]
      decision.columns[index].bins = [
        .init(label: attack, referenceCount: 3, currentCount: 9, contribution: 0.1),
        .init(label: "b", referenceCount: 9, currentCount: 3, contribution: 0.1),
      ]
      decision.columns[index].causes = [
        .categoryShare(category: attack, reference: 0.1, current: 0.2, factor: 1.5),
        .typeChanged(reference: attack, current: attack), .statistics(attack),
      ]
    }
    decision.reasons = [.damagedInput(file: attack, byte: 1, cause: attack)]
    let provenance = Provenance(version: attack, inputs: [.init(.current, [attack])])
    let html = DriftPage(decision, provenance: provenance).html
    let check = PageCheck(html)
    #expect(check.elements["b"] == nil)
    #expect(check.text.contains("<b>[x](y)@all"))
    #expect(!html.contains("<script"))
  }

  @Test("A page of forty columns with a month of windows is under 300 kB, details of all included")
  func size() throws {
    let decision = try SampleDecisions.fortyColumns()
    let html = page(decision)
    let check = PageCheck(html)
    #expect(html.utf8.count < 300_000, "\(html.utf8.count)")
    #expect(check.elements["details", default: 0] + check.elements["h3", default: 0] >= 40)
    // A histogram, a cumulative plot, shifts, contributions and a trend for each.
    #expect(check.elements["svg", default: 0] >= 200)
  }

  @Test("The same decision gives the same bytes")
  func deterministic() {
    #expect(page(SampleDecisions.drawnDrift) == page(SampleDecisions.drawnDrift))
  }

  @Test("A decision without columns, and one that may not be judged, still make a page")
  func empty() {
    var decision = SampleDecisions.drift
    decision.columns = []
    (decision.verdict, decision.reasons) = (.cannotTell, [.noRows])
    #expect(PageCheck(page(decision)).text.contains("CANNOT TELL"))
    (decision.verdict, decision.reasons) = (
      .invalid, [.rowErrors(rows: 3, share: 0.5, tolerated: 0)]
    )
    #expect(PageCheck(page(decision)).text.contains("INVALID"))
  }

  @Test("Numbers that no picture can hold do not break it")
  func extremes() {
    var decision = SampleDecisions.drawnDrift
    decision.columns[0].psi = .infinity
    decision.columns[0].psiInterval = Bounds(lower: 0, upper: .infinity)
    decision.columns[0].shape?.knots = [
      .init(value: -.greatestFiniteMagnitude, reference: 0, current: 0),
      .init(value: .greatestFiniteMagnitude, reference: 1, current: 1),
    ]
    decision.columns[0].shape?.shifts = [
      .init(
        probability: 0.5, reference: -.greatestFiniteMagnitude, current: .greatestFiniteMagnitude,
        lower: nil, upper: .infinity)
    ]
    decision.columns[1].shape = ColumnShape(
      NumberGroups(
        reference: [.init(lower: 7, upper: 7, count: 5)],
        current: [.init(lower: 7, upper: 7, count: 9)]), significance: 0.05)
    let check = PageCheck(page(decision))
    #expect(!check.text.contains("not a number"))
  }
}
