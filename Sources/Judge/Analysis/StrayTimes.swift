public import Summaries

/// Finds rows whose times cannot be meant: a mistyped year, or a clock that was never set.
///
/// A few rows are stray where they are apart from the others by more days than all of these span. What logs do by
/// themselves, a month between batches or a season without traffic, is none: a gap counts from 90 days on, and 100
/// rows, or more than a tenth of the others, are no strays.
public enum StrayTimes {
  static let leastGap = 90
  static let mostRows = 99

  /// Rows that follow each other without such a gap.
  private struct Run {
    var first: Int
    var last: Int
    var rows: Int
  }

  /// Whether a log is so long that it could have such a gap.
  public static func mayHide(in summary: LogSummary) -> Bool {
    guard let first = summary.firstTime, let last = summary.lastTime else { return false }
    return first.seconds(to: last) > Double(leastGap) * 86_400
  }

  /// The scan of how many rows each day has, from the source of another scan.
  public static func scan(_ source: ScanPlan.Source) -> ScanPlan {
    var rows = source
    (rows.unit, rows.variant, rows.weight, rows.key) = (nil, nil, nil, nil)
    var scan = ScanPlan(log: rows)
    scan.buckets = .days
    return scan
  }

  /// The times of all rows but the strays, from the scan of days; nil without any.
  public static func believed(_ days: LogSummary) -> Range<Timestamp>? {
    let runs = runs(days)
    guard runs.count > 1,
      let main = runs.indices.max(by: { (runs[$0].rows, $1) < (runs[$1].rows, $0) })
    else { return nil }
    let most = min(mostRows, runs[main].rows / 10)
    var (begin, end) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
    for later in runs.indices.dropFirst(main + 1) {
      let (span, gap) = (
        runs[later - 1].last - runs[main].first + 1, runs[later].first - runs[later - 1].last - 1
      )
      guard gap > span, rows(runs[later...]) <= most else { continue }
      end = TimeBuckets.days.instants(of: runs[later].first)?.lowerBound ?? end
      break
    }
    for earlier in runs.indices.prefix(main).reversed() {
      let (span, gap) = (
        runs[main].last - runs[earlier + 1].first + 1,
        runs[earlier + 1].first - runs[earlier].last - 1
      )
      guard gap > span, rows(runs[...earlier]) <= most else { continue }
      begin = TimeBuckets.days.instants(of: runs[earlier + 1].first)?.lowerBound ?? begin
      break
    }
    guard begin.microseconds > .min || end.microseconds < .max else { return nil }
    return begin..<end
  }

  private static func rows(_ runs: ArraySlice<Run>) -> Int { runs.reduce(0) { $0 + $1.rows } }

  private static func runs(_ summary: LogSummary) -> [Run] {
    let rows = Dictionary(summary.cells.map { ($0.bucket, $0.rows) }, uniquingKeysWith: +)
    var runs: [Run] = []
    for day in rows.keys.sorted() {
      let count = rows[day] ?? 0
      if let last = runs.last, day - last.last - 1 < leastGap {
        runs[runs.count - 1].last = day
        runs[runs.count - 1].rows += count
      } else {
        runs.append(Run(first: day, last: day, rows: count))
      }
    }
    return runs
  }
}
