internal import Summaries

/// Numbers the cells in the order in which a thread meets them.
final class CellIndex {
  private let variants: Int
  private let buckets: TimeBuckets?
  private(set) var keys: [CellKey] = []
  private var firstCell: [Int: Int32] = [:]
  /// The bucket looked up last: rows come mostly in the order of time.
  private var lastBucket: Int?
  private var lastFirst: Int32 = 0
  private var lastRange: ClosedRange<Int64> = 0...0

  init(variants: Int, buckets: TimeBuckets?) {
    (self.variants, self.buckets) = (variants, buckets)
  }

  /// The cell of a variant at a time.
  @inline(__always)
  func cell(variant: Int, time: Int64) -> Int32 {
    if lastBucket == nil || (buckets != nil && !lastRange.contains(time)) { find(time) }
    return lastFirst &+ Int32(truncatingIfNeeded: variant)
  }

  /// The cells of rows that are alive.
  func assign(
    _ rows: Range<Int>, alive: Lane<UInt8>, variants: Lane<UInt16>, times: Lane<Int64>,
    to cells: Lane<Int32>
  ) {
    var range: ClosedRange<Int64>?
    var first: Int32 = 0
    for row in rows where alive[row] != 0 {
      if range?.contains(times[row]) != true {
        find(times[row])
        (range, first) = (lastRange, lastFirst)
      }
      cells[row] = first &+ Int32(variants[row])
    }
  }

  @inline(never)
  private func find(_ time: Int64) {
    let bucket = buckets?.index(of: Timestamp(microseconds: time)) ?? 0
    lastRange = buckets.range(around: time, of: bucket)
    lastBucket = bucket
    if let known = firstCell[bucket] { return lastFirst = known }
    lastFirst = Int32(keys.count)
    firstCell[bucket] = lastFirst
    for variant in 0..<variants { keys.append(CellKey(variant: variant, bucket: bucket)) }
  }
}

extension TimeBuckets? {
  /// The microseconds of the bucket that an instant falls into, or that instant alone.
  func range(around time: Int64, of bucket: Int) -> ClosedRange<Int64> {
    guard let self else { return .min ... .max }
    guard let instants = self.instants(of: bucket) else { return time...time }
    return instants.lowerBound.microseconds...instants.upperBound.microseconds
  }
}
