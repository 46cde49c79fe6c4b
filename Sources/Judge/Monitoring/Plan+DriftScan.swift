public import Summaries

extension Plan {
  /// What must be read of the reference or the current log to judge drift: every column's distribution, or
  /// that of the columns the plan names.
  ///
  /// The time column is not read, so that logs without one can be compared.
  public func driftScanPlan(role: ScanPlan.Source.Role) -> ScanPlan {
    var source = ScanPlan.Source(role: role)
    source.weight = log.weight
    source.filter = log.filter
    source.missing = log.missing
    var scan = ScanPlan(log: source)
    if drift.columns.isEmpty {
      scan.everyColumn = ScanPlan.Distribution(column: "")
    } else {
      scan.distributions = drift.columns.map { ScanPlan.Distribution(column: $0) }
    }
    return scan
  }
}
