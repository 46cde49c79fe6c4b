internal import Foundation
internal import Summaries

/// Means of values that are held within limits, in closed form.
extension SimulatedColumn {
  /// The mean under an effect, each value held within limits.
  func mean(within limits: ValueLimits, under effect: ColumnEffect) -> Double {
    switch effect {
    case .none: mean(level: level, spread: 1, limits.lower, limits.upper)
    case .scale(let factor):
      mean(level: level * factor, spread: factor, limits.lower, limits.upper)
    // Held after the shift is shifted after limits that lie so much lower.
    case .shift(let amount):
      amount
        + mean(
          level: level, spread: 1, limits.lower.map { $0 - amount },
          limits.upper.map { $0 - amount })
    }
  }

  /// The effect of the same kind under which the held mean reaches a value; nil where none does.
  func effect(
    like change: ColumnEffect, within limits: ValueLimits, reaching target: Double
  ) -> ColumnEffect? {
    switch change {
    case .none: return ColumnEffect.none
    case .shift:
      let reach = 100 * (abs(level) + abs(target) + quantile(0.999) - quantile(0.001))
      return Self.bisect(-reach, reach) { mean(within: limits, under: .shift($0)) - target }
        .map { .shift($0) }
    case .scale:
      return Self.bisect(-20, 20) { mean(within: limits, under: .scale(exp($0))) - target }
        .map { .scale(exp($0)) }
    }
  }

  /// Where a monotone function is zero; nil where it is not between the ends.
  private static func bisect(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  )
    -> Double?
  {
    var (low, high) = (low, high)
    let rises = function(high) > function(low)
    guard function(low) * function(high) < 0 else { return nil }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if (function(middle) < 0) == rises { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func mean(level: Double, spread: Double, _ lower: Double?, _ upper: Double?) -> Double {
    switch values {
    case .event, .covariate: return level
    case .normal(let deviation):
      let sigma = deviation * abs(spread)
      let (a, b) = (
        ((lower ?? -.infinity) - level) / sigma, ((upper ?? .infinity) - level) / sigma
      )
      let inside = level * (Self.below(b) - Self.below(a)) + sigma * (Self.peak(a) - Self.peak(b))
      return inside + (lower.map { $0 * Self.below(a) } ?? 0)
        + (upper.map { $0 * Self.below(-b) } ?? 0)
    case .logNormal(let sigma), .multiple(_, let sigma):
      let center = log(level) - sigma * sigma / 2
      func place(_ limit: Double?, else end: Double) -> Double {
        limit.map { $0 > 0 ? (log($0) - center) / sigma : -.infinity } ?? end
      }
      let (a, b) = (place(lower, else: -.infinity), place(upper, else: .infinity))
      let inside = level * (Self.below(b - sigma) - Self.below(a - sigma))
      return inside + (lower.map { $0 * Self.below(a) } ?? 0)
        + (upper.map { $0 * Self.below(-b) } ?? 0)
    }
  }

  private static func below(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  private static func peak(_ z: Double) -> Double {
    exp(-z * z / 2) / (2 * Double.pi).squareRoot()
  }
}
