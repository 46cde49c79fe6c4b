internal import Summaries

/// The complete windows of one length, in the order of time.
struct WindowAxis {
  let buckets: TimeBuckets
  let range: Range<Int>

  /// The windows of a log from its first row to the present that do not overlap its baseline.
  ///
  /// - Parameters:
  ///   - width: The length of a window, in microseconds.
  ///   - first: The time of the first row.
  ///   - present: Up to when the log is whole; the window that holds it is not complete.
  ///   - after: Windows that begin before this instant are left out.
  init(width: Int64, first: Timestamp?, present: Timestamp?, after: Timestamp?) {
    buckets = .fixed(origin: Timestamp(seconds: 0), width: width)
    guard let first, let present else {
      range = 0..<0
      return
    }
    var begin = buckets.index(of: first)
    if let after {
      let whole = after.microseconds % width == 0
      begin = max(begin, buckets.index(of: after) + (whole ? 0 : 1))
    }
    range = begin..<max(begin, buckets.index(of: present))
  }

  /// When a window begins, and when the next one does.
  func span(_ window: Int) -> (begin: Timestamp, end: Timestamp) {
    guard let instants = buckets.instants(of: window) else {
      return (Timestamp(seconds: 0), Timestamp(seconds: 0))
    }
    return (
      instants.lowerBound, Timestamp(microseconds: instants.upperBound.microseconds + 1)
    )
  }
}
