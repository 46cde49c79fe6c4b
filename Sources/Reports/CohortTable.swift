internal import Judge
internal import Summaries

/// How many units of each day have their labels behind them, and how many labels there are.
struct CohortTable {
  /// The last days are shown one by one, those before them together.
  private static let days = 14
  private let cohorts: [LabelCohort]

  init(_ labels: LabelAccount?) { cohorts = labels?.cohorts ?? [] }

  /// Nothing where labels have no maturity, or all of them have it behind them and came on one day.
  var blocks: [Report.Block] {
    guard !cohorts.isEmpty else { return [] }
    let intro =
      "By the day on which units came: how many of them have the labels' maturity behind them, so that "
      + "promotion may rest on them, and how many of their rows have a label by now:"
    return [.paragraph(Phrase(intro, .quiet)), .table(table)]
  }

  private var table: Table {
    let columns = [
      Table.Column("day"), .init("units", .right), .init("mature", .right), .init("rows", .right),
      .init("labelled", .right),
    ]
    let (earlier, shown) = (cohorts.dropLast(Self.days), cohorts.suffix(Self.days))
    var rows: [[Phrase]] = []
    if !earlier.isEmpty {
      rows.append(row("\(NumberText.count(earlier.count)) days before", Array(earlier)))
    }
    rows += shown.map { row(String(TimeText.iso8601($0.day).prefix(10)), [$0]) }
    return Table(columns: columns, rows: rows)
  }

  private func row(_ name: String, _ cohorts: [LabelCohort]) -> [Phrase] {
    func sum(_ counts: (LabelCohort) -> [Int]) -> Int {
      cohorts.flatMap(counts).reduce(0, +)
    }
    func share(_ part: Int, _ whole: Int) -> String {
      whole > 0 ? NumberText.percent(Double(part) / Double(whole), places: 0) : ""
    }
    let (units, rows) = (sum(\.units), sum(\.rows))
    return [
      name, NumberText.count(units), share(sum(\.mature), units), NumberText.count(rows),
      share(sum(\.labelled), rows),
    ].map { Phrase($0) }
  }
}
