internal import Judge

/// The pictures of one column.
struct ColumnPicture {
  private let column: ColumnDrift
  /// How many categories are drawn side by side in the space of a word.
  private static let twinLimit = 9
  /// How many bins are drawn one below the other.
  private static let binLimit = 12

  init(_ column: ColumnDrift) { self.column = column }

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
    }.prefix(Self.binLimit).sorted { $0.offset < $1.offset }.map(\.element.row)
    return ContributionPlot(
      rows: most, title: "share of rows before and now, and what each value adds to the PSI"
    ).picture
  }

  /// How many bins the picture of contributions leaves out, and what they add to the index together.
  var omitted: (count: Int, contribution: Double)? {
    guard rows.count > Self.binLimit else { return nil }
    let least = rows.map { $0.row.contribution ?? 0 }.sorted(by: >).dropFirst(Self.binLimit)
    return (least.count, least.reduce(0, +))
  }

  /// The cumulative shares of the numbers.
  var cumulative: Markup? {
    column.shape.flatMap {
      CumulativePlot(shape: $0, title: "cumulative shares of both logs, each in its band").picture
    }
  }

  /// How far each quantile moved.
  var shifts: Markup? {
    column.shape.flatMap {
      QuantileShiftPlot(shape: $0, title: "change of each quantile with its limits").picture
    }
  }

  private var rows: [(row: ContributionPlot.Row, share: Double, weight: Double)] {
    let reference = Self.shares(
      column.bins.map(\.referenceCount),
      of: column.bins.reduce(0) { $0 + $1.referenceCount })
    let current = Self.shares(
      column.bins.map(\.currentCount), of: column.bins.reduce(0) { $0 + $1.currentCount })
    return zip(column.bins, zip(reference, current)).map { bin, share in
      let row = ContributionPlot.Row(
        label: bin.label, reference: share.0, current: share.1, contribution: bin.contribution)
      return (row, max(share.0, share.1), bin.contribution ?? abs(share.1 - share.0))
    }
  }

  private static func shares(_ counts: [Int], of total: Int) -> [Double] {
    counts.map { Double($0) / Double(max(1, total)) }
  }
}
