/// The one time axis of a scan: looks, phases and cohorts are coarsenings of its buckets.
public enum TimeBuckets: Equatable, Codable, Sendable {
  /// Buckets of `width` microseconds; bucket 0 begins at `origin`, earlier ones are negative.
  case fixed(origin: Timestamp, width: Int64)
  /// Bucket 0 lies before the first boundary, bucket i from boundary i − 1 on; ascending.
  case boundaries([Timestamp])

  /// The bucket an instant falls into.
  public func index(of time: Timestamp) -> Int {
    switch self {
    case .fixed(let origin, let width):
      let offset = time.microseconds - origin.microseconds
      let quotient = offset / width
      return Int(offset % width < 0 ? quotient - 1 : quotient)
    case .boundaries(let boundaries):
      var (low, high) = (0, boundaries.count)
      while low < high {
        let middle = (low + high) / 2
        if boundaries[middle] <= time { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The first and the last instant of a bucket; `nil` where it has none, or where they leave the range
  /// of instants.
  public func instants(of bucket: Int) -> ClosedRange<Timestamp>? {
    switch self {
    case .fixed(let origin, let width):
      let (offset, isFar) = width.multipliedReportingOverflow(by: Int64(bucket))
      let (start, isEarly) = origin.microseconds.addingReportingOverflow(offset)
      let (end, isLate) = start.addingReportingOverflow(width - 1)
      guard !isFar, !isEarly, !isLate else { return nil }
      return Timestamp(microseconds: start)...Timestamp(microseconds: end)
    case .boundaries(let boundaries):
      guard (0...boundaries.count).contains(bucket) else { return nil }
      let start = bucket == 0 ? .min : boundaries[bucket - 1].microseconds
      let end = bucket == boundaries.count ? .max : boundaries[bucket].microseconds - 1
      return start <= end
        ? Timestamp(microseconds: start)...Timestamp(microseconds: end) : nil
    }
  }
}
