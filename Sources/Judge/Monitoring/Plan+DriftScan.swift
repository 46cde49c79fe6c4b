public import Summaries

extension Plan {
  /// What must be read of the reference or the current log to judge drift: every column's distribution, or
  /// that of the columns the plan names.
  ///
  /// The time column is not read, so that logs without one can be compared.
  public func driftScanPlan(
    role: ScanPlan.Source.Role, joining labels: LabelJoin = .none
  ) -> ScanPlan {
    driftScanPlan(role: role, ScanPlan.Distribution(column: ""), labels)
  }

  /// What must be read of a log for its profile: the same, as finely as profiles tell values apart.
  public func profileScanPlan(
    role: ScanPlan.Source.Role, joining labels: LabelJoin = .none
  ) -> ScanPlan {
    driftScanPlan(role: role, LogProfile.resolution, labels)
  }

  private func driftScanPlan(
    role: ScanPlan.Source.Role, _ request: ScanPlan.Distribution, _ labels: LabelJoin
  ) -> ScanPlan {
    var scan = ScanPlan(log: driftSource(role: role))
    var names = drift.columns
    if drift.columns.isEmpty { scan.everyColumn = request }
    // Every column is every one of the log's own; and labels from a file are counted whether they are compared
    // or not.
    if let label = log.label, !names.contains(label),
      labels == .added || (labels == .replaced && !names.isEmpty)
    {
      names.append(label)
    }
    scan.distributions = names.map { column in
      var request = request
      request.column = column
      return request
    }
    return joining(labels, to: scan)
  }

  /// The rows of a log that are compared.
  func driftSource(role: ScanPlan.Source.Role) -> ScanPlan.Source {
    var source = ScanPlan.Source(role: role)
    source.weight = log.weight
    source.filter = log.filter
    source.missing = log.missing
    return source
  }

  /// The same scan of a log that takes its labels from their file.
  public func joining(_ labels: LabelJoin, to scan: ScanPlan) -> ScanPlan {
    guard labels != .none, let source = labelSource(until: nil, asOf: nil) else { return scan }
    var scan = scan
    scan.sources[0].key = log.request ?? self.labels?.key
    scan.sources.append(source)
    return scan
  }

  /// Those columns of a log that are compared, or all that the plan names.
  ///
  /// Time and weight say when and how often a row counts, a unit whose it is, a request which; their change
  /// is no drift.
  func driftColumns(_ columns: [String: ColumnDistribution]) -> [ColumnDistribution] {
    comparedNames(columns.keys).compactMap { columns[$0] }
  }

  /// The names of the compared columns among these, or all that the plan names.
  func comparedNames(_ present: some Sequence<String>) -> [String] {
    var names = drift.columns
    if names.isEmpty {
      let request = log.request ?? labels?.key
      let roles = [log.time, log.weight, log.unit, request].compactMap(\.self)
      names = Set(present).subtracting(roles).sorted()
    }
    return names.filter { !drift.ignore.contains($0) }
  }
}

/// How a log comes by its labels.
public enum LabelJoin: Sendable {
  /// It has its own, or none.
  case none
  /// From the file, in the place of a column of its own.
  case replaced
  /// From the file; it has no such column.
  case added
}
