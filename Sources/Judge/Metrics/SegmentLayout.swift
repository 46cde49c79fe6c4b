internal import Summaries

/// Where the second pass puts each metric within each value of the columns that results are broken down by.
///
/// The first pass counts the columns' texts; the second sums each metric over the rows that have one of the
/// most frequent, any other, or none.
struct SegmentLayout {
  /// The most values of a column that are told apart; the rest are taken together.
  static let mostValues = 20
  /// The most distinct texts that are counted to find them.
  static let categoryCap = 10_000

  /// One column and its values, the most frequent first; nil where there are too many texts to count.
  struct Column {
    var name: String
    var values: [SegmentBreakdown.Segment]?
  }

  var columns: [Column] = []
  /// The metrics that are broken down: quantiles are not, as each value would need a pass of its own.
  var metrics: [Int]
  /// The first of the pairs.
  private let start: Int
  private let width: Int

  /// The layout for a log that the first pass read.
  init(_ layout: ScanLayout, after first: LogSummary) {
    let plan = layout.plan
    metrics = plan.metrics.indices.filter { !plan.metrics[$0].kind.isOfDistribution }
    start = layout.distributionPairs(after: first)
    width = metrics.count + 1
    for (name, distribution) in zip(plan.segments ?? [], layout.segments) {
      columns.append(Column(name: name, values: Self.values(of: distribution, first)))
    }
  }

  /// The pair of the units and the rows of one value.
  func sizePair(column: Int, value: Int) -> Int {
    start + width * (columns[..<column].reduce(0) { $0 + ($1.values?.count ?? 0) } + value)
  }

  /// The pair of one metric, by its place among those that are broken down.
  func pair(column: Int, value: Int, metric: Int) -> Int {
    sizePair(column: column, value: value) + 1 + metric
  }

  /// Adds the pairs to the second pass, in the order in which they are looked up.
  func add(to scan: inout ScanPlan, _ layout: ScanLayout) {
    for column in columns {
      for segment in column.values ?? [] {
        let condition = segment.condition(on: column.name, among: column.values ?? [])
        let rows = scan.addMeasure(Measure(.one, where: [condition]))
        scan.pairs.append(UnitPair(.any(measure: rows), .sum(measure: rows)))
        for metric in metrics.map({ layout.plan.metrics[$0] }) {
          var measures = layout.measures(of: metric)
          measures.numerator.conditions.append(condition)
          measures.denominator.conditions.append(condition)
          scan.pairs.append(
            scan.segmentPair(of: metric, measures, units: .any(measure: rows)))
        }
      }
    }
  }

  /// The values in the order of their rows, then of their texts; those beyond the most frequent together.
  private static func values(
    of distribution: Int, _ first: LogSummary
  ) -> [SegmentBreakdown.Segment]? {
    var counts: [String: Int] = [:]
    var missing = 0
    for cell in first.cells {
      guard cell.distributions.indices.contains(distribution) else { return nil }
      let found = cell.distributions[distribution]
      missing += found.missing
      guard let texts = found.categories.counts else { return nil }
      counts.merge(texts, uniquingKeysWith: +)
    }
    guard counts.count <= categoryCap else { return nil }
    let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    var values = ranked.prefix(mostValues).map { SegmentBreakdown.Segment.value($0) }
    if ranked.count > mostValues { values.append(.other(values: ranked.count - mostValues)) }
    if missing > 0 { values.append(.missing) }
    return values
  }
}

extension SegmentBreakdown.Segment {
  /// What a row of the segment meets.
  fileprivate func condition(
    on column: String, among values: [SegmentBreakdown.Segment]
  ) -> Condition {
    switch self {
    case .value(let text): Condition(column, .isOneOf([text]))
    case .missing: Condition(column, .isMissing)
    case .other:
      Condition(
        column,
        .isNoneOf(values.compactMap { if case .value(let text) = $0 { text } else { nil } }))
    }
  }
}

extension ScanPlan {
  /// The pair of unit columns of a metric over the rows of a segment; of its units where that counts units.
  fileprivate mutating func segmentPair(
    of metric: MetricPlan, _ measures: MetricMeasures, units: UnitColumn
  ) -> UnitPair {
    // How much of a segment lies beyond a metric's limits is not told.
    let known = pairs
    var pair = unitPair(of: metric, measures).pair
    pairs = known
    if pair.y == .one, metric.per == .unit { pair.y = units }
    return pair
  }
}
