public import Summaries

extension Plan {
  /// What must be read of a log that is cut into windows: every column's distribution in each of them, as
  /// finely as profiles tell values apart, and the rows of each hour.
  public func windowScanPlan(
    role: ScanPlan.Source.Role, _ window: DriftWindow, joining labels: LabelJoin = .none
  ) -> ScanPlan {
    var scan = hourScanPlan(role: role, joining: labels)
    scan.buckets = window.buckets
    return scan
  }

  /// What must be read of a reference that windows are held against.
  public func hourScanPlan(
    role: ScanPlan.Source.Role, joining labels: LabelJoin = .none
  ) -> ScanPlan {
    var scan = profileScanPlan(role: role, joining: labels)
    scan.sources[0].time = log.time
    if log.time != nil { scan.calendar = TrafficNorm.axis }
    return scan
  }
}

extension LogSummary {
  /// The windows of a scan as profiles, named by when they begin, in their order.
  public func windowProfiles(
    _ plan: Plan, _ window: DriftWindow
  ) -> [(end: Timestamp, name: Timestamp, profile: LogProfile)] {
    byBucket.compactMap { bucket, summary in
      guard let range = window.buckets.instants(of: bucket) else { return nil }
      return (
        Timestamp(microseconds: range.upperBound.microseconds + 1), range.lowerBound,
        LogProfile(summary, plan)
      )
    }
  }
}
