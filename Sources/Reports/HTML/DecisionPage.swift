public import Judge

/// A gate's decision as one HTML file: the report of the terminal, with a picture of every interval beside
/// what the plan asks of it.
public struct DecisionPage: Sendable {
  private let decision: Decision
  private let report: Report
  private let provenance: Provenance

  /// Creates the page of a decision for a purpose.
  public init(
    _ decision: Decision, for purpose: DecisionReport.Purpose = .verdict(.standard),
    provenance: Provenance
  ) {
    (self.decision, self.provenance) = (decision, provenance)
    report = DecisionReport(decision, for: purpose).report
  }

  /// The file's text.
  public var html: String {
    HTMLPage(
      kind: "\(decision.plan.strategy.rawValue) gate", name: decision.plan.name,
      verdict: report.verdict ?? (Phrase("ANALYSIS", .strong), ""), sections: sections,
      provenance: provenance, planHash: decision.plan.hash
    ).text
  }

  /// The sections of the report; why comes first, for whoever reads no farther.
  private var sections: [Markup] {
    let level = 1 - decision.budgets.falsePromotion
    let drawn = decision.treatments.map { treatment in
      (
        table: MetricTables(treatment, level: level).comparisons,
        picture: MetricPicture(treatment, level: level).markup
      )
    }
    let blocks = HTMLBlocks { table in drawn.first { $0.table == table }?.picture }
    return blocks.sections(report.withoutHeadline)
  }
}
