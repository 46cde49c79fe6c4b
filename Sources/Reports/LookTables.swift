internal import Judge

/// The looks of one treatment, where a plan tests in groups.
struct LookTables {
  private let treatment: TreatmentAnalysis

  init(_ treatment: TreatmentAnalysis) { self.treatment = treatment }

  /// A row for each metric and look taken.
  var blocks: [Report.Block] {
    let rows = treatment.metrics.flatMap(rows)
    guard !rows.isEmpty else { return [] }
    let columns = [
      Table.Column("metric"), .init("look"), .init("information", .right), .init("share", .right),
      .init("statistic", .right), .init("crosses at", .right), .init("futile at", .right),
      .init("spent", .right),
    ]
    return [
      .paragraph(Phrase("Looks, each on the units that were complete by then:", .quiet)),
      .table(Table(columns: columns, rows: rows).withoutEmptyColumns),
    ]
  }

  private func rows(_ metric: MetricAnalysis) -> [[Phrase]] {
    guard case .computed(let comparison) = metric.result else { return [] }
    return comparison.tests.flatMap { test in
      (test.looks ?? []).map { look in
        [
          InertText.name(metric.name, limit: 40), TimeText.minute(look.at),
          NumberText.count(Int(look.information.rounded())),
          NumberText.percent(look.fraction), NumberText.decimal(look.statistic, places: 3),
          look.boundary.map { NumberText.decimal($0, places: 3) } ?? "never",
          look.futilityBoundary.map { NumberText.decimal($0, places: 3) } ?? "",
          NumberText.pValue(look.spent),
        ].map { Phrase($0) }
      }
    }
  }
}
