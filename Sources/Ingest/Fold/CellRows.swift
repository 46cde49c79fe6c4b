/// The rows of a batch that count, sorted by cell, those of one cell in the order of the input.
final class CellRows {
  /// The rows of one cell, as a range of `order`.
  struct Segment {
    var cell: Int
    var start: Int
    var count: Int
  }

  private let order = Storage<UInt32>(RowBatch.capacity, zero: 0)
  /// By cell its number of rows, then where its next row goes.
  private let positions = Storage<Int32>(64, zero: 0)
  private(set) var segments: [Segment] = []

  /// Sorts the rows that are alive; there are `cellCount` cells.
  func sort(_ rows: Range<Int>, alive: Lane<UInt8>, cells: Lane<Int32>, cellCount: Int) {
    positions.grow(cellCount)
    let (order, positions) = (order.lane, positions.lane)
    segments.removeAll(keepingCapacity: true)
    for row in rows where alive[row] != 0 {
      let cell = Int(cells[row])
      if positions[cell] == 0 { segments.append(Segment(cell: cell, start: 0, count: 0)) }
      positions[cell] &+= 1
    }
    var start = 0
    for i in segments.indices {
      let cell = segments[i].cell
      (segments[i].start, segments[i].count) = (start, Int(positions[cell]))
      positions[cell] = Int32(truncatingIfNeeded: start)
      start += segments[i].count
    }
    for row in rows where alive[row] != 0 {
      let cell = Int(cells[row])
      order[Int(positions[cell])] = UInt32(truncatingIfNeeded: row)
      positions[cell] &+= 1
    }
    for segment in segments { positions[segment.cell] = 0 }
  }

  /// The rows of a segment.
  func rows(_ segment: Segment) -> Lane<UInt32> { order.lane.from(segment.start) }
}
