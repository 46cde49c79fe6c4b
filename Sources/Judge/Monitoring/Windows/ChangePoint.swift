/// Where a series of divergences left zero: the one step that fits it best.
///
/// Least squares, weighted by rows: zero before the step, which is what a debiased divergence is without a
/// change, and one level from there on.
struct ChangePoint: Equatable {
  /// A window's divergence; nil where it has none, and then it says nothing.
  struct Value {
    var weight: Double
    var value: Double?
  }

  /// The first window of the change; nil where no level above zero fits better than none.
  private(set) var index: Int?

  /// Fits a series.
  init(_ series: [Value]) {
    var (weights, sum, best) = (0.0, 0.0, 0.0)
    // From the end on: a step at i explains (Σ w x)²/Σ w of the squares from there on.
    for position in series.indices.reversed() {
      guard let value = series[position].value, series[position].weight > 0 else { continue }
      weights += series[position].weight
      sum += series[position].weight * value
      guard sum > 0 else { continue }
      let explained = sum * sum / weights
      if explained >= best { (best, index) = (explained, position) }
    }
  }
}
