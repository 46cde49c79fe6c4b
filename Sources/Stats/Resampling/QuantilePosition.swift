/// Where a quantile lies among the order statistics of a sample: between number `below` and the next.
///
/// Reference: Hyndman & Fan (1996), American Statistician 50, 361–365, type 7.
struct QuantilePosition {
  /// The order statistic at or below the quantile, counted from zero.
  let below: Int
  /// How far it lies towards the next one; about zero means on it.
  private let fraction: Double

  init(_ probability: Double, count: Int) {
    // R's fuzz: a position within four ulps of an order statistic is that order statistic.
    let position = Double(count - 1) * probability
    let below = (position + 4 * Double.ulpOfOne).rounded(.down)
    self.below = Int(below)
    fraction = position - below
  }

  /// The quantile between its two order statistics.
  func interpolate(_ lower: Double, _ upper: Double) -> Double {
    // Between equal values a weighted mean may round below them, and cut a tie in two.
    let isOnValue = fraction.magnitude < 4 * Double.ulpOfOne || upper == lower
    return isOnValue ? lower : (1 - fraction) * lower + fraction * upper
  }
}
