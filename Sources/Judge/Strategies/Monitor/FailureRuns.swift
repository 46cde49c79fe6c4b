internal import Summaries

/// Finds failures without a success between them, close together in time.
///
/// The documents' own rule, replayed: nothing is estimated. Rows are taken in the order of their times, and of the
/// log where these are the same; a row that does not say whether it failed ends a run.
struct FailureRuns: Equatable {
  /// The latest run that was long and fast enough, from its first failure to the one that completed it.
  private(set) var latest: (begin: Timestamp, end: Timestamp)?
  /// How many runs were.
  private(set) var count = 0
  /// Rows that say whether they failed.
  private(set) var rows = 0
  private(set) var failures = 0

  /// Replays the rule.
  init(times: [Double?], failed: [Double?], rule: TriggerPlan.FailureRun) {
    var order: [Int] = []
    for index in times.indices where times[index] != nil { order.append(index) }
    order.sort { (times[$0] ?? 0, $0) < (times[$1] ?? 0, $1) }
    var run: [Double] = []
    for index in order {
      guard let time = times[index] else { continue }
      if failed[index] != nil { rows += 1 }
      guard failed[index] == 1 else {
        run = []
        continue
      }
      failures += 1
      run.append(time)
      if run.count > rule.count { run.removeFirst() }
      guard run.count == rule.count, let first = run.first, time - first <= rule.seconds * 1e6
      else {
        continue
      }
      count += 1
      latest = (
        Timestamp(microseconds: Int64(first)), Timestamp(microseconds: Int64(time))
      )
      // The next run needs as many failures again.
      run = []
    }
  }

  static func == (a: FailureRuns, b: FailureRuns) -> Bool {
    a.count == b.count && a.rows == b.rows && a.failures == b.failures
      && a.latest?.begin == b.latest?.begin && a.latest?.end == b.latest?.end
  }
}
