internal import Summaries

/// Where the time of rows passes from one look into another.
struct LookCursor {
  let axis: TimeBuckets
  /// The look of the chunk's last row with a time.
  private(set) var current: Int?
  private var range: ClosedRange<Int64> = 0...0

  init(_ axis: TimeBuckets) { self.axis = axis }

  /// Turns to another chunk.
  mutating func begin() { current = nil }

  /// Goes to the look of a time; true where that is not the current one.
  @inline(__always)
  mutating func moves(to time: Int64) -> Bool {
    if current != nil, range.contains(time) { return false }
    let look = axis.index(of: Timestamp(microseconds: time))
    range = Optional(axis).range(around: time, of: look)
    defer { current = look }
    return look != current
  }
}

/// Rows that are cut where a look ends, so that what was found before can be told from what came later.
extension RowFold {
  /// Folds a batch, look by look.
  ///
  /// A row without a time that can be read belongs to the look of the row before it.
  func foldLooks(_ batch: RowBatch, _ cursor: inout LookCursor) {
    guard let slot = plan.time else { return foldJoined(batch) }
    let (p, view) = (batch.bytes, batch.slots[slot - plan.joinedSlots])
    var recent = TimeText.Recent()
    var first = 0
    for row in 0..<batch.count {
      let before = cursor.current
      guard let time = TimeText.parse(p, view.start(row), view.end(row), &recent),
        cursor.moves(to: time), let look = cursor.current
      else { continue }
      if first < row { foldJoined(batch[first..<row]) }
      first = row
      mark(look, after: before, at: batch.rows.start(row), batch.bytes)
    }
    if first < batch.count { foldJoined(batch[first..<batch.count]) }
  }

  /// Notes what the chunk held before its first row of a look, which begins at `position`.
  private func mark(_ look: Int, after before: Int?, at position: Int, _ bytes: Bytes) {
    guard var known = result else { return }
    if let before, look < before { result?.isOutOfOrder = true }
    known.marks = []
    let later = failures.count { $0.row >= position }
    known.rows.read -= later
    known.rows.failed -= later
    note(failures.filter { $0.row < position }, bytes, in: &known)
    sums.forEachCell(index) { known.cells.append($0) }
    forEachMoments { known.moments.append($0) }
    known.records = takeRecords()
    result?.marks.append(ChunkResult.Mark(look: look, known: known))
    count(look: look)
  }
}

extension RowBatch {
  /// Some of the rows.
  fileprivate subscript(_ part: Range<Int>) -> RowBatch {
    RowBatch(
      bytes: bytes, count: part.count, rows: rows.from(part.lowerBound),
      slots: slots.map { $0.from(part.lowerBound) }, lines: lines.map { $0.from(part.lowerBound) })
  }
}
