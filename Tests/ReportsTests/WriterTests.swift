import Foundation
import Judge
import Testing

@testable import Reports

struct WriterTests {
  /// Escape sequence, bidirectional override, backspace, newline, zero-width space, tag character.
  static let attack = "a\u{1B}[31m\u{202E}b\u{8}\nc\u{200B}\u{E0041}|<b>[x](y)@all`*_$1$"

  static func attacked() -> Decision {
    var decision = SampleDecisions.undecided
    decision.plan.name = attack
    decision.treatments[0].variant = attack
    decision.treatments[0].metrics[0].name = attack
    decision.treatments[0].metrics[0].estimand.definition = attack
    decision.sample.arms[1].variant = attack
    decision.sample.unknownVariants = [attack: 3]
    decision.sample.unitColumn = attack
    decision.sample.rowErrors.add(
      .init(kind: .notANumber, file: attack, line: 2, column: attack, text: attack))
    decision.reasons = [
      .variantMissing(variant: attack), .unknownVariants(names: [attack], rows: 3),
      .damagedInput(file: attack, byte: 1, cause: attack),
    ]
    return decision
  }

  @Test("Nothing from the data acts on a terminal, in any format")
  func inert() {
    let decision = Self.attacked()
    let report = DecisionReport(decision).report
    let texts = [
      TerminalReport().text(report), TerminalReport(width: 40).text(report),
      MarkdownReport().text(report), JSONReport.text(decision, exitMap: .standard),
      DecisionReport(decision).line,
    ]
    for text in texts {
      let active = text.unicodeScalars.filter { InertText.isActive($0) && $0 != "\n" }
      #expect(active.isEmpty)
      #expect(text.contains("a"))
    }
    #expect(texts[0].contains("a\\u{1b}[31m\\u{202e}b\\u{8}\\nc\\u{200b}\\u{e0041}"))
  }

  @Test("Markdown neither links, mentions nor tags what comes from the data")
  func markdown() {
    let text = MarkdownReport().text(DecisionReport(Self.attacked()).report)
    #expect(text.contains("\\|&lt;b&gt;\\[x\\](y)&#64;all\\`\\*\\_\\$1\\$"))
    #expect(!text.contains("<b>"))
    #expect(!text.contains("@"))
  }

  @Test("JSON reads back as the text that went in")
  func jsonRoundTrip() throws {
    let text = JSONReport.text(Self.attacked(), exitMap: .standard)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let plan = try #require(object["plan"] as? [String: Any])
    #expect(plan["name"] as? String == Self.attack)
    #expect(object["exitCode"] as? Int == 10)
  }

  @Test("JSON numbers read back as the same doubles; what is no number is null")
  func jsonNumbers() throws {
    let numbers = [0.1, 1e-5, 1e16, .leastNonzeroMagnitude, -0.25, 1.797_693_134_862_315_7e308, 3]
    let text = JSONValue.array(numbers.map { JSONValue($0) }).text
    #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double] == numbers)
    #expect(JSONValue(Double.nan) == .null)
    #expect(JSONValue(-Double.infinity) == .null)
  }

  @Test("Columns of a table line up whatever the width of their characters")
  func alignment() {
    let names = ["plain", "日本語", "e\u{301}te\u{301}", "👩‍🔬", "🇩🇪"]
    let table = Table(
      columns: [.init("name"), .init("n", .right)],
      rows: names.map { [Phrase($0), Phrase("1")] })
    let lines = TerminalReport().text(Report(blocks: [.table(table)])).split(separator: "\n")
    let widths = lines.map { DisplayWidth.of(String($0)) }
    // Two columns of indent, six of the widest name, two of gap, one of number.
    #expect(widths == Array(repeating: 11, count: names.count + 1))
  }

  @Test(
    "No line is wider than the terminal, as long as its words are not", arguments: [60, 80, 120])
  func width(width: Int) {
    let text = TerminalReport(width: width).text(
      DecisionReport(SampleDecisions.undecided, for: .analysis).report)
    for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width) }
  }

  @Test("Colour is there only where asked, and changes no character")
  func colour() {
    let report = DecisionReport(SampleDecisions.rollback).report
    let plain = TerminalReport().text(report)
    let coloured = TerminalReport(colour: true).text(report)
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.hasPrefix("\u{1B}[1;31mROLLBACK (21):\u{1B}[0m take"))
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
  }
}
