internal import Summaries

/// The power sums of a chunk's pairs, by cell.
final class CellSums {
  private let pairs: Int
  private let sums = Storage<Double>(0, zero: 0)
  private let rows = Storage<Int>(0, zero: 0)
  private var cells = 0
  private var touched: [Int] = []

  init(pairs: Int) { self.pairs = pairs }

  /// Makes room for so many cells.
  func makeRoom(for cells: Int) {
    guard cells > self.cells else { return }
    self.cells = cells
    sums.grow(cells * pairs * PowerSums.width)
    rows.grow(cells)
  }

  /// Counts rows of a cell.
  @inline(__always)
  func count(_ cell: Int, _ times: Int) {
    let rows = rows.lane
    if rows[cell] == 0 { touched.append(cell) }
    rows[cell] &+= times
  }

  /// The sums of one pair in one cell.
  @inline(__always)
  func pair(_ cell: Int, _ pair: Int) -> Lane<Double> {
    sums.lane.from((cell &* pairs &+ pair) &* PowerSums.width)
  }

  /// Calls `body` with what the chunk added so far.
  func forEachCell(_ index: CellIndex, _ body: (ChunkResult.Cell) -> Void) {
    for cell in touched {
      let moments = (0..<pairs).map { PowerSums.moments(pair(cell, $0)) }
      body(ChunkResult.Cell(key: index.keys[cell], rows: rows.lane[cell], pairs: moments))
    }
  }

  /// Gives away what the chunk added and forgets it.
  func export(_ index: CellIndex, _ body: (ChunkResult.Cell) -> Void) {
    forEachCell(index, body)
    for cell in touched {
      rows.lane[cell] = 0
      let start = cell * pairs * PowerSums.width
      sums.lane.fill(start..<start + pairs * PowerSums.width, 0)
    }
    touched.removeAll()
  }
}
