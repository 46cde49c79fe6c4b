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
    lastRange = range(of: bucket, time)
    lastBucket = bucket
    if let known = firstCell[bucket] { return lastFirst = known }
    lastFirst = Int32(keys.count)
    firstCell[bucket] = lastFirst
    for variant in 0..<variants { keys.append(CellKey(variant: variant, bucket: bucket)) }
  }

  private func range(of bucket: Int, _ time: Int64) -> ClosedRange<Int64> {
    switch buckets {
    case nil: return .min ... .max
    case .fixed(let origin, let width):
      let (offset, tooBig) = width.multipliedReportingOverflow(by: Int64(bucket))
      let (start, tooFar) = origin.microseconds.addingReportingOverflow(offset)
      let (end, tooLate) = start.addingReportingOverflow(width - 1)
      return tooBig || tooFar || tooLate ? time...time : start...end
    case .boundaries(let boundaries):
      let start = bucket == 0 ? .min : boundaries[bucket - 1].microseconds
      let end = bucket == boundaries.count ? .max : boundaries[bucket].microseconds - 1
      return start <= end ? start...end : time...time
    }
  }
}
