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
  var histogram: ValueHistogram
  var categories: CategoryTable
  /// The chunk's numbers about a shift.
  var chunkCount = 0.0
  var shift = 0.0
  var sum = 0.0
  var squares = 0.0

  init(_ request: ScanPlan.Distribution) {
    histogram = ValueHistogram(request.resolution)
    categories = CategoryTable(cap: request.categoryCap)
  }

  @inline(__always)
  func addMoment(_ x: Double, times: Double) {
    if chunkCount == 0 { shift = x }
    chunkCount += times
    let u = x - shift
    sum += times * u
    squares += times * u * u
  }

  /// The moments of the chunk's numbers, which are forgotten.
  func takeMoments() -> Moments? {
    guard chunkCount > 0 else { return nil }
    let mean = sum / chunkCount
    let moments = Moments(
      count: Int(chunkCount), mean: shift + mean,
      centeredSquares: max(0, squares - sum * mean))
    (chunkCount, shift, sum, squares) = (0, 0, 0, 0)
    return moments
  }

  func merge(_ other: DistributionState) {
    missing += other.missing
    numbers += other.numbers
    nonFinite += other.nonFinite
    texts += other.texts
    histogram.merge(other.histogram)
    categories.merge(other.categories)
  }
}
