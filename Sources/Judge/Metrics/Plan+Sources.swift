internal import Summaries

/// What a scan reads for a plan.
extension Plan {
  /// The column whose values are the units of analysis, or `nil` where every row is one.
  var unitColumn: String? { assignment.kind == .perRequest ? nil : log.unit }

  /// The labels, joined under the name that the metrics know them by.
  func labelSource(until: Timestamp?, asOf: Timestamp?) -> ScanPlan.Source? {
    guard let labels else { return nil }
    var source = ScanPlan.Source(role: .labels)
    (source.key, source.time, source.missing) = (labels.key, labels.time, log.missing)
    // What is to become known in the future is not known.
    source.until = labels.time == nil ? nil : [until, asOf].compactMap(\.self).min()
    source.maturity = labels.maturity.map { Int64($0) * 1_000_000 }
    source.columns = [.init(labels.value, as: log.label)]
    return source
  }

  /// What was known of units before the experiment, joined by unit.
  var prePeriodSource: ScanPlan.Source? {
    guard let prePeriod else { return nil }
    var source = ScanPlan.Source(role: .prePeriod)
    (source.key, source.missing) = (prePeriod.unit, log.missing)
    source.logKey = unitColumn
    source.columns = prePeriod.columns.map { .init($0) }
    return source
  }

  func logSource(since: Timestamp?, until: Timestamp?) -> ScanPlan.Source {
    var source = ScanPlan.Source(role: .log)
    (source.time, source.unit, source.variant) = (log.time, unitColumn, log.variant)
    if let labels { source.key = log.request ?? labels.key }
    (source.weight, source.filter, source.missing) = (log.weight, log.filter, log.missing)
    // What came before the experiment began is no part of it.
    source.since = [since, phases.first?.start].compactMap(\.self).max()
    source.until = until
    return source
  }
}
