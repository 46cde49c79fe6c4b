internal import Summaries

/// A column's values in one cell as one thread saw them.
///
/// Counts do not depend on who counts what, so they are kept for the whole scan; the sums do, so they are
/// those of the chunk at hand.
final class DistributionState {
  var missing = 0
  var numbers = 0
  var nonFinite = 0
  var texts = 0
  private(set) var histogram: ValueHistogram
  /// Numbers on their way to the histogram.
  private let staged = Storage<Double>(DistributionState.stage, zero: 0)
  private var stagedCount = 0
  private static let stage = 512
  let categories: CategoryTable
  /// The chunk's numbers about a shift.
  var chunkCount = 0.0
  var shift = 0.0
  var sum = 0.0
  var squares = 0.0

  init(_ request: ScanPlan.Distribution) {
    histogram = ValueHistogram(request.resolution)
    categories = CategoryTable(cap: request.categoryCap)
  }

  /// Counts the rows without a number, copies those with one to `remaining`, which may be the same, and
  /// returns how many these are.
  func countGaps(
    _ kinds: Lane<UInt8>, _ rows: Lane<UInt32>, _ count: Int, kept remaining: Lane<UInt32>,
    weights: Lane<Int64>?
  ) -> Int {
    var kept = 0
    for i in 0..<count {
      let row = Int(rows[i])
      if kinds[row] == NumberKind.number.rawValue {
        remaining[kept] = rows[i]
        kept &+= 1
        continue
      }
      let times = weights.map { Int($0[row]) } ?? 1
      switch NumberKind(rawValue: kinds[row]) {
      case .missing: missing += times
      case .nonFinite: nonFinite += times
      default: texts += times
      }
    }
    return kept
  }

  /// Adds a number that was seen several times.
  func add(_ x: Double, times: Int) {
    numbers += times
    histogram.add(x, times: times)
    if chunkCount == 0 { shift = x }
    let (u, weight) = (x - shift, Double(times))
    chunkCount += weight
    sum += weight * u
    squares += weight * u * u
  }

  /// Adds the numbers of a batch's rows that count in a cell.
  func add(_ values: Lane<Double>, rows: Lane<UInt32>, count: Int) {
    guard count > 0 else { return }
    numbers += count
    if chunkCount == 0 { shift = values[Int(rows[0])] }
    chunkCount += Double(count)
    let (shift, staged) = (shift, staged.lane)
    var (sum, squares, position) = (sum, squares, stagedCount)
    for i in 0..<count {
      let x = values[Int(rows[i])]
      let u = x - shift
      sum += u
      squares += u * u
      if position == Self.stage {
        flush(position)
        position = 0
      }
      staged[position] = x
      position &+= 1
    }
    (self.sum, self.squares, stagedCount) = (sum, squares, position)
  }

  private func flush(_ count: Int) {
    unsafe staged.lane.withBuffer(0..<count) { unsafe histogram.fold($0) }
  }

  /// Gives the histogram what is on its way to it.
  func settle() {
    flush(stagedCount)
    stagedCount = 0
    histogram.settle()
  }

  /// The moments of the chunk's numbers.
  var moments: Moments? {
    guard chunkCount > 0 else { return nil }
    return Moments(count: Int(chunkCount), shift: shift, sum: sum, squares: squares)
  }

  /// Makes ready for another chunk.
  func forgetMoments() { (chunkCount, shift, sum, squares) = (0, 0, 0, 0) }

  func merge(_ other: DistributionState) {
    settle()
    other.settle()
    missing += other.missing
    numbers += other.numbers
    nonFinite += other.nonFinite
    texts += other.texts
    histogram.merge(other.histogram)
    categories.merge(other.categories)
  }
}
