internal import Summaries

/// A cell of a scan under way.
struct RolloutCell: Sendable {
  let variant: Int
  let bucket: Int
  var rows = 0
  var units = 0
  var moments: RunningMoments
  private var distributions: [ColumnDistribution]

  init(variant: Int, bucket: Int, _ scan: ScanPlan) {
    (self.variant, self.bucket) = (variant, bucket)
    moments = RunningMoments(pairs: scan.pairs.count)
    distributions = scan.distributions.map { ColumnDistribution($0) }
  }

  mutating func add(_ value: Double, distribution index: Int) {
    distributions[index].rows += 1
    distributions[index].numbers += 1
    distributions[index].histogram.add(value)
  }

  func cell(_ origins: [RunningMoments.Origin?]) -> LogSummary.Cell {
    LogSummary.Cell(
      variant: variant, bucket: bucket, rows: rows, units: units,
      pairs: origins.enumerated().map { moments.moments(pair: $0, origin: $1 ?? .init()) },
      distributions: distributions)
  }
}
