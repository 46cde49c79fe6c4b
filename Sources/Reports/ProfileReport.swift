public import Judge
internal import Summaries

/// A profile in words: how each column is read, and why.
public struct ProfileReport: Sendable {
  private let profile: LogProfile
  private let columns: [ProfiledColumn]

  /// Creates the report of a profile whose columns are read as a plan says.
  public init(_ profile: LogProfile, plan: Plan) {
    self.profile = profile
    columns = profile.readColumns(plan)
  }

  /// The whole report.
  public var report: Report {
    var facts = [
      Fact("rows", NumberText.count(profile.rows.used)),
      Fact("left out", NumberText.count(profile.rows.filtered)),
      Fact("not understood", NumberText.count(profile.rows.failed)),
    ]
    if let units = profile.units, let largest = units.effects.values.max() {
      let up = "up to \(NumberText.significant(largest, digits: 3)) rows count as one"
      facts.append(Fact("units", "\(up), \(Self.words(units.basis))"))
    }
    return Report(blocks: [
      .headline(Phrase("PROFILE", .strong), headline), .facts(facts), .heading("Columns"),
      .table(table),
    ])
  }

  /// One line: how much was counted.
  public var line: String { InertText.line("PROFILE: \(headline)") }

  private var headline: String {
    "\(NumberText.count(profile.rows.used, "row", "rows")) of "
      + "\(NumberText.count(columns.count, "column", "columns"))."
  }

  private var table: Table {
    let titles = [
      Table.Column("column"), .init("kind"), .init("why"), .init("missing", .right),
      .init("values", .right), .init("mean", .right), .init("sd", .right),
    ]
    let rows = columns.map { column in
      [
        InertText.name(column.column, limit: 40), column.kind.rawValue, Self.words(column.typing),
        column.rows == 0
          ? "" : NumberText.percent(Double(column.missing) / Double(column.rows), places: 1),
        column.distinct.map(NumberText.count) ?? "many",
        column.mean.map { NumberText.significant($0, digits: 4) } ?? "",
        column.standardDeviation.map { NumberText.significant($0, digits: 4) } ?? "",
      ].map { Phrase($0) }
    }
    return Table(columns: titles, rows: rows).withoutEmptyColumns
  }

  private static func words(_ basis: ProfileUnits.Basis) -> String {
    switch basis {
    case .measured: "as measured"
    case .disjoint: "from profiles without common units"
    case .bound: "at most, as merged profiles may have units in common"
    }
  }

  private static func words(_ typing: ColumnDrift.Typing) -> String {
    switch typing {
    case .declared: "the plan says so"
    case .prefix: "its name begins so"
    case .manyNumbers: "many different numbers"
    case .fewNumbers: "few different numbers"
    case .texts: "values that are no numbers"
    case .noValues: "no values"
    }
  }
}
