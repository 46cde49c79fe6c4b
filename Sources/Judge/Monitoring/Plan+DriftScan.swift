public import Summaries

extension Plan {
  /// What must be read of the reference or the current log to judge drift: every column's distribution, or
  /// that of the columns the plan names.
  ///
  /// The time column is not read, so that logs without one can be compared.
  public func driftScanPlan(role: ScanPlan.Source.Role) -> ScanPlan {
    driftScanPlan(role: role, ScanPlan.Distribution(column: ""))
  }

  /// What must be read of a log for its profile: the same, as finely as profiles tell values apart.
  public func profileScanPlan(role: ScanPlan.Source.Role) -> ScanPlan {
    driftScanPlan(role: role, LogProfile.resolution)
  }

  func driftScanPlan(
    role: ScanPlan.Source.Role, _ request: ScanPlan.Distribution
  ) -> ScanPlan {
    var source = ScanPlan.Source(role: role)
    source.weight = log.weight
    source.filter = log.filter
    source.missing = log.missing
    var scan = ScanPlan(log: source)
    if drift.columns.isEmpty {
      scan.everyColumn = request
    } else {
      scan.distributions = drift.columns.map { column in
        var request = request
        request.column = column
        return request
      }
    }
    return scan
  }

  /// Those columns of a log that are compared, or all that the plan names.
  ///
  /// Time and weight say when and how often a row counts, a unit whose it is; their change is no drift.
  func driftColumns(_ columns: [String: ColumnDistribution]) -> [ColumnDistribution] {
    comparedNames(columns.keys).compactMap { columns[$0] }
  }

  /// The names of the compared columns among these, or all that the plan names.
  func comparedNames(_ present: some Sequence<String>) -> [String] {
    var names = drift.columns
    if names.isEmpty {
      let roles = [log.time, log.weight, log.unit].compactMap(\.self)
      names = Set(present).subtracting(roles).sorted()
    }
    return names.filter { !drift.ignore.contains($0) }
  }
}
