internal import Summaries

/// The area under the ROC curve of scores that were counted in cells, and its influence function.
///
/// A row's influence is how far the share of the other label's rows that it is ranked rightly against lies from
/// the area (DeLong, DeLong and Clarke-Pearson 1988); summed by unit it gives the error between units
/// (Obuchowski 1997). Equal scores count half, and so do scores of one cell.
struct ScoreArea: Equatable {
  /// The chance that a positive scores above a negative; nil without rows of either label.
  let value: Double?
  /// How much of the area lies in cells that are wider than one score, half of it: it may be off by as much.
  let resolution: Double
  let positives: Int
  let negatives: Int
  /// The upper ends of the cells that hold a score of either label.
  private let edges: [Double]
  /// By cell the share of negatives below, and of positives above, equal ones half.
  private let below: [Double]
  private let above: [Double]

  init(positives: ValueHistogram, negatives: ValueHistogram) {
    (self.positives, self.negatives) = (positives.count, negatives.count)
    guard positives.count > 0, negatives.count > 0 else {
      (value, resolution) = (nil, 0)
      (edges, self.below, self.above) = ([], [], [])
      return
    }
    // One set of cells for both, as wide as the coarser of the two has them.
    var both = positives
    both.merge(negatives)
    let cells = both.cells
    let (ups, downs) = (
      Self.counts(of: positives, in: cells), Self.counts(of: negatives, in: cells)
    )
    let (m, n) = (Double(positives.count), Double(negatives.count))
    var (area, wide, passed) = (0.0, 0.0, (up: 0.0, down: 0.0))
    var (below, above): ([Double], [Double]) = ([], [])
    for cell in cells.indices {
      let (up, down) = (ups[cell], downs[cell])
      below.append((passed.down + down / 2) / n)
      above.append((m - passed.up - up / 2) / m)
      area += up / m * below[cell]
      if cells[cell].upper > cells[cell].lower { wide += up / m * down / n / 2 }
      passed = (passed.up + up, passed.down + down)
    }
    (value, resolution, edges) = (area, wide, cells.map(\.upper))
    (self.below, self.above) = (below, above)
  }

  private static func counts(
    of histogram: ValueHistogram, in cells: [ValueHistogram.Cell]
  ) -> [Double] {
    var counts = [Double](repeating: 0, count: cells.count)
    var cell = 0
    for own in histogram.cells {
      while cell + 1 < cells.count, cells[cell].upper < own.lower { cell += 1 }
      counts[cell] += Double(own.count)
    }
    return counts
  }

  /// A row's part of the area, so that the mean over all rows is the area: of a positive row, and of a
  /// negative one with its sign turned.
  func influence(ofPositives column: String) -> Measure.Expression {
    influence(column, below, share: positives, sign: 1)
  }

  func influence(ofNegatives column: String) -> Measure.Expression {
    influence(column, above, share: negatives, sign: -1)
  }

  private func influence(
    _ column: String, _ ranked: [Double], share: Int, sign: Double
  ) -> Measure.Expression {
    guard let value else { return .step(column: column, edges: [0], values: [0]) }
    let factor = Double(positives + negatives) / Double(share)
    return .step(
      column: column, edges: edges, values: ranked.map { sign * (value + factor * ($0 - value)) })
  }
}
