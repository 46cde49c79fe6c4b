public import Judge

/// A drift verdict as one HTML file: the verdict in a sentence, every column beside its reference, and
/// where in a column a change is.
///
/// Names of columns and categories are inert in it. Columns that are shown to be stable are folded.
public struct DriftPage: Sendable {
  private let decision: DriftDecision
  private let report: DriftReport
  private let provenance: Provenance

  /// How many columns are drawn in detail; the others are in the table alone.
  static let detailLimit = 60

  /// How many of them, where a change is not ruled out, are drawn with all there is.
  static let fullLimit = 8

  /// Creates the page of a drift verdict, told under an exit map.
  public init(
    _ decision: DriftDecision, exitMap: ExitMap = .standard, provenance: Provenance
  ) {
    (self.decision, self.provenance) = (decision, provenance)
    report = DriftReport(decision, exitMap: exitMap)
  }

  /// The file's text.
  public var html: String {
    HTMLPage(
      kind: "drift report", name: decision.plan.name, verdict: report.verdict,
      sections: sections, provenance: provenance, planHash: decision.plan.hash
    ).text
  }

  private var sections: [Markup] {
    let drawn = Array(decision.columns.enumerated().prefix(Self.detailLimit))
    let drifted = drawn.filter { $0.element.status == .drift }
    let unclear = drawn.filter { $0.element.status == .cannotTell }
    let stable = drawn.filter { $0.element.isShownWithin }
    return [
      summary, decision.looks.flatMap { DriftLooksSection($0).section },
      decision.labels.flatMap { _ in labels },
      decision.harm.map { DriftHarmSection($0, significance: decision.significance).section },
      decision.timeline.map { DriftTimelineSection($0).section },
      .section("Columns, the strongest evidence first", [ranking]),
      open("Drifted", drifted),
      folded(
        "Could not tell",
        "Neither drift nor its absence is shown: more rows are needed, or wider tolerances.",
        unclear),
      DriftCategories(decision.columns).section,
      folded("Within tolerance", nil, stable),
    ].compactMap(\.self)
  }

  private var summary: Markup {
    let reasons = decision.reasons.map {
      Markup.tag(.li, .class("bad"), text: HTMLPage.sentence(ReasonText().clause($0)) + ".")
    }
    return .section(
      nil,
      [
        .tag(.ul, .class("chips"), holding: chips),
        .tag(.p, text: report.guarantee),
      ] + (reasons.isEmpty ? [] : [.tag(.ul, holding: reasons)]) + [.facts(report.facts)])
  }

  /// How labels from a file met the rows.
  private var labels: Markup? { HTMLBlocks().sections(QualityTables(decision).labels).first }

  /// How many columns have each status.
  private var chips: [Markup] {
    let order: [ColumnDrift.Status] = [.drift, .cannotTell, .withinTolerance, .noChangeSeen]
    return order.compactMap { status in
      let count = decision.columns.count { $0.status == status }
      guard count > 0 else { return nil }
      let tone = DriftText.tone(status)
      return .tag(
        .li, .class(tone.style),
        holding: [
          .tag(
            .span, Markup.Attribute(name: .hidden, value: "true"), text: tone.symbol + " "),
          .text("\(NumberText.count(count)) \(DriftText.words(status).lowercased())"),
        ])
    }
  }

  private var ranking: Markup {
    .tag(
      .div,
      holding: [DriftLegend.markup, DriftRanking(decision, detailed: Self.detailLimit).markup])
  }

  private func open(_ title: String, _ columns: [(offset: Int, element: ColumnDrift)]) -> Markup? {
    guard !columns.isEmpty else { return nil }
    let parts = columns.map { index, column in
      Markup.element(
        .div, [.class("column"), .id(Self.anchor(index))],
        [
          .tag(.h3, holding: [.name(column.column)])
        ] + DriftColumnDetail(column, decision, detail(index)).parts)
    }
    return .section(title, parts)
  }

  private func folded(
    _ title: String, _ remark: String?, _ columns: [(offset: Int, element: ColumnDrift)]
  ) -> Markup? {
    guard !columns.isEmpty else { return nil }
    let parts = columns.map { index, column in
      let cause = column.causes.first.map { ": " + DriftText.clause($0) } ?? ""
      return Markup.tag(
        .details, .id(Self.anchor(index)),
        holding: [
          .tag(
            .summary,
            holding: [
              .name(column.column),
              .tag(
                .small,
                text: " " + DriftText.words(column.status)
                  + (column.status == .cannotTell ? cause : "")),
            ])
        ] + DriftColumnDetail(column, decision, detail(index)).parts)
    }
    return .section(title, (remark.map { [.tag(.p, .class("quiet"), text: $0)] } ?? []) + parts)
  }

  private func detail(_ index: Int) -> ColumnPicture.Detail {
    index < Self.fullLimit && !decision.columns[index].isShownWithin ? .full : .compact
  }

  /// Where a column's details are on the page.
  static func anchor(_ index: Int) -> String { "column-\(index + 1)" }
}

extension ColumnDrift {
  /// Whether the column is shown to be within its tolerances.
  var isShownWithin: Bool {
    switch status {
    case .noChangeSeen, .withinTolerance: true
    case .drift, .cannotTell: false
    }
  }
}
