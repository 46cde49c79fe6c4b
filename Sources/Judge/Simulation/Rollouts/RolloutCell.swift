internal import Summaries

/// A cell of a scan under way.
struct RolloutCell: Sendable {
  let variant: Int
  let bucket: Int
  var rows = 0
  var units = 0
  private(set) var moments: RunningMoments
  private var distributions: [ColumnDistribution]
  /// As it was last handed over, until something is added.
  private var handedOver: LogSummary.Cell?

  init(variant: Int, bucket: Int, _ scan: ScanPlan) {
    (self.variant, self.bucket) = (variant, bucket)
    moments = RunningMoments(pairs: scan.pairs.count)
    distributions = scan.distributions.map { ColumnDistribution($0) }
  }

  /// Adds a unit's pair, or takes it out with weight −1.
  mutating func add(
    _ x: Double, _ y: Double, weight: Double, pair: Int, origin: RunningMoments.Origin
  ) {
    handedOver = nil
    moments.add(x, y, weight: weight, pair: pair, origin: origin)
  }

  mutating func add(_ value: Double, distribution index: Int) {
    handedOver = nil
    distributions[index].rows += 1
    distributions[index].numbers += 1
    distributions[index].histogram.add(value)
  }

  /// What a scan would have found of it; most cells are older than the last look, and stay as they were.
  mutating func cell(_ origins: [RunningMoments.Origin?]) -> LogSummary.Cell {
    if let handedOver, handedOver.rows == rows, handedOver.units == units { return handedOver }
    let cell = LogSummary.Cell(
      variant: variant, bucket: bucket, rows: rows, units: units,
      pairs: origins.enumerated().map { moments.moments(pair: $0, origin: $1 ?? .init()) },
      distributions: distributions)
    handedOver = cell
    return cell
  }
}
