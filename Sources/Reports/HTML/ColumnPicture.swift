internal import Judge

/// The pictures of one column.
struct ColumnPicture {
  private let column: ColumnDrift
  private let detail: Detail
  /// How many categories are drawn side by side in the space of a word.
  private static let twinLimit = 9
  /// How many bins are drawn one below the other: fewer where there is no change to look for.
  private var binLimit: Int { detail == .full ? 12 : 6 }

  /// How much of a column is drawn.
  enum Detail { case full, compact }

  init(_ column: ColumnDrift, _ detail: Detail = .full) {
    (self.column, self.detail) = (column, detail)
  }

  /// Both distributions in the space of a word, or `nil` where nothing was counted.
  var twin: Markup? {
    if let shape = column.shape, !shape.bars.isEmpty {
      return TwinHistogram(
        reference: Self.shares(shape.bars.map(\.reference), of: shape.referenceCount),
        current: Self.shares(shape.bars.map(\.current), of: shape.currentCount),
        content: .numbers, title: "histogram of the numbers"
      ).picture
    }
    guard !rows.isEmpty else { return nil }
    let shown = rows.enumerated().sorted {
      (-$0.element.share, $0.offset) < (-$1.element.share, $1.offset)
    }.prefix(Self.twinLimit).sorted { $0.offset < $1.offset }.map(\.element)
    return TwinHistogram(
      reference: shown.map(\.row.reference), current: shown.map(\.row.current),
      content: .categories, title: "shares of the most frequent values"
    ).picture
  }

  /// What each bin adds to the index: those that add most, in the order of the bins.
  var contributions: Markup? {
    guard rows.count > 1 else { return nil }
    let most = rows.enumerated().sorted {
      (-$0.element.weight, $0.offset) < (-$1.element.weight, $1.offset)
    }.prefix(binLimit).sorted { $0.offset < $1.offset }.map(\.element.row)
    return ContributionPlot(
      rows: most, title: "share of rows, and what it adds to the PSI"
    ).picture
  }

  /// How many bins the picture of contributions leaves out, and what they add to the index together.
  var omitted: (count: Int, contribution: Double)? {
    guard rows.count > binLimit else { return nil }
    let least = rows.map { $0.row.contribution ?? 0 }.sorted(by: >).dropFirst(binLimit)
    return (least.count, least.reduce(0, +))
  }

  /// The cumulative shares of the numbers.
  var cumulative: Markup? {
    column.shape.flatMap {
      CumulativePlot(
        shape: $0, title: "cumulative shares of both logs",
        bands: detail == .full ? .drawn : .omitted
      ).picture
    }
  }

  /// How far each quantile moved.
  var shifts: Markup? {
    column.shape.flatMap {
      QuantileShiftPlot(
        shape: $0, title: "change of each quantile",
        density: detail == .full ? .all : .half
      ).picture
    }
  }

  /// The index over time, window by window, with the tolerance as its alarm line.
  var trend: Markup? {
    guard let trend = column.trend else { return nil }
    let values = trend.map { point in
      TrendPlot.Value(
        label: TimeText.short(point.start), estimate: point.psi, lower: point.interval?.lower,
        upper: point.interval?.upper, isAlarm: point.status == .drift)
    }
    return TrendPlot(
      values: values, alarm: column.psiTolerance, noise: trend.compactMap(\.noiseFloor).max(),
      changeBegan: trend.firstIndex { $0.start == column.changeBegan }, axis: "PSI",
      title: "PSI by window", kind: .squareRoot,
      detail: detail == .full ? .values : .line
    ).picture
  }

  private var rows: [(row: ContributionPlot.Row, share: Double, weight: Double)] {
    let reference = Self.shares(
      column.bins.map(\.referenceCount),
      of: column.bins.reduce(0) { $0 + $1.referenceCount })
    let current = Self.shares(
      column.bins.map(\.currentCount), of: column.bins.reduce(0) { $0 + $1.currentCount })
    let labels = BinLabels(column)
    return zip(column.bins, zip(reference, current)).map { bin, share in
      let row = ContributionPlot.Row(
        label: labels.text(bin, limit: 19), reference: share.0, current: share.1,
        contribution: bin.contribution)
      return (row, max(share.0, share.1), bin.contribution ?? abs(share.1 - share.0))
    }
  }

  private static func shares(_ counts: [Int], of total: Int) -> [Double] {
    counts.map { Double($0) / Double(max(1, total)) }
  }
}
