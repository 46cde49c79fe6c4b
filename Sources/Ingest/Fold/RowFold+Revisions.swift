internal import Summaries

/// Rows of which more becomes known in a later bucket.
extension RowFold {
  /// A row something became known of after its own bucket.
  private struct LateRow {
    var row: Int
    var weight: Int64
    var time: Int64
    /// The ends of the row's bucket and of those in which something became known.
    var horizons: [Int64]
    /// The measures as they were recorded last.
    var known: [Double]
  }

  /// Sends the batch's rows to the partitions of their units: as they were known at the end of their
  /// bucket, then what changed, bucket by bucket.
  ///
  /// Whether a row can be understood is judged by what was known last.
  func recordRevised(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let joined, let buckets = plan.plan.buckets else { return }
    let alive = alive.lane
    let used = rows.filter { alive[$0] != 0 }
    var late: [LateRow] = []
    for row in used {
      let end = buckets.end(around: times.lane[row])
      let later = Set(joined.revisions(row, from: end).map { buckets.end(around: $0) })
      guard !later.isEmpty else { continue }
      alive[row] = 0
      late.append(
        LateRow(
          row: row, weight: weights.lane[row], time: times.lane[row],
          horizons: [end] + later.sorted(), known: measures.map { _ in 0 }))
    }
    record(rows, batch)
    for stage in 0..<(late.map(\.horizons.count).max() ?? 0) {
      var members = late.indices.filter { late[$0].horizons.count > stage }[...]
      while !members.isEmpty {
        let count = joined.layOut(
          members.map { (late[$0].row, late[$0].horizons[stage]) }, in: batch)
        record(members.prefix(count), of: &late, at: stage, rows, batch)
        members = members.dropFirst(count)
      }
    }
    for row in late { weights.lane[row.row] = row.weight }
    for row in used { alive[row] = 1 }
  }

  /// Sends what changed of some late rows, whose values are laid out.
  private func record(
    _ members: ArraySlice<Int>, of late: inout [LateRow], at stage: Int, _ rows: Range<Int>,
    _ batch: RowBatch
  ) {
    alive.lane.fill(rows, 0)
    for member in members {
      alive.lane[late[member].row] = 1
      weights.lane[late[member].row] = late[member].weight
    }
    withoutCountingFailures {
      values.begin(batch)
      for measure in plan.measures.indices { readMeasure(measure, rows) }
    }
    weigh(rows)
    for member in members where alive.lane[late[member].row] != 0 {
      let row = late[member].row
      for m in measures.indices {
        let value = measures[m].lane[row]
        measures[m].lane[row] = value - late[member].known[m]
        late[member].known[m] = value
      }
      // The row itself was counted at the first stage.
      times.lane[row] = stage == 0 ? late[member].time : late[member].horizons[stage] - 1
      if stage > 0 { weights.lane[row] = 0 }
    }
    record(rows, batch)
  }
}

extension TimeBuckets {
  /// The first instant behind the bucket of an instant, or the last one of all.
  fileprivate func end(around time: Int64) -> Int64 {
    let bucket = index(of: Timestamp(microseconds: time))
    guard let last = instants(of: bucket)?.upperBound.microseconds, last < .max else {
      return .max
    }
    return last + 1
  }
}
