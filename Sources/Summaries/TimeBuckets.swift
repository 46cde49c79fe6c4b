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
}
