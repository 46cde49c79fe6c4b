internal import Judge

/// All columns in the order of their evidence, each with both distributions and the interval of its index.
struct DriftRanking {
  private let decision: DriftDecision
  private let detailed: Int

  /// Ranks the columns of a decision, of which the first ones have details to go to.
  init(_ decision: DriftDecision, detailed: Int) {
    (self.decision, self.detailed) = (decision, detailed)
  }

  var markup: Markup {
    let level = NumberText.percent(1 - decision.significance)
    return HTMLTable(
      columns: [
        .init("column"), .init("distributions"), .init("PSI", .right),
        .init("\(level) limits"), .init("p", .right),
        .init("missing", .right), .init("status"),
      ],
      rows: decision.columns.enumerated().map(row)
    ).markup
  }

  /// From zero to the largest limit, the same for all columns; what is far beyond its tolerance is an arrow
  /// at the end, so that the others are not all one point.
  private var domain: ClosedRange<Double> {
    let limits = decision.columns.flatMap { [$0.psi, $0.psiInterval?.upper] }
    let largest = limits.compactMap(\.self).filter(\.isFinite).max() ?? 1
    let tolerated = decision.columns.compactMap(\.psiTolerance).max() ?? 0
    let shown = tolerated > 0 ? min(max(largest, 1.5 * tolerated), 8 * tolerated) : largest
    return 0...max(shown, 1e-6)
  }

  private func row(_ index: Int, _ column: ColumnDrift) -> [[Markup]] {
    let name = Markup.name(column.column, limit: 40)
    let link: Markup =
      index < detailed ? .tag(.a, .link(to: DriftPage.anchor(index)), holding: [name]) : name
    return [
      [link, .tag(.small, text: column.kind.rawValue)],
      [ColumnPicture(column).twin].compactMap(\.self),
      [.text(column.psi.map { NumberText.decimal($0, places: 3) } ?? "")],
      [strip(column)].compactMap(\.self),
      [.text(DriftText.pValue(column) ?? "")],
      [.text(missing(column))],
      [.phrase(Phrase(DriftText.words(column.status), DriftText.tone(column.status)))],
    ]
  }

  private func strip(_ column: ColumnDrift) -> Markup? {
    guard let psi = column.psi, psi.isFinite else { return nil }
    var words = "PSI \(NumberText.decimal(psi, places: 3))"
    if let interval = column.psiInterval {
      words +=
        ", between \(NumberText.decimal(interval.lower, places: 3)) and "
        + NumberText.decimal(interval.upper, places: 3)
    }
    if let tolerance = column.psiTolerance {
      words += "; \(NumberText.significant(tolerance, digits: 4)) is tolerated"
    }
    return IntervalStrip(
      estimate: psi, lower: column.psiInterval?.lower, upper: column.psiInterval?.upper,
      tolerance: column.psiTolerance, domain: domain, kind: .squareRoot,
      style: DriftText.tone(column.status).style, title: words
    ).picture
  }

  private func missing(_ column: ColumnDrift) -> String {
    let (before, after) = (column.referenceMissing, column.currentMissing)
    if before == 0, after == 0 { return "none" }
    return "\(NumberText.percent(before, places: 1)) → \(NumberText.percent(after, places: 1))"
  }
}
