internal import Summaries

/// What the plan asks of the rows' own times.
extension Plan {
  /// Whether the split stays the same by plan, so that each day must show it.
  var hasConstantSplit: Bool {
    log.time != nil && phases.isEmpty && ramp == nil && variants.count > 1
  }

  /// The axis of the calendar: as fine as the tolerated gap needs, days being whole numbers of its buckets.
  var rowCalendar: TimeBuckets? {
    guard log.time != nil else { return nil }
    let hasDuration = duration.minimum != nil || duration.maximum != nil
    // Rows that are units are counted by day here; units are counted where they are summed.
    guard toleratedGap != nil || hasDuration || (hasConstantSplit && unitColumn == nil) else {
      return nil
    }
    // No longer than the gap, so that a longer one always lies between the rows of two buckets.
    let widths: [Int64] = [86_400, 43_200, 21_600, 10_800, 3600, 1800, 900, 600, 300, 60]
    let width = widths.first { Double($0) <= toleratedGap ?? 86_400 } ?? 60
    return .fixed(origin: Timestamp(seconds: 0), width: width * 1_000_000)
  }

  /// Whether units are to be counted by day.
  var exposures: ScanPlan.ExposureCounts {
    hasConstantSplit && unitColumn != nil ? .daily : .none
  }
}
