internal import Summaries

extension UnitVectors {
  /// Creates the vectors of one partition's units, in the order in which they came.
  init(_ table: some UnitSums, _ plan: ScanPlan) {
    self.init(measures: plan.measures.count)
    table.forEach { unit in
      append(
        variant: unit.variant,
        bucket: plan.buckets?.index(of: Timestamp(microseconds: unit.time)) ?? 0,
        rows: unit.rows, sums: (0..<measures).map { unit.sums[$0] })
    }
  }
}
